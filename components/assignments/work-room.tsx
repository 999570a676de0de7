import { CalendarClock, Images, NotebookPen, Save } from "lucide-react";
import { Passage } from "@/components/assessment/prose";
import { uploaderLabels } from "@/components/files/uploader-labels";
import { ActionButton } from "@/components/forms/action-button";
import { Page } from "@/components/shell/page";
import { ButtonLink } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Icon, type IconType } from "@/components/ui/icon";
import { Notice } from "@/components/ui/notice";
import { Section } from "@/components/ui/section";
import type { Piece, Task, ToldTask, WorkRoom } from "@/server/features/assignments/work.queries";
import { MAX_TEXT } from "@/server/features/assignments/work.schema";
import { purposes } from "@/server/features/files/files.schema";
import { ReturnedView, type Told } from "./returned";
import { RubricView } from "./rubric-view";
import type { WorkWords } from "./words";
import { type DeskWords, WorkDesk } from "./work-desk";
import { WorkFiles } from "./work-files";
import { WorkUploader } from "./work-uploader";

type Props = WorkWords & { room: WorkRoom };

const deskWords = ({ t }: WorkWords): DeskWords => ({
  rest: t("work.kept.rest"),
  keeping: t("work.kept.keeping"),
  kept: t("work.kept.kept"),
  waiting: t("work.kept.waiting"),
  joined: t("work.kept.joined"),
  label: t("work.text"),
  handIn: t("work.hand_in"),
  handingIn: t("work.handing_in"),
  waits: t("work.hand_in_waits"),
  held: t("work.hand_in_held", { drop: t("work.on_phone.drop") }),
  writeOn: t("work.write_on"),
});

/** By when, what is taken, and what happens to it meanwhile. */
function rulesOf({ task, now, t, format }: WorkWords & { task: Task }): (readonly [IconType, string])[] {
  const { dueAt, lateRule, maxFiles: most } = task;
  const when = dueAt ? format.dateTime(dueAt) : "";
  const late = lateRule === "MARK" ? t("work.rules.late_marked") : t("work.rules.late_refused");
  const due = dueAt && now > dueAt ? t("work.rules.overdue", { when }) : `${t("work.rules.due", { when })} ${late}`;
  return [
    ...(dueAt ? [[CalendarClock, due] as const] : []),
    ...(task.takesText ? [[NotebookPen, t("work.rules.text")] as const] : []),
    ...(task.takesFiles || task.takesPhotos
      ? [[Images, t(task.takesFiles ? "work.rules.files" : "work.rules.photos", { most })] as const]
      : []),
    [Save, t("work.rules.kept")],
  ];
}

function Instructions({ task: { instructions, course } }: { task: ToldTask }) {
  if (typeof instructions === "string")
    return (
      <p lang={course.language} className="max-w-read whitespace-pre-line text-lg">
        {instructions}
      </p>
    );
  return (
    <div lang={course.language} className="max-w-read text-lg">
      <Passage of={instructions} />
    </div>
  );
}

