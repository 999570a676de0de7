import { ListChecks } from "lucide-react";
import { ActionButton } from "@/components/forms/action-button";
import { SchemaForm } from "@/components/forms/schema-form";
import { Messages } from "@/components/messages";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { TextField } from "@/components/ui/field";
import { Item, ItemList } from "@/components/ui/item";
import { Section } from "@/components/ui/section";
import { gradeLabel } from "@/lib/grades";
import type { Page } from "@/lib/keyset";
import { addRandomInput } from "@/server/features/assessment/assessments.schema";
import type { BankRow } from "@/server/features/assessment/bank.queries";
import { storedTypes } from "@/server/features/assessment/bank.schema";
import { difficulties } from "@/server/features/assessment/question.schema";
import type { AssessmentWords } from "./assessment-view";
import { ItemOrder } from "./item-order";
import { type Area, areaName, choicesOf } from "./words";

type Picking = { found: Page<BankRow>; asked: string; areas: readonly Area[] };

/** What the assessment asks, in its order; and adding more, picked or drawn. */
export function AssessmentItems({ found, asked, areas, ...words }: AssessmentWords & Picking) {
  const { assessment, t, locale, now, timeZone, door } = words;
  const { edit } = assessment.abilities;
  return (
    <>
      <Section id="items" title={t("items.title")} note={edit ? t("items.note") : undefined}>
        {assessment.items.length ? (
          <Messages locale={locale} timeZone={timeZone} now={now} features={["bank"]}>
            <ItemOrder
              items={assessment.items.map(({ id, points, question }) => ({
                id,
                points,
                title: question.title,
                language: question.language,
                about: `${t(`types.${question.type.toLowerCase()}`)} · ${t(`difficulty.${question.difficulty}`)}`,
                href: `${door.base}/questions/${question.id}`,
              }))}
              movable={edit}
              door={door}
            />
          </Messages>
        ) : (
          <EmptyState icon={ListChecks} title={t("items.none")} text={t("items.none_text")} />
        )}
      </Section>
      {edit ? <Pick found={found} asked={asked} {...words} /> : null}
      {edit ? <Draw areas={areas} {...words} /> : null}
    </>
  );
}

/** Questions of the bank by search, to be picked one by one. */
function Pick({ found, asked, ...words }: AssessmentWords & Omit<Picking, "areas">) {
  const { assessment, t, ui, locale, door } = words;
  const held = new Set(assessment.items.map(({ question }) => question.id));
  const rest = found.rows.filter(({ id }) => !held.has(id));
  return (
    <Section id="pick" title={t("pick.title")}>
      <search>
        <form action="#pick" className="flex flex-wrap items-end gap-2">
          <TextField
            name="q"
            type="search"
            label={t("pick.search")}
            help={t("pick.search_help")}
            defaultValue={asked}
            className="min-w-0 flex-1 basis-64"
          />
          <Button type="submit" className="mb-7">
            {t("pick.find")}
          </Button>
        </form>
      </search>
      {rest.length ? (
        <ItemList label={t("pick.found")}>
          {rest.map((row) => (
            <Item
              key={row.id}
              title={<span lang={row.language}>{row.title}</span>}
              text={`${t(`types.${row.type.toLowerCase()}`)} · ${t(`difficulty.${row.difficulty}`)} · ${gradeLabel(row.grade, locale)} · ${areaName(row.learningArea, locale)}`}
              action={
                <ActionButton
                  procedure={`${door.assessments}.addItem`}
                  input={{ assessmentId: assessment.id, questionId: row.id }}
                  size="small"
                  failed={ui("form.failed")}
                >
                  {t("pick.add")}
                  <span className="sr-only"> {row.title}</span>
                </ActionButton>
              }
            />
          ))}
        </ItemList>
      ) : (
        <p className="text-muted">{t("pick.nothing")}</p>
      )}
      {found.next ? <p className="mt-2 text-muted text-small">{t("pick.more")}</p> : null}
    </Section>
  );
}

/** Questions drawn at random among those that fit. */
function Draw({ areas, ...words }: AssessmentWords & { areas: readonly Area[] }) {
  const { assessment, t, ui, locale, door } = words;
  const { grades, areas: named } = choicesOf(areas, locale);
  return (
    <Section id="draw" title={t("draw.title")} note={t("draw.note")}>
      <div className="max-w-[44rem] rounded border border-line bg-surface p-4 sm:p-6">
        <SchemaForm
          schema={addRandomInput}
          procedure={`${door.assessments}.addRandom`}
          t={ui}
          submit={t("draw.submit")}
          words={{
            count: { label: t("draw.count") },
            grade: { label: t("list.grade"), kind: "select", options: grades },
            learningAreaCode: { label: t("list.area"), kind: "select", options: named },
            type: {
              label: t("list.type"),
              kind: "select",
              options: Object.fromEntries(storedTypes.map((type) => [type, t(`types.${type.toLowerCase()}`)])),
            },
            difficulty: {
              label: t("list.difficulty"),
              kind: "select",
              options: Object.fromEntries(difficulties.map((step) => [String(step), t(`difficulty.${step}`)])),
            },
            tag: { label: t("list.tag") },
          }}
          values={{
            count: 5,
            grade: assessment.course.grade,
            learningAreaCode: assessment.course.learningAreaCode,
            tag: "",
          }}
          hidden={{ assessmentId: assessment.id }}
          after={{ toast: t("draw.done"), refresh: true }}
        />
      </div>
    </Section>
  );
}
