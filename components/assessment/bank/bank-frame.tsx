import type { ReactNode } from "react";
import { Page } from "@/components/shell/page";
import { TabNav } from "@/components/ui/tabs";
import type { BankWords } from "./words";

/** Assessments and the questions they are made of: two lists under one heading. */
export function BankFrame({
  tab,
  subtitle,
  action,
  children,
  t,
  door,
}: Pick<BankWords, "t" | "door"> & {
  tab: "assessments" | "questions";
  subtitle: string;
  action?: ReactNode;
  children: ReactNode;
}) {
  const tabs = [
    { href: door.base, label: t("tabs.assessments"), current: tab === "assessments" },
    { href: `${door.base}/questions`, label: t("tabs.questions"), current: tab === "questions" },
  ];
  return (
    <Page
      title={t(`${tab}.title`)}
      subtitle={subtitle}
      action={action}
      tabs={<TabNav label={t("tabs.label")} tabs={tabs} />}
    >
      {children}
    </Page>
  );
}
