import { ClipboardCheck } from "lucide-react";
import { ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Item, ItemList } from "@/components/ui/item";
import type { ListedAssessment } from "@/server/features/assessment/attempts.queries";
import { resultWords, type Words } from "./room";

/** What a child may take, with where they stand in each: for its own page, a course's, or the day's. */
export function AssessmentList({ list, ...words }: Words & { list: readonly ListedAssessment[] }) {
  const { t } = words;
  if (list.length === 0) return <EmptyState icon={ClipboardCheck} title={t("list.none")} text={t("list.none_text")} />;
  return (
    <ItemList label={t("list.title")}>
      {list.map((one) => (
        <Item
          key={one.id}
          icon={ClipboardCheck}
          tone={one.open ? "accent" : one.last ? "good" : "off"}
          title={one.title}
          text={[one.course, standing(one, words)].join(" · ")}
          action={
            <ButtonLink
              href={`/dashboard/student/assessments/${one.id}`}
              variant={one.open ? "main" : "plain"}
              aria-label={`${t(actOf(one))}: ${one.title}`}
            >
              {t(actOf(one))}
            </ButtonLink>
          }
        />
      ))}
    </ItemList>
  );
}

const actOf = ({ open, refusal, last }: ListedAssessment) =>
  open ? "list.go_on" : refusal === null && !last ? "list.begin" : "list.look";

/** One line: under way, closed, its result, or when it is due. */
function standing({ open, last, refusal, opensAt, dueAt }: ListedAssessment, { t, format }: Words): string {
  if (open) return open.deadlineAt ? t("list.open_until", { when: format.time(open.deadlineAt) }) : t("list.open");
  if (last) return resultWords(last, { t, format });
  if (refusal) return t(`refused.${refusal}`, { when: opensAt ? format.dateTime(opensAt) : "" });
  return dueAt ? t("begin.due", { when: format.dateTime(dueAt) }) : t("list.ready");
}
