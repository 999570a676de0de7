import { levelName } from "@/components/assessment/levels";
import { NoteMarks, NoteNumber } from "@/components/files/note-mark";
import { pdfViewer } from "@/components/files/pdf-viewer";
import { ActForm } from "@/components/forms/act-form";
import { Card } from "@/components/ui/card";
import { Notice } from "@/components/ui/notice";
import { Section } from "@/components/ui/section";
import type { Piece, Returned, ToldTask, WorkFileView } from "@/server/features/assignments/work.queries";
import { PdfRemarks } from "./pdf-remarks";
import { RubricView } from "./rubric-view";
import type { WorkWords } from "./words";

/** To whom it is told: the child, or somebody who looks after the child. */
export type Told = "work" | "family";
type Props = WorkWords & { task: ToldTask; piece: Piece; returned: Returned; told: Told };

/** Remarks on places of files, each under its file; on a picture, and on a page that is opened, each also stands where it was put. */
function Remarks({ piece, returned, told, t, format }: Props) {
  const { remarks } = returned;
  const remarked = piece.files.filter(({ id }) => remarks.some(({ fileId }) => fileId === id));
  if (remarked.length === 0) return null;
  return (
    <Section id="remarks" title={t(`${told}.remarks`)}>
      <div className="grid gap-3">
        {remarked.map((file) => (
          <FileRemarks
            key={file.id}
            {...{ file, t, format }}
            remarks={remarks.filter(({ fileId }) => fileId === file.id)}
          />
        ))}
      </div>
    </Section>
  );
}

type FileProps = Pick<Props, "t" | "format"> & { file: WorkFileView; remarks: Returned["remarks"] };

function FileRemarks({ file, remarks, t, format }: FileProps) {
  const { id, name, mime, ready } = file;
  const isPicture = ready && mime.startsWith("image/");
  return (
    <figure className="grid gap-3 rounded border border-line bg-surface p-4">
      <figcaption className="break-all font-semibold text-small">{name}</figcaption>
      {isPicture ? (
        <div className="relative max-w-fit">
          {/* biome-ignore lint/performance/noImgElement: a child's own photo, by a link made for this moment */}
          <img
            src={`/api/files/work/${id}?show=inline&size=w960`}
            alt={name}
            loading="lazy"
            className="max-h-[70vh] max-w-full rounded-s"
          />
          <NoteMarks notes={remarks} page={1} />
        </div>
      ) : null}
      <ol className="grid gap-2">
        {remarks.map((remark, at) => (
          <li key={remark.id} className="flex items-start gap-2">
            <NoteNumber number={at + 1} />
            <p className="min-w-0 flex-1 whitespace-pre-line">
              {isPicture ? null : <b>{t("work.remark_page", { page: remark.page })}: </b>}
              {remark.body}
            </p>
          </li>
        ))}
      </ol>
      {ready && mime === "application/pdf" ? <Pages {...{ file, remarks, format, t }} /> : null}
    </figure>
  );
}

/** A document's pages, behind words that say what opening them costs: the list above says all there is to read. */
function Pages({ file, remarks, format, t }: FileProps) {
  const { bytes, ...viewer } = pdfViewer(format.locale);
  const show = t("work.show_pages", { size: format.bytes(file.size + bytes) });
  return <PdfRemarks {...{ file: { id: file.id, name: file.name }, remarks, viewer, show }} />;
}

/** What the teacher wrote and said. */
function Feedback({ returned, task, told, t }: Props) {
  const { feedback, audioFileId } = returned;
  if (!feedback && !audioFileId) return null;
  return (
    <Card className="grid gap-3 p-4 sm:p-5">
      {feedback ? (
        <div>
          <h3 className="font-semibold">{t(`${told}.feedback`)}</h3>
          <p lang={task.course.language} className="max-w-read whitespace-pre-line">
            {feedback}
          </p>
        </div>
      ) : null}
      {audioFileId ? (
        <div className="grid gap-1.5">
          <h3 className="font-semibold">{t(`${told}.audio`)}</h3>
          {/* biome-ignore lint/a11y/useMediaCaption: a teacher's own voice; what matters is written beside it */}
          <audio
            controls
            preload="none"
            src={`/api/files/work/${audioFileId}?show=inline`}
            aria-label={t(`${told}.audio`)}
            className="w-full max-w-xl"
          />
        </div>
      ) : null}
    </Card>
  );
}

/** Asking that the grade be looked at again, or what came of asking. */
function Regrade({ piece, returned, t, format }: Props) {
  const { regrade } = returned;
  return (
    <Section id="regrade" title={t("regrade.title")}>
      <div className="grid max-w-3xl gap-4">
        {regrade ? (
          <Notice
            tone={regrade.status === "ASKED" ? "info" : "good"}
            title={t(`regrade.${regrade.status}`, { day: format.date(regrade.createdAt) })}
          >
            <span className="block whitespace-pre-line">{t("regrade.asked_for", { reason: regrade.reason })}</span>
            {regrade.answer ? (
              <span className="block whitespace-pre-line">{t("regrade.answer", { answer: regrade.answer })}</span>
            ) : null}
          </Notice>
        ) : null}
        {regrade?.status === "ASKED" ? null : (
          <details className="rounded border border-line bg-surface px-4 py-2">
            <summary className="min-h-10 cursor-pointer content-center font-semibold">{t("regrade.open")}</summary>
            <p className="mb-3 text-muted">{t("regrade.text")}</p>
            <ActForm
              procedure="work.askRegrade"
              input={{ submissionId: piece.id }}
              fields={[{ name: "reason", label: t("regrade.reason"), long: true, maxLength: 1_000 }]}
              submit={t("regrade.send")}
              working={t("regrade.sending")}
            />
          </details>
        )}
      </div>
    </Section>
  );
}

/** What came back of a piece of work: by level first, then criterion by criterion, in words, and on the files. */
export function ReturnedView(props: Props) {
  const { task, returned, told, t, format } = props;
  const share = t("work.percent", { percent: format.percent(returned.percent / 100, 1) });
  return (
    <>
      <Section id="result" title={t("work.result")}>
        <Card className="grid gap-5 p-4 sm:p-5">
          <div>
            <p className="font-semibold text-2xl">
              {returned.level ? levelName(returned.level, format.locale) : share}
            </p>
            {returned.level ? <p className="text-muted text-small">{share}</p> : null}
          </div>
          <RubricView criteria={task.criteria} marks={returned.marks} language={task.course.language} t={t} />
        </Card>
      </Section>
      <Feedback {...props} told={told} />
      <Remarks {...props} />
      <Regrade {...props} />
    </>
  );
}
