import { BookOpen, Files, FileText, Plus } from "lucide-react";
import { When } from "@/components/data/cells";
import type { Column } from "@/components/data/columns";
import { DataTable } from "@/components/data/data-table";
import { Page } from "@/components/shell/page";
import { Status, type Tone } from "@/components/ui/badge";
import { ButtonLink } from "@/components/ui/button";
import { Dialog, DialogTrigger } from "@/components/ui/dialog";
import { Icon, type IconType } from "@/components/ui/icon";
import { Item, ItemList } from "@/components/ui/item";
import { Section } from "@/components/ui/section";
import { isMime, kindOf } from "@/lib/file-types";
import type { Format } from "@/lib/format";
import { listDefaults } from "@/lib/list";
import type {
  AllResources,
  AllResourcesRow,
  ResourceHint,
  ResourceHints,
} from "@/server/features/courses/resources.queries";
import {
  type AllResourcesInput,
  allResourcesInput,
  resourceKinds,
  scanStates,
} from "@/server/features/courses/resources.schema";
import type { T } from "@/server/platform/i18n";

type Words = { t: T; ui: T; format: Format; now: Date };

const coursesPath = "/dashboard/instructor/courses";
/** Where files of a course are added, renamed, given to a lesson and removed. */
const filesOfCourse = (courseId: string) => `${coursesPath}/${courseId}/resources`;

const scanTone: Record<AllResourcesRow["file"]["scan"], Tone> = {
  CLEAN: "good",
  SKIPPED: "off",
  PENDING: "info",
  INFECTED: "danger",
};

/** "PDF"; a file of a kind courses no longer take is called by its type. */
function kindText(mime: string, t: T): string {
  const kind = isMime(mime) ? kindOf(mime) : mime;
  return t.has(`kind.${kind}`) ? t(`kind.${kind}`) : mime;
}

/** "Whole course · Fractions and 2 more lessons". */
const usesText = ({ whole, uses }: AllResourcesRow, t: T): string =>
  [
    whole ? t("list.whole") : null,
    uses.lesson === null ? null : t("list.lessons", { lesson: uses.lesson, rest: uses.lessons - 1 }),
  ]
    .filter((part) => part !== null)
    .join(" · ");

function columnsOf({ t, format, now }: Words): Column<AllResourcesRow>[] {
  return [
    { id: "title", header: t("list.name"), sort: "title", fixed: true, grow: true, cell: (row) => row.title },
    {
      id: "scan",
      header: t("list.scan"),
      card: "end",
      cell: ({ file }) => <Status tone={scanTone[file.scan]}>{t(`scan.${file.scan}`)}</Status>,
    },
    { id: "course", header: t("list.course"), cell: (row) => row.course.title },
    { id: "uses", header: t("list.uses"), priority: 2, cell: (row) => usesText(row, t) },
    { id: "kind", header: t("list.kind"), priority: 3, card: "none", cell: ({ file }) => kindText(file.mime, t) },
    {
      id: "opens",
      header: t("list.opens"),
      align: "end",
      priority: 3,
      card: "none",
      cell: ({ opens }) => (opens === null ? "—" : format.number(opens)),
    },
    { id: "size", header: t("list.size"), align: "end", cell: ({ file }) => format.bytes(file.size) },
    {
      id: "added",
      header: t("list.added"),
      sort: "createdAt",
      align: "end",
      priority: 2,
      card: "none",
      cell: (row) => <When at={row.createdAt} now={now} format={format} relative />,
    },
  ];
}

/** IN-8: the files of all courses one may change, and what two rules find among them. */
export function AllResourcesPage({
  page,
  hints,
  state,
  ...words
}: Words & { page: AllResources; hints: ResourceHints; state: AllResourcesInput }) {
  const { t, ui, format } = words;
  return (
    <Page
      title={t("title")}
      subtitle={t("sentence", { count: page.total ?? 0 })}
      action={<AddFile courses={page.courses} t={t} ui={ui} />}
    >
      {page.courses.length && !state.cursor ? <Hints hints={hints} t={t} /> : null}
      <DataTable
        id="instructor.resources"
        label={t("title")}
        path="/dashboard/instructor/resources"
        state={state}
        defaults={listDefaults(allResourcesInput)}
        page={page}
        columns={columnsOf(words)}
        rowKey={(row) => row.id}
        rowLabel={(row) => row.title}
        href={(row) => filesOfCourse(row.course.id)}
        t={ui}
        format={format}
        things={t("list.things")}
        search
        remember
        filters={[
          {
            id: "course",
            label: t("list.course"),
            kind: "choices",
            options: page.courses.map(({ id, title }) => ({ value: id, label: title })),
          },
          {
            id: "kind",
            label: t("list.kind"),
            kind: "choices",
            options: resourceKinds.map((value) => ({ value, label: t(`kind.${value}`) })),
          },
          {
            id: "scan",
            label: t("list.scan"),
            kind: "choices",
            options: scanStates.map((value) => ({ value, label: t(`scan.${value}`) })),
          },
        ]}
        empty={{
          icon: Files,
          title: t("list.none"),
          text: t("list.none_text"),
          action: <ButtonLink href={coursesPath}>{t("to_courses")}</ButtonLink>,
        }}
      />
    </Page>
  );
}

/** A file is sent on its course's page; which course, is asked here. */
function AddFile({ courses, t, ui }: Pick<Words, "t" | "ui"> & { courses: AllResources["courses"] }) {
  const open = courses.filter(({ takesFiles }) => takesFiles);
  if (open.length === 0) return null;
  return (
    <>
      <DialogTrigger dialog="add-file" variant="main">
        <Icon as={Plus} size={16} />
        {t("add")}
      </DialogTrigger>
      <Dialog id="add-file" title={t("add_title")} description={t("add_text")} closeLabel={ui("close")}>
        <ItemList label={t("add_title")}>
          {open.map(({ id, title }) => (
            <Item key={id} title={<TextLink href={filesOfCourse(id)}>{title}</TextLink>} />
          ))}
        </ItemList>
      </Dialog>
    </>
  );
}

const TextLink = ({ href, children }: { href: string; children: string }) => (
  <a href={href} className="break-words text-accent underline-offset-4 hover:underline">
    {children}
  </a>
);

function Hints({ hints, t }: { hints: ResourceHints; t: T }) {
  return (
    <div>
      <p className="mb-3 text-muted text-small">{t("hints.rules")}</p>
      <div className="grid gap-6 lg:grid-cols-2">
        <HintList rule="lessons" icon={BookOpen} {...hints.lessons} t={t} />
        <HintList rule="files" icon={FileText} {...hints.files} t={t} />
      </div>
    </div>
  );
}

/** What one rule found, each with its reason and the page where it is mended. */
function HintList({
  rule,
  icon,
  found,
  more,
  t,
}: {
  rule: keyof ResourceHints;
  icon: IconType;
  found: readonly ResourceHint[];
  more: boolean;
  t: T;
}) {
  return (
    <Section id={`hints-${rule}`} title={t(`hints.${rule}.title`)} note={more ? t("hints.more") : null}>
      {found.length ? (
        <ItemList label={t(`hints.${rule}.title`)}>
          {found.map(({ id, title, course }) => (
            <Item
              key={id}
              icon={icon}
              title={<TextLink href={filesOfCourse(course.id)}>{title}</TextLink>}
              text={t(`hints.${rule}.reason`, { course: course.title })}
            />
          ))}
        </ItemList>
      ) : (
        <p className="text-muted">{t(`hints.${rule}.none`)}</p>
      )}
    </Section>
  );
}