/** What is asked, before and while it is written. */
function Asked({ task, ...words }: WorkWords & { task: Task }) {
  return (
    <Card className="grid gap-4 p-4 sm:p-5">
      <Instructions task={task} />
      <ul className="grid gap-2 text-muted">
        {rulesOf({ task, ...words }).map(([icon, text]) => (
          <li key={text} className="flex items-start gap-2.5">
            <Icon as={icon} size={20} className="mt-0.5 shrink-0" />
            {text}
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** The rubric, folded: a child may look at it at any time. */
function Rubric({ task, t }: WorkWords & { task: ToldTask }) {
  if (task.criteria.length === 0) return null;
  return (
    <details className="rounded border border-line bg-surface px-4 py-2">
      <summary className="min-h-10 cursor-pointer content-center font-semibold">{t("work.rubric")}</summary>
      <div className="py-3">
        <RubricView criteria={task.criteria} language={task.course.language} t={t} />
      </div>
    </details>
  );
}

/** What is still on the phone, and where more may be added, the way to add it. */
function OnThisPhone({ room, owner, more, t, format }: Props & { owner: string; more: number }) {
  const { task, studentId } = room;
  return (
    <WorkUploader
      owner={owner}
      assignmentId={task.id}
      studentId={studentId}
      room={more}
      label={t("work.photo")}
      help={t("work.photo_help")}
      accept={task.takesFiles ? "image/*,application/pdf,audio/*,video/*,.docx,.odt,.pptx,.xlsx" : "image/*"}
      mostBytes={task.takesFiles ? purposes.work.most.video : purposes.work.most.image}
      labels={uploaderLabels(format.locale)}
      words={{
        kept: t("work.on_phone.kept"),
        goes: t("work.on_phone.goes"),
        loose: t("work.on_phone.loose"),
        door: t("work.on_phone.door"),
        dropIt: t("work.on_phone.drop"),
      }}
    />
  );
}

/** Photos and files that are there, and those that are not sent yet. */
function Files({ room, owner, ...words }: Props & { owner: string }) {
  const files = room.piece?.files ?? [];
  return (
    <Section id="files" title={words.t("work.files")}>
      <div className="grid gap-4">
        <WorkFiles files={files} mayRemove {...words} />
        <OnThisPhone room={room} owner={owner} more={room.task.maxFiles - files.length} {...words} />
      </div>
    </Section>
  );
}

function Writing({ room, owner, ...words }: Props & { owner: string }) {
  const { task, piece, closed } = room;
  const { t, format } = words;
  if (closed)
    return (
      <>
        <Notice tone="warn">
          {t(`work.closed.${closed}`, { when: task.opensAt ? format.dateTime(task.opensAt) : "" })}
        </Notice>
        {piece ? <Made piece={piece} title={t("work.text")} task={task} {...words} /> : null}
      </>
    );
  return (
    <WorkDesk
      owner={owner}
      assignmentId={task.id}
      given={{ body: piece?.text ?? "", revision: piece?.revision ?? 0 }}
      takesText={task.takesText}
      most={MAX_TEXT}
      language={task.course.language}
      words={deskWords(words)}
    >
      {task.takesFiles || task.takesPhotos ? <Files room={room} owner={owner} {...words} /> : null}
    </WorkDesk>
  );
}

/** What a child has made, to read. */
function Made({ piece, title, task, ...words }: WorkWords & { piece: Piece; title: string; task: ToldTask }) {
  return (
    <Section id="made" title={title}>
      <div className="grid gap-4">
        {piece.text ? (
          <p
            lang={task.course.language}
            className="max-w-read whitespace-pre-line break-words rounded border border-line bg-surface p-4"
          >
            {piece.text}
          </p>
        ) : null}
        <WorkFiles files={piece.files} {...words} />
      </div>
    </Section>
  );
}

function HandedIn({ room, piece, ...words }: Props & { piece: Piece }) {
  const { t, format } = words;
  const when = t("work.handed_in_text", { when: piece.submittedAt ? format.dateTime(piece.submittedAt) : "" });
  return (
    <Notice
      tone="good"
      role="status"
      title={t("work.handed_in_title")}
      action={
        room.mayTakeBack ? (
          <ActionButton
            procedure="work.takeBack"
            input={{ assignmentId: room.task.id }}
            className="min-h-12"
            failed={t("work.take_back_failed")}
            confirm={{
              title: t("work.take_back_title"),
              text: t("work.take_back_text"),
              action: t("work.take_back"),
              cancel: t("work.take_back_cancel"),
            }}
          >
            {t("work.take_back")}
          </ActionButton>
        ) : null
      }
    >
      {piece.isLate ? `${when} ${t("work.came_late")}` : when}
    </Notice>
  );
}

/** SU-4: one assignment as the child meets it: asked, being written, handed in, come back. */
export function WorkRoomView({ room, owner, ...words }: Props & { owner: string }) {
  const { task, piece } = room;
  const { t } = words;
  const handedIn = piece && piece.standing !== "todo" ? piece : null;
  return (
    <Page
      title={<span lang={task.course.language}>{task.title}</span>}
      subtitle={<span lang={task.course.language}>{task.course.title}</span>}
      action={
        <ButtonLink href="/dashboard/student/work" variant="ghost" className="max-lg:hidden">
          {t("work.back")}
        </ButtonLink>
      }
    >
      <div className="grid w-full max-w-3xl gap-6">
        {handedIn ? (
          <>
            {handedIn.returned ? (
              <ReturnedView task={task} piece={handedIn} returned={handedIn.returned} told="work" {...words} />
            ) : (
              <HandedIn room={room} piece={handedIn} {...words} />
            )}
            <Made piece={handedIn} title={t("work.yours")} task={task} {...words} />
            <OnThisPhone room={room} owner={owner} more={0} {...words} />
            <Card className="p-4 sm:p-5">
              <Instructions task={task} />
            </Card>
            <Rubric task={task} {...words} />
          </>
        ) : (
          <>
            <Asked task={task} {...words} />
            <Rubric task={task} {...words} />
            <Writing room={room} owner={owner} {...words} />
          </>
        )}
      </div>
    </Page>
  );
}

/** The same for a guardian: what the child handed in, and what came back. */
export function FamilyWorkView({
  task,
  piece,
  child,
  back,
  ...words
}: WorkWords & { task: ToldTask; piece: Piece; child: string; back: string }) {
  const { t, format } = words;
  const told: Told = "family";
  return (
    <Page
      title={<span lang={task.course.language}>{task.title}</span>}
      subtitle={<span lang={task.course.language}>{task.course.title}</span>}
      action={
        <ButtonLink href={back} variant="ghost">
          {t("family.back", { child })}
        </ButtonLink>
      }
    >
      <div className="grid w-full max-w-3xl gap-6">
        {piece.returned ? (
          <ReturnedView task={task} piece={piece} returned={piece.returned} told={told} {...words} />
        ) : (
          <Notice>
            {t("family.handed_in", { child, when: piece.submittedAt ? format.dateTime(piece.submittedAt) : "" })}
          </Notice>
        )}
        <Made piece={piece} title={t("family.yours", { child })} task={task} {...words} />
        <Card className="p-4 sm:p-5">
          <Instructions task={task} />
        </Card>
        <Rubric task={task} {...words} />
      </div>
    </Page>
  );
}
