import { FileText, Inbox } from "lucide-react";
import type { ReactNode } from "react";
import { Passage } from "@/components/assessment/prose";
import { pdfViewer } from "@/components/files/pdf-viewer";
import { WorkspacePage } from "@/components/shell/workspace-page";
import { Status } from "@/components/ui/badge";
import { ButtonLink } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { Notice } from "@/components/ui/notice";
import type { Format } from "@/lib/format";
import { listDefaults, listHref } from "@/lib/list";
import type { Locale } from "@/lib/locales";
import type { Desk } from "@/server/features/grading/desk.service";
import { type QueueInput, queueInput } from "@/server/features/grading/grading.schema";
import type { T } from "@/server/platform/i18n";
import { AnnotatedFile } from "./annotated-file";
import { DeskPanel } from "./desk-panel";
import { History } from "./history";
import { type DeskLabels, keyNames, labelNames } from "./labels";
import { type NoteLabels, noteNames } from "./notes";
import { queuePath } from "./paths";
import { reasonWords, stateTone } from "./words";

export type DeskWords = { desk: Desk; queue: QueueInput; t: T; ui: T; locale: Locale; format: Format; now: Date };

const names = [
  "child",
  "text",
  "count",
  "place",
  "criterion",
  "mark",
  "level",
  "percent",
  "name",
  "when",
  "page",
  "seconds",
];
const kept = Object.fromEntries(names.map((name) => [name, `{${name}}`]));
/** The panel's words, with names in braces left for it to fill in. */
const labelsOf = (t: T): DeskLabels =>
  Object.fromEntries(labelNames.map((name) => [name, t(`panel.${name}`, kept)])) as DeskLabels;

/** One piece of work: what was handed in, and beside it where it is marked. */
export function DeskFrame(words: DeskWords) {
  const { desk, queue, t, locale } = words;
  const to = (id: string | null) =>
    id ? listHref(`${queuePath}/${id}`, { ...queue, cursor: undefined, from: 0 }, {}, listDefaults(queueInput)) : null;
  const back = listHref(queuePath, queue, {}, listDefaults(queueInput));
  const child = desk.child?.firstName ?? t("left_child");
  const { grade } = desk;
  return (
    <WorkspacePage
      title={desk.child ? `${desk.child.firstName} ${desk.child.lastName}` : t("left_child")}
      bar={<Bar back={back} before={to(desk.before)} after={to(desk.after)} {...words} />}
      side={
        <DeskPanel
          key={desk.id}
          id={desk.id}
          child={child}
          locale={locale}
          language={desk.course.language}
          criteria={criteriaOf(words)}
          levels={desk.levels.map((level) => ({ ...level, label: locale === "sw" ? level.nameSw : level.name }))}
          grade={
            grade && {
              marks: grade.marks,
              feedback: grade.feedback,
              audioFileId: grade.audioFileId,
              revision: grade.revision,
              released: grade.status === "RELEASED",
            }
          }
          holder={desk.holder}
          studentId={desk.studentId}
          audioHref={desk.audioHref}
          asked={desk.regrade?.reason ?? null}
          snippets={desk.snippets}
          proposal={proposalOf(words)}
          before={to(desk.before)}
          after={to(desk.after)}
          queue={back}
          labels={labelsOf(t)}
          keyWords={Object.fromEntries(keyNames.map((name) => [name, t(`keys.${name}`)]))}
        />
      }
    >
      <Work {...words} />
    </WorkspacePage>
  );
}

function Bar({
  back,
  before,
  after,
  desk,
  t,
}: DeskWords & { back: string; before: string | null; after: string | null }) {
  return (
    <>
      <Status tone={stateTone[desk.status as keyof typeof stateTone]}>{t(`states.${desk.status}`)}</Status>
      <ButtonLink href={back} size="small" variant="ghost">
        <Icon as={Inbox} />
        {t("queue.back")}
      </ButtonLink>
      <Step href={before} name={t("panel.previous")} />
      <Step href={after} name={t("panel.next")} />
    </>
  );
}

const Step = ({ href, name }: { href: string | null; name: string }) =>
  href ? (
    <ButtonLink href={href} size="small">
      {name}
    </ButtonLink>
  ) : null;

function Part({ id, title, children }: { id: string; title: string; children: ReactNode }) {
  return (
    <section aria-labelledby={id} className="grid gap-2">
      <h2 id={id} className="font-semibold text-muted text-small">
        {title}
      </h2>
      {children}
    </section>
  );
}

/** What the rules propose, in words; it speaks beside the rubric, and a person takes it or leaves it. */
const proposalOf = ({ desk: { proposal }, t, format }: DeskWords) =>
  proposal && {
    marks: proposal.marks,
    title: t("proposal.title", { percent: format.percent(proposal.confidence) }),
    reason: reasonWords(proposal.reason, t, format),
  };

/** An answer without criteria is marked as a whole. */
const criteriaOf = ({ desk, t }: DeskWords) =>
  desk.task.criteria.map((one) => ({ ...one, title: one.title || t("essay.whole") }));

