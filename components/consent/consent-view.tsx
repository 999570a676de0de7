import { ShieldCheck } from "lucide-react";
import type { Words } from "@/components/families/words";
import { ActionButton } from "@/components/forms/action-button";
import { Page } from "@/components/shell/page";
import { EmptyState } from "@/components/ui/empty-state";
import { Notice } from "@/components/ui/notice";
import { Section } from "@/components/ui/section";
import { TabNav } from "@/components/ui/tabs";
import {
  type Conflict,
  dataTypes,
  type Matrix,
  type Sight,
  type Trail,
} from "@/server/features/consent/consent.schema";
import { ConsentMatrix, type MatrixLabels } from "./matrix";
import { SightSection } from "./sight";
import { ConsentTrail, type TrailFilter } from "./trail";
import { nameOfRow, rowView, textViews } from "./view";

function labelsOf({ t }: Words, others: string): MatrixLabels {
  return {
    caption: t("caption"),
    recipient: t("recipient"),
    takeBack: t("act.take_back"),
    takeBackOf: t("act.take_back_of", { kind: "{kind}", name: "{name}" }),
    takenBack: t("act.taken_back"),
    saved: t("act.saved"),
    saving: t("act.saving"),
    failed: t("act.failed"),
    several: t("act.several"),
    severalOf: t("act.several_of", { name: "{name}" }),
    severalShort: t("act.several_short"),
    severalKinds: t("act.several_kinds"),
    whom: t("act.whom"),
    each: { INSTRUCTOR: t("each.INSTRUCTOR", { count: "{count}" }), PARTNER: t("each.PARTNER", { count: "{count}" }) },
    stop: t("act.stop"),
    stopOf: t("act.stop_of", { kind: "{kind}" }),
    close: t("act.close"),
    yes: t("act.yes"),
    no: t("act.no"),
    takeBackNow: t("act.take_back_now"),
    leave: t("act.leave", { name: others }),
    leaveHelp: t("act.leave_help", { name: others }),
    forever: t("end.forever"),
    term: t("end.term", { day: "{day}" }),
    date: t("end.date"),
    howLong: t("end.label"),
    lastDay: t("end.last_day"),
    reason: t("act.reason"),
    reasonHelp: t("act.reason_help"),
    optional: t("act.optional"),
    words: t("text.label"),
    said: t("voice.label"),
    nothingSaid: t("voice.none"),
    which: t("act.which"),
    chooseOne: t("act.choose_one"),
    batchTitle: t("act.batch_title", { name: "{name}" }),
  };
}

/** What guardians disagree on, and the two ways out of it. */
function Conflicts({ matrix, words }: { matrix: Matrix; words: Words }) {
  const { t, format } = words;
  const { conflicts, canDecide, child } = matrix;
  if (conflicts.length === 0) return null;
  const name = (conflict: Conflict) =>
    nameOfRow({ recipientType: conflict.recipientType, name: conflict.recipientName }, words);
  return (
    <Section id="conflicts" title={t("conflict.title")} note={t("conflict.note")}>
      <ul className="grid gap-2">
        {conflicts.map((conflict) => {
          const { dataType, recipientType, recipientId, mine, yes, no } = conflict;
          const cell = { studentId: child.id, dataType, recipientType, recipientId };
          const side = (people: string[], own: boolean) =>
            format.list([...(own ? [t("conflict.you")] : []), ...people]);
          const other = format.list(mine === true ? no : yes);
          return (
            <li key={`${dataType} ${recipientType} ${recipientId}`}>
              <Notice
                tone="warn"
                title={t("conflict.about", { kind: t(`kind.${dataType}.name`), name: name(conflict) })}
                action={
                  canDecide && mine !== null ? (
                    <div className="flex flex-wrap gap-2">
                      {mine ? (
                        <ActionButton
                          procedure="consent.withdraw"
                          input={cell}
                          size="small"
                          done={t("act.taken_back")}
                          failed={t("act.failed")}
                        >
                          {t("conflict.join_no")}
                        </ActionButton>
                      ) : (
                        <ActionButton
                          procedure="consent.abstain"
                          input={cell}
                          size="small"
                          done={t("act.saved")}
                          failed={t("act.failed")}
                        >
                          {t("act.leave", { name: other })}
                        </ActionButton>
                      )}
                    </div>
                  ) : null
                }
              >
                {t("conflict.sides", { yes: side(yes, mine === true), no: side(no, mine === false) })}
              </Notice>
            </li>
          );
        })}
      </ul>
    </Section>
  );
}

/** PA-6: who may see what of a child, who decided it, what somebody would see, and what happened. */
export function ConsentView({
  matrix,
  siblings,
  trail,
  filter,
  sight,
  chosen,
  words,
}: {
  matrix: Matrix | null;
  siblings: readonly { id: string; firstName: string }[];
  trail: Trail | null;
  filter: TrailFilter;
  sight: Sight | null;
  chosen: string | undefined;
  words: Words;
}) {
  const { t, day, format } = words;
  if (!matrix || !trail)
    return (
      <Page title={t("page_title")}>
        <EmptyState icon={ShieldCheck} title={t("no_child")} text={t("no_child_text")} />
      </Page>
    );
  const { child, canDecide, termEnds, deciders } = matrix;
  const others = format.list(deciders);
  return (
    <Page
      title={t("page_title")}
      subtitle={t("subtitle", { name: child.firstName })}
      tabs={
        siblings.length > 1 ? (
          <TabNav
            label={t("switch")}
            tabs={siblings.map(({ id, firstName }) => ({
              href: `?child=${id}`,
              label: firstName,
              current: id === child.id,
            }))}
          />
        ) : undefined
      }
    >
      {canDecide ? null : (
        <Notice title={t("read_only.title")}>
          {deciders.length > 0
            ? t("read_only.text", { names: others, name: child.firstName })
            : t("read_only.nobody", { name: child.firstName })}
        </Notice>
      )}
      <Conflicts matrix={matrix} words={words} />
      <Section id="matrix" title={t("title", { name: child.firstName })} note={t("rule")}>
        <ConsentMatrix
          key={child.id}
          studentId={child.id}
          rows={matrix.rows.map((row) => rowView(row, words))}
          kinds={dataTypes.map((dataType) => ({
            dataType,
            name: t(`kind.${dataType}.name`),
            about: t(`kind.${dataType}.about`),
          }))}
          texts={textViews(matrix.texts, words)}
          labels={labelsOf(words, others)}
          canDecide={canDecide}
          others={others}
          termEnds={termEnds ? { day: termEnds, label: day(termEnds, "date") } : null}
          today={matrix.today}
        />
        <p className="mt-2 text-muted text-small">{t("note", { name: child.firstName })}</p>
      </Section>
      {canDecide ? <SightSection matrix={matrix} sight={sight} chosen={chosen} words={words} /> : null}
      <ConsentTrail trail={trail} child={child} filter={filter} words={words} />
    </Page>
  );
}
