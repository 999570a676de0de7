import { Messages } from "@/components/messages";
import { Page } from "@/components/shell/page";
import type { QuestionType } from "@/server/features/assessment/question.schema";
import { beginnings, type Draft } from "./draft";
import { QuestionEditor } from "./question-editor";
import { type Area, type BankWords, choicesOf } from "./words";

/** A question that is not in the bank yet. */
export function NewQuestionView({
  type,
  areas,
  timeZone,
  t,
  locale,
  now,
  door,
}: BankWords & { type: QuestionType; areas: readonly Area[]; timeZone: string }) {
  return (
    <Page title={t(`new.titles.${type}`)} subtitle={t("new.text")}>
      <Messages locale={locale} timeZone={timeZone} now={now} features={["bank", "assessment", "files"]}>
        <QuestionEditor
          saved={null}
          draft={beginnings[type] as Draft}
          labels={{
            grade: "G4",
            learningAreaCode: areas[0]?.code ?? "",
            language: "en",
            difficulty: 3,
            tags: [],
            competencies: [],
          }}
          choices={choicesOf(areas, locale)}
          door={door}
        />
      </Messages>
    </Page>
  );
}