/** What an assignment asks, folded; the question of an essay stands open, and beside it what an answer may hold. */
function Question({ desk, t }: DeskWords) {
  const { task, course } = desk;
  if (task.kind === "assignment")
    return (
      <Folded title={t("work.asked")} language={course.language}>
        <Passage of={task.instructions} />
      </Folded>
    );
  return (
    <>
      <div lang={course.language} className="max-w-read">
        <Passage of={task.instructions} />
      </div>
      {task.sample ? (
        <Folded title={t("essay.sample")} language={course.language}>
          <Passage of={task.sample} />
        </Folded>
      ) : null}
    </>
  );
}

function Folded({ title, language, children }: { title: string; language: string; children: ReactNode }) {
  return (
    <details>
      <summary className="cursor-pointer py-1 text-accent text-small">{title}</summary>
      <div lang={language} className="max-w-read whitespace-pre-line text-small">
        {children}
      </div>
    </details>
  );
}

/** Which of several it is: a piece of work, or an attempt. */
function numberOf({ desk: { number, task }, t }: DeskWords): string | null {
  if (task.kind === "essay") return t("essay.attempt", { number: task.attempt });
  return number > 1 ? t("work.number", { number }) : null;
}

/** What was asked and what was handed in. */
function Work(words: DeskWords) {
  const { desk, t, format } = words;
  const { task, course } = desk;
  return (
    <div className="grid max-w-4xl content-start gap-6 px-4 py-5 sm:px-6">
      <header className="grid gap-1">
        <p className="font-semibold text-lg" lang={course.language}>
          {task.title}
        </p>
        <p className="text-muted text-small">
          {[
            course.title,
            numberOf(words),
            desk.submittedAt ? t("work.received", { when: format.dateTime(desk.submittedAt) }) : null,
          ]
            .filter(Boolean)
            .join(" · ")}
          {desk.isLate ? (
            <Status tone="warn" className="ml-3">
              {t("queue.is_late")}
            </Status>
          ) : null}
        </p>
        <Question {...words} />
      </header>
      <Alike {...words} />
      <Part id="work-text" title={t("work.text")}>
        {desk.text.trim() ? (
          <p className="max-w-read whitespace-pre-wrap break-words text-lg leading-relaxed" lang={course.language}>
            {desk.text}
          </p>
        ) : (
          <p className="text-muted">{t("work.no_text")}</p>
        )}
      </Part>
      {desk.files.length ? (
        <Part id="work-files" title={t("work.files")}>
          <Files {...words} />
        </Part>
      ) : null}
      <History {...words} />
    </div>
  );
}

/** From so much on, what is alike is worth a look. */
const worthALook = 0.3;

/** What is alike elsewhere: for a person to judge, and never a mark. */
function Alike({ desk, t, format }: DeskWords) {
  const { similarity, similarToId } = desk;
  if (!similarity || !similarToId || similarity < worthALook) return null;
  return (
    <Notice
      title={t("alike.share", { percent: format.percent(similarity) })}
      action={
        <ButtonLink size="small" href={`${queuePath}/${desk.id}/alike`}>
          {t("alike.look")}
        </ButtonLink>
      }
    >
      {t("alike.careful")}
    </Notice>
  );
}

/** A file that carries notes. A document is opened once, so its address outlives the links made for each drawing of this page. */
function noted({ id, name, mime, href }: Desk["files"][number], t: T) {
  const picture = mime.startsWith("image/");
  return {
    id,
    name,
    href: picture ? href : `/api/files/work/${id}?show=inline`,
    picture,
    alt: t("work.picture", { name }),
  };
}

/** Pictures and documents carry notes. */
const isNoted = (mime: string) => mime.startsWith("image/") || mime === "application/pdf";
const noteLabels = (t: T) =>
  Object.fromEntries(noteNames.map((name) => [name, t(`notes.${name}`, kept)])) as NoteLabels;

function Files({ desk, t, locale, format }: DeskWords) {
  const viewer = pdfViewer(locale);
  const labels = noteLabels(t);
  return (
    <ul className="grid gap-4">
      {desk.files.map((file) => (
        <li key={file.id} className="grid gap-1.5">
          {isNoted(file.mime) ? (
            <AnnotatedFile
              workId={desk.id}
              file={noted(file, t)}
              viewer={viewer}
              notes={desk.notes.filter(({ fileId }) => fileId === file.id)}
              open={desk.status !== "RETURNED" && (desk.holder === null || desk.holder.mine)}
              labels={labels}
            />
          ) : null}
          {file.mime.startsWith("audio/") ? (
            // biome-ignore lint/a11y/useMediaCaption: a child's own recording has no captions
            <audio controls preload="none" src={file.href} aria-label={file.name} className="w-full max-w-lg" />
          ) : null}
          {file.mime.startsWith("video/") ? (
            // biome-ignore lint/a11y/useMediaCaption: a child's own recording has no captions
            <video controls preload="none" src={file.href} aria-label={file.name} className="max-h-[70vh] max-w-full" />
          ) : null}
          <a
            href={file.href}
            target="_blank"
            rel="noreferrer"
            className="inline-flex min-h-11 items-center gap-2 justify-self-start text-accent text-small underline-offset-4 hover:underline"
          >
            <Icon as={FileText} size={16} />
            {t("work.open", { name: file.name, size: format.bytes(file.size) })}
          </a>
        </li>
      ))}
    </ul>
  );
}
