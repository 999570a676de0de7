import { ActionButton } from "@/components/forms/action-button";
import { SchemaForm } from "@/components/forms/schema-form";
import { FactList } from "@/components/shell/record-page";
import { Notice } from "@/components/ui/notice";
import { Section } from "@/components/ui/section";
import type { Format } from "@/lib/format";
import { gradeLabel } from "@/lib/grades";
import type { Locale } from "@/lib/locales";
import type { TravelPreview } from "@/server/features/courses/travel.import.service";
import { acceptCartridgeInput } from "@/server/features/courses/travel.schema";
import type { T } from "@/server/platform/i18n";
import { placeWords } from "../words";

type Areas = readonly { code: string; name: string; nameSw: string }[];
type Given = { preview: TravelPreview; areas: Areas; t: T; courses: T; ui: T; locale: Locale; format: Format };

/** What an archive would bring, everything that is wrong with it, and taking it in or throwing it away. */
export function CourseArrival(given: Given) {
  const { preview, t } = given;
  return (
    <Section id="found" title={t("import.found")}>
      <div className="grid max-w-[52rem] gap-5">
        <Verdict {...given} />
        <Findings {...given} />
        {preview.course ? <Contents {...given} /> : null}
        {preview.faults.length === 0 && preview.kind === "cartridge" ? <Placing {...given} /> : null}
        <div className="flex flex-wrap gap-2">
          {preview.faults.length === 0 && preview.kind === "school" ? <Accept {...given} /> : null}
          <ActionButton
            procedure="files.remove"
            input={{ id: preview.archive.id }}
            href="/dashboard/instructor/courses/import"
            failed={t("import.notDiscarded")}
          >
            {t("import.discard")}
          </ActionButton>
        </div>
      </div>
    </Section>
  );
}

const Accept = ({ preview, t }: Given) => (
  <ActionButton
    variant="main"
    procedure="travel.accept"
    input={{ fileId: preview.archive.id }}
    href={`/dashboard/instructor/courses/${preview.becomes}`}
    done={t("import.accepted")}
    failed={t("import.failed")}
  >
    {t("import.accept")}
  </ActionButton>
);

/** Another system does not say where in our curriculum a course belongs: whoever takes it in does. */
const Placing = ({ preview, areas, t, courses, ui, locale }: Given) => (
  <div className="max-w-[44rem] rounded border border-line bg-surface p-4 sm:p-6">
    <SchemaForm
      schema={acceptCartridgeInput}
      procedure="travel.acceptCartridge"
      t={ui}
      submit={t("import.accept")}
      words={placeWords(areas, courses, locale)}
      hidden={{ fileId: preview.archive.id }}
      after={{ toast: t("import.accepted"), href: `/dashboard/instructor/courses/${preview.becomes}` }}
    />
  </div>
);

function Verdict({ preview, t }: Given) {
  const { faults, course } = preview;
  if (faults.length === 0) return <Notice tone="good" title={t("import.whole", { title: course?.title })} />;
  return (
    <Notice tone="danger" title={t("import.faulty", { count: faults.length })}>
      {t("import.faultyText")}
    </Notice>
  );
}

/** What was left to its teacher, rather than left behind. */
const toDo = new Set(["taskRubric", "taskFormats"]);
type Note = TravelPreview["notes"][number];
const NoteList = ({ notes }: { notes: readonly Note[] }) => (
  <ul className="grid gap-1 text-small">
    {notes.map(({ entry, at, said }) => (
      <li key={`${entry} ${at} ${said}`} className="break-words">
        <b>{at || entry}</b> {said}
      </li>
    ))}
  </ul>
);

/** Each fault and each thing that stays behind: where, why, and the word of the archive it is about. */
function Findings({ preview, t }: Given) {
  const { faults, unknown } = preview;
  const toAdd = preview.notes.filter(({ what }) => toDo.has(what));
  const notes = preview.notes.filter(({ what }) => !toDo.has(what));
  return (
    <>
      {faults.length ? (
        <ol aria-label={t("import.faults")} className="divide-y divide-line rounded border border-line bg-surface">
          {faults.map(({ entry, at, said, detail }) => (
            <li key={`${entry} ${at} ${said} ${detail}`} className="grid gap-0.5 px-4 py-2.5">
              <span className="break-words">
                <b>{[entry, at].filter(Boolean).join(" · ")}</b> {said}
              </span>
              {detail ? <code className="break-words text-muted text-small">{detail}</code> : null}
            </li>
          ))}
        </ol>
      ) : null}
      {toAdd.length ? (
        <Notice tone="warn" title={t("import.todo")}>
          <NoteList notes={toAdd} />
        </Notice>
      ) : null}
      {notes.length ? (
        <details className="rounded border border-line bg-surface px-4 py-3">
          <summary className="cursor-pointer font-semibold">{t("import.notes", { count: notes.length })}</summary>
          <div className="mt-2">
            <NoteList notes={notes} />
          </div>
        </details>
      ) : null}
      {unknown.competencies.length ? (
        <Notice tone="warn" title={t("import.unknownCompetencies", { count: unknown.competencies.length })}>
          <span className="break-words">{unknown.competencies.join(", ")}</span>
        </Notice>
      ) : null}
      {unknown.courses.length ? (
        <Notice tone="warn" title={t("import.unknownCourses")}>
          {unknown.courses.join(" · ")}
        </Notice>
      ) : null}
    </>
  );
}

/** A cartridge's grade is not known yet. */
const nameOf = (
  { title, grade }: NonNullable<TravelPreview["course"]>,
  kind: TravelPreview["kind"],
  locale: Locale,
): string => (kind === "school" ? `${title} · ${gradeLabel(grade, locale)}` : title);

function Contents({ preview, t, locale, format }: Given) {
  const { course, modules, files, kind } = preview;
  const lessons = modules.reduce((sum, module) => sum + module.lessons.length, 0);
  const size = files.reduce((sum, file) => sum + file.size, 0);
  return (
    <>
      <FactList
        facts={[
          { label: t("import.kind"), value: t(`import.kinds.${kind}`) },
          { label: t("import.course"), value: course ? nameOf(course, kind, locale) : "—" },
          { label: t("import.lessons"), value: format.number(lessons) },
          { label: t("import.files"), value: files.length ? `${files.length} · ${format.bytes(size)}` : "—" },
          { label: t("import.questions"), value: format.number(preview.questions) },
          { label: t("import.assessments"), value: preview.assessments.join(" · ") || "—" },
          { label: t("import.assignments"), value: preview.assignments.join(" · ") || "—" },
        ]}
      />
      <section aria-label={t("import.outline")} className="grid gap-3">
        {modules.map((module, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: an archive is drawn as it is
          <div key={at} className="rounded border border-line bg-surface px-4 py-3">
            <h3 className="font-semibold">{module.title}</h3>
            <ol className="mt-1 list-inside list-decimal text-small">
              {module.lessons.map((lesson, place) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: an archive is drawn as it is
                <li key={place}>
                  {lesson.title}
                  {lesson.written ? null : <span className="text-muted"> ({t("import.empty")})</span>}
                </li>
              ))}
            </ol>
          </div>
        ))}
      </section>
    </>
  );
}
