import { HeartHandshake, Inbox } from "lucide-react";
import { PlainTable } from "@/components/data/plain-table";
import { ActForm } from "@/components/forms/act-form";
import { Status, type Tone } from "@/components/ui/badge";
import { Dialog, DialogTrigger } from "@/components/ui/dialog";
import { EmptyState } from "@/components/ui/empty-state";
import { Item, ItemList } from "@/components/ui/item";
import { Meter } from "@/components/ui/meter";
import { Section } from "@/components/ui/section";
import type { Format } from "@/lib/format";
import { gradeLabel } from "@/lib/grades";
import { dueState, nextCaseStatuses } from "@/server/features/families/cases.domain";
import type { Desk } from "@/server/features/families/cases.queries";
import { clockOf } from "@/server/features/identity/identity.preferences.domain";
import type { Colleague } from "@/server/features/notify/notify.presence.service";
import type { T } from "@/server/platform/i18n";

type Words = { t: T; format: Format };
type Case = Desk["mine"][number];

const dueTone: Record<ReturnType<typeof dueState>, Tone> = {
  none: "off",
  over: "danger",
  today: "warn",
  soon: "info",
  later: "off",
};

const childOf = (student: { firstName: string; lastName: string; grade: string }, format: Format) =>
  `${student.firstName} ${student.lastName}, ${gradeLabel(student.grade, format.locale)}`;

/** When something is due, in words with its own colour. */
function Due({ dueOn, today, t, format }: Words & { dueOn: Date | null; today: Date }) {
  const state = dueState(dueOn, today);
  return <Status tone={dueTone[state]}>{t(`due.${state}`, { date: dueOn ? format.date(dueOn, "short") : "" })}</Status>;
}

/** That a teacher of the child asked for it. */
const FlagNote = ({ item, t }: { item: { kind: Case["kind"] }; t: T }) =>
  item.kind === "FLAG" ? <span className="ml-1.5">· {t("flag")}</span> : null;

/** The cases in one's hands; each can be moved on with a written reason. */
export function MyCases({ desk, t, format }: Words & { desk: Desk }) {
  if (desk.mine.length === 0)
    return <EmptyState icon={HeartHandshake} title={t("mineEmpty")} text={t("mineEmptyText")} />;
  return (
    <>
      <ItemList label={t("mine")}>
        {desk.mine.map((item) => (
          <Item
            key={item.id}
            icon={HeartHandshake}
            tone={item.status === "WATCHING" ? "info" : "accent"}
            title={item.title}
            text={
              <>
                {childOf(item.student, format)} · {t(`status.${item.status}`)}
                <br />
                {item.reason}
                <FlagNote item={item} t={t} />
              </>
            }
            aside={<Due dueOn={item.dueOn} today={desk.today} t={t} format={format} />}
            action={
              <DialogTrigger dialog={`case-${item.id}`} size="small">
                {t("move")}
              </DialogTrigger>
            }
          />
        ))}
      </ItemList>
      {desk.mine.map((item) => (
        <MoveDialog key={item.id} item={item} t={t} />
      ))}
    </>
  );
}

function MoveDialog({ item, t }: { item: Case; t: T }) {
  const { status } = item;
  return (
    <Dialog
      id={`case-${item.id}`}
      title={t("moveTitle", { title: item.title })}
      description={t("moveText")}
      closeLabel={t("close")}
      insistent
    >
      <div className="grid gap-6">
        {nextCaseStatuses(item.kind, status).map((to) => (
          <ActForm
            key={to}
            procedure="cases.move"
            input={{ id: item.id, from: status, to }}
            fields={[{ name: "note", label: t("note"), long: true, maxLength: 2000 }]}
            submit={t(`to.${to}`)}
            working={t("moving")}
            look={{ variant: to === "CLOSED" ? "main" : "plain" }}
          />
        ))}
        <div className="border-line border-t pt-5">
          <Freezing item={item} t={t} />
        </div>
      </div>
    </Dialog>
  );
}

/** Rights over a child are frozen from a case of care, and given back from the dispute's own. */
function Freezing({ item, t }: { item: Case; t: T }) {
  const lifts = item.kind === "CONTEST";
  if (!lifts && item.student.contested)
    return <p className="text-muted">{t("freeze.already", { name: item.student.firstName })}</p>;
  const words = lifts ? "lift" : "freeze";
  return (
    <ActForm
      procedure={lifts ? "members.liftContest" : "members.contest"}
      input={{ studentId: item.student.id }}
      fields={[
        {
          name: "reason",
          label: t(`${words}.reason`),
          help: t(`${words}.help`, { name: item.student.firstName }),
          long: true,
          maxLength: 1000,
        },
      ]}
      submit={t(`${words}.submit`)}
      working={t("moving")}
      look={{ variant: lifts ? "main" : "danger" }}
    />
  );
}

