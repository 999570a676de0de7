import type { ReactNode } from "react";
import { Areas } from "@/components/curriculum/areas";
import { FactList, RecordPage } from "@/components/shell/record-page";
import { Avatar } from "@/components/ui/avatar";
import { Status } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { Item, ItemList } from "@/components/ui/item";
import { Section } from "@/components/ui/section";
import type { Locale } from "@/lib/locales";
import { assessmentAhead } from "@/lib/school-calendar";
import type { Translate } from "@/lib/translate";
import { ageOn, stageOf } from "@/server/features/families/families.domain";
import { averageMood, stateOf, streak } from "@/server/features/families/families.mood.domain";
import type { ChildRecord, DataRequest } from "@/server/features/families/families.schema";
import { Sharing, WhoMaySee } from "./child-access";
import { ChildState } from "./child-card";
import { Goals } from "./goals";
import { MoodChart } from "./mood-chart";
import { moodLabels, moodToday } from "./mood-labels";
import { MoodPicker } from "./mood-picker";
import type { Words } from "./words";

function factsOf({ child, moods, today }: ChildRecord, { t, day, format }: Words) {
  const ahead = assessmentAhead(child.grade, today);
  const average = averageMood(moods, today, 7);
  return [
    {
      label: t("child.born"),
      value: `${day(child.birthDate, "long")} (${t("age", { count: ageOn(child.birthDate, today) })})`,
    },
    { label: t("child.grade"), value: `${t(`grade.${child.grade}`)}, ${t(`stage.${stageOf(child.grade)}`)}` },
    ...(ahead
      ? [
          {
            label: t("child.assessment"),
            value: (
              <>
                {t("child.assessment_when", {
                  name: ahead.name,
                  from: day(ahead.opens),
                  to: day(ahead.closes, "date"),
                })}
                {ahead.official ? null : <span className="block text-muted text-xs">{t("ahead.expected")}</span>}
              </>
            ),
          },
        ]
      : []),
    {
      label: t("child.average"),
      value: average === null ? t("child.no_value") : t("child.of_five", { value: format.number(average) }),
    },
    { label: t("child.streak"), value: t("child.days", { count: streak(moods, today) }) },
    { label: t("child.family"), value: child.familyName },
    { label: t("child.number"), value: <span className="num">{child.admissionNumber}</span> },
    { label: t("child.since"), value: day(child.since, "long") },
  ];
}

const tones = { RECEIVED: "info", IN_PROGRESS: "info", ANSWERED: "good", REFUSED: "danger", WITHDRAWN: "off" } as const;

function Requests({ requests, words: { t, day } }: { requests: readonly DataRequest[]; words: Words }) {
  const dates = (request: DataRequest) =>
    [
      t("child.request.asked", { day: day(request.askedOn) }),
      request.answeredOn
        ? t("child.request.answered", { day: day(request.answeredOn) })
        : t("child.request.due", { day: day(request.dueOn) }),
    ].join(", ");
  return (
    <Section id="requests" title={t("child.requests_title")}>
      <ItemList>
        {requests.map((request) => (
          <Item
            key={request.id}
            title={t(`child.request.${request.kind}`)}
            aside={<Status tone={tones[request.status]}>{t(`child.request.status.${request.status}`)}</Status>}
            text={
              <>
                <span className="block">{dates(request)}</span>
                {request.answer ? (
                  <span className="mt-1 block whitespace-pre-line text-ink">{request.answer}</span>
                ) : null}
              </>
            }
          />
        ))}
      </ItemList>
    </Section>
  );
}

/** PA-2: the frame around everything about one child, with the facts beside it and the tabs above. */
export function ChildFrame({
  record,
  words,
  tabs,
  children,
}: {
  record: ChildRecord;
  words: Words;
  tabs: ReactNode;
  children: ReactNode;
}) {
  const { t } = words;
  const { child, moods, today } = record;
  return (
    <RecordPage
      tabs={tabs}
      before={<Avatar name={`${child.firstName} ${child.lastName}`} seed={child.id} size="large" />}
      title={`${child.firstName} ${child.lastName}`}
      mark={<ChildState state={stateOf(moods, today)} words={words} />}
      subtitle={t("child.subtitle", {
        grade: t(`grade.${child.grade}`),
        stage: t(`stage.${stageOf(child.grade)}`),
        age: t("age", { count: ageOn(child.birthDate, today) }),
      })}
      facts={<FactList facts={factsOf(record, words)} />}
      factsTitle={t("child.facts")}
      closeLabel={t("child.close")}
    >
      {children}
    </RecordPage>
  );
}

/** One child today: how they feel and the days behind it, what the family plans, and who may see what. */
export function ChildToday({
  record,
  me,
  locale,
  words,
  consent,
  curriculum,
  signIn,
}: {
  record: ChildRecord;
  me: string;
  locale: Locale;
  words: Words;
  consent: Translate;
  curriculum: Translate;
  /** How the child comes in on a family device. */
  signIn: ReactNode;
}) {
  const { t } = words;
  const { child, moods, today } = record;
  return (
    <>
      <Section id="mood" title={t("mood.one", { name: child.firstName })} note={t("mood.note")}>
        <div className="grid gap-3">
          <Card className="p-4">
            <MoodPicker
              studentId={child.id}
              labels={moodLabels(t, child.firstName, true)}
              {...moodToday(moods, child.id, today, me, t)}
            />
          </Card>
          <MoodChart name={child.firstName} moods={moods} today={today} words={words} />
        </div>
      </Section>
      <Goals goals={record.goals} owners={[child]} today={today} words={words} title={t("goals.of_child")} childFirst />
      <WhoMaySee record={record} me={me} locale={locale} words={words} />
      {signIn}
      <Sharing record={record} words={words} consent={consent} />
      {record.requests.length ? <Requests requests={record.requests} words={words} /> : null}
      <Areas
        areas={record.areas}
        locale={locale}
        t={curriculum}
        title={curriculum("title", { grade: t(`grade.${child.grade}`) })}
      />
    </>
  );
}
