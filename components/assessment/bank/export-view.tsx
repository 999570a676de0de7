import { FileDown } from "lucide-react";
import { Page } from "@/components/shell/page";
import { ButtonLink } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Icon } from "@/components/ui/icon";
import type { ExportPreview } from "@/server/features/assessment/bank.export.service";
import { translator } from "@/server/platform/i18n";
import type { BankWords } from "./words";

/** Chosen questions for another program: what each format keeps, and the file. */
export function ExportView({
  ids,
  preview,
  t,
  locale,
  door,
}: BankWords & { ids: readonly string[]; preview: ExportPreview }) {
  const errors = translator(locale, "errors");
  const address = (format: string) =>
    `/api/exports/questions?${new URLSearchParams({ bank: door.bank, format, ids: ids.join(",") })}`;
  return (
    <Page title={t("export.title", { count: ids.length })} subtitle={t("export.subtitle")}>
      <ul className="grid gap-4 lg:grid-cols-3">
        {preview.map(({ format, losses }) => (
          <li key={format}>
            <Card className="grid h-full content-start gap-3 p-4 sm:p-5">
              <h2 className="text-lg">{t(`formats.${format}`)}</h2>
              <p className="text-muted">{t(`export.about.${format}`)}</p>
              {losses.length ? (
                <div>
                  <p className="font-semibold text-small">{t("export.lost")}</p>
                  <ul className="list-inside list-disc text-small">
                    {losses.map((one) => (
                      <li key={one.what}>
                        {errors(`questionLoss.${one.what}`)} ({t("export.of", { count: one.questions })})
                      </li>
                    ))}
                  </ul>
                </div>
              ) : (
                <p className="text-good text-small">{t("export.whole")}</p>
              )}
              <ButtonLink href={address(format)} download className="justify-self-start">
                <Icon as={FileDown} size={16} />
                {t("export.save", { format: t(`formats.${format}`) })}
              </ButtonLink>
            </Card>
          </li>
        ))}
      </ul>
    </Page>
  );
}