/** Cases nobody has: the first to press takes one, a second is told. */
export function WaitingCases({ desk, t, format }: Words & { desk: Desk }) {
  if (desk.waiting.length === 0)
    return <EmptyState icon={Inbox} title={t("waitingEmpty")} text={t("waitingEmptyText")} />;
  return (
    <ItemList label={t("waiting")}>
      {desk.waiting.map((item) => (
        <Item
          key={item.id}
          icon={Inbox}
          title={item.title}
          text={
            <>
              {childOf(item.student, format)}
              <FlagNote item={item} t={t} />
            </>
          }
          aside={<Due dueOn={item.dueOn} today={desk.today} t={t} format={format} />}
          action={
            <ActForm
              procedure="cases.take"
              input={{ id: item.id }}
              submit={t("take")}
              working={t("taking")}
              look={{ size: "small" }}
            />
          }
        />
      ))}
    </ItemList>
  );
}

const reasonKeys = ["low_average", "falling", "low_today", "silent", "low_energy"];
/** A reason as the job wrote it: `{ key, value }`. */
function reasonText(reason: unknown, { t, format }: Words): string {
  const { key, value } = (reason ?? {}) as { key?: string; value?: number };
  if (key && reasonKeys.includes(key))
    return t(`reason.${key}`, { value: typeof value === "number" ? format.number(value) : "" });
  return t("reason.other", { text: key ?? "" });
}

/** The children whose risk is highest by the newest calculation, with what it rests on. */
export function AtRisk({ desk, t, format }: Words & { desk: Desk }) {
  const [first] = desk.risks;
  return (
    <Section
      id="risks"
      title={t("risks")}
      note={first ? t("risksNote", { date: format.date(first.day, "short") }) : null}
    >
      {first ? (
        <ItemList label={t("risks")}>
          {desk.risks.map((risk) => (
            <Item
              key={risk.studentId}
              title={`${risk.firstName} ${risk.lastName}`}
              aside={gradeLabel(risk.grade, format.locale)}
              text={
                <>
                  <Meter
                    thin
                    className="my-1.5"
                    tone={risk.score >= 60 ? "danger" : "warn"}
                    value={risk.score}
                    label={`${risk.firstName} ${risk.lastName}`}
                    text={t("risk", { score: risk.score })}
                  />
                  {[
                    t("risk", { score: risk.score }),
                    ...risk.reasons.map((reason) => reasonText(reason, { t, format })),
                  ].join(" · ")}
                </>
              }
            />
          ))}
        </ItemList>
      ) : (
        <EmptyState icon={HeartHandshake} title={t("risksEmpty")} text={t("risksEmptyText")} />
      )}
    </Section>
  );
}

/** Who of the team is here, and when each works today. Who does not want to be seen is simply away. */
export function Colleagues({ colleagues, t }: { colleagues: readonly Colleague[]; t: T }) {
  if (colleagues.length === 0) return null;
  const hours = ({ today }: Colleague) => {
    if (today === undefined) return null;
    return today
      ? t("colleagues.hours", { from: clockOf(today.from), until: clockOf(today.until) })
      : t("colleagues.free");
  };
  return (
    <Section
      id="colleagues"
      title={t("colleagues.title")}
      note={t("colleagues.note", { count: colleagues.filter(({ here }) => here).length })}
    >
      <ItemList label={t("colleagues.title")}>
        {colleagues.map((one) => (
          <Item
            key={one.userId}
            title={one.name}
            aside={
              <Status tone={one.here ? "good" : "off"}>{t(one.here ? "colleagues.here" : "colleagues.away")}</Status>
            }
            text={[one.position, hours(one)].filter(Boolean).join(" · ")}
          />
        ))}
      </ItemList>
    </Section>
  );
}

/** Who in the team has how much; for leads. */
export function TeamLoad({ team, t, format }: Words & { team: NonNullable<Desk["team"]> }) {
  return (
    <Section id="team" title={t("team")} note={t("teamNote")}>
      <PlainTable
        caption={t("team")}
        columns={[
          { key: "name", label: t("teamMember") },
          { key: "position", label: t("teamPosition") },
          { key: "open", label: t("teamOpen"), number: true },
          { key: "late", label: t("teamLate"), number: true },
        ]}
        rows={team.map((person) => ({
          id: person.id,
          cells: {
            name: person.name,
            position: <span className="text-muted">{person.position}</span>,
            open: format.number(person.open),
            late: person.late > 0 ? <Status tone="danger">{format.number(person.late)}</Status> : format.number(0),
          },
        }))}
      />
    </Section>
  );
}
