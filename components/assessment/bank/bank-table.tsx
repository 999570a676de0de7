import { Archive, ArchiveRestore, FileDown, Library, Plus, Upload } from "lucide-react";
import type { ReactNode } from "react";
import type { Column, FilterDefinition } from "@/components/data/columns";
import { DataTable } from "@/components/data/data-table";
import { Badge, Status } from "@/components/ui/badge";
import { ButtonLink } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { Menu, MenuLink, MenuTrigger } from "@/components/ui/menu";
import { gradeLabel, grades } from "@/lib/grades";
import type { Page } from "@/lib/keyset";
import { listDefaults } from "@/lib/list";
import type { BankRow } from "@/server/features/assessment/bank.queries";
import {
  type BankListInput,
  bankListInput,
  keepers,
  questionStatuses,
  storedTypes,
} from "@/server/features/assessment/bank.schema";
import { difficulties, questionTypes } from "@/server/features/assessment/question.schema";
import { BankFrame } from "./bank-frame";
import { type Area, areaName, type BankWords } from "./words";

function columnsOf({ t, locale, format, now }: BankWords): Column<BankRow>[] {
  return [
    {
      id: "title",
      header: t("list.question"),
      sort: "title",
      fixed: true,
      grow: true,
      cell: (row) => <span lang={row.language}>{row.title}</span>,
    },
    { id: "type", header: t("list.type"), cell: (row) => t(`types.${row.type.toLowerCase()}`) },
    {
      id: "difficulty",
      header: t("list.difficulty"),
      sort: "difficulty",
      priority: 2,
      cell: (row) => t(`difficulty.${row.difficulty}`),
    },
    {
      id: "place",
      header: t("list.place"),
      priority: 2,
      cell: (row) => `${gradeLabel(row.grade, locale)} · ${areaName(row.learningArea, locale)}`,
    },
    {
      id: "tags",
      header: t("list.tags"),
      hidden: true,
      cell: (row) => (
        <span className="flex flex-wrap gap-1">
          {row.tags.slice(0, 3).map((tag) => (
            <Badge key={tag}>{tag}</Badge>
          ))}
        </span>
      ),
    },
    { id: "keeper", header: t("list.keeper"), hidden: true, cell: (row) => t(`keepers.${row.keeper}`) },
    { id: "uses", header: t("list.uses"), align: "end", priority: 3, cell: (row) => format.number(row.uses) },
    {
      id: "status",
      header: t("list.status"),
      card: "end",
      cell: (row) => <Status tone={row.status === "ACTIVE" ? "good" : "off"}>{t(`status.${row.status}`)}</Status>,
    },
    {
      id: "updated",
      header: t("list.updated"),
      sort: "updatedAt",
      align: "end",
      hidden: true,
      cell: (row) => format.relative(row.updatedAt, now),
    },
  ];
}

function filtersOf({ t, locale, door }: BankWords, areas: readonly Area[]): FilterDefinition[] {
  const options = <V extends string>(values: readonly V[], word: (value: V) => string) =>
    values.map((value) => ({ value, label: word(value) }));
  return [
    {
      id: "type",
      label: t("list.type"),
      kind: "choices",
      options: options(storedTypes, (type) => t(`types.${type.toLowerCase()}`)),
    },
    {
      id: "grade",
      label: t("list.grade"),
      kind: "choices",
      options: options(grades, (one) => gradeLabel(one, locale)),
    },
    {
      id: "area",
      label: t("list.area"),
      kind: "choices",
      options: areas.map((area) => ({ value: area.code, label: areaName(area, locale) })),
    },
    {
      id: "difficulty",
      label: t("list.difficulty"),
      kind: "choices",
      options: options(difficulties.map(String), (step) => t(`difficulty.${step}`)),
    },
    { id: "tag", label: t("list.tag"), kind: "text" },
    {
      id: "status",
      label: t("list.status"),
      kind: "choices",
      options: options(questionStatuses, (one) => t(`status.${one}`)),
    },
    ...(door.bank === "own"
      ? [
          {
            id: "keeper",
            label: t("list.keeper"),
            kind: "choice" as const,
            options: options(keepers.slice(0, 2), (one) => t(`keepers.${one}`)),
          },
        ]
      : []),
  ];
}

/** The question bank: found, opened, exported, put away. */
export function BankView({
  page,
  state,
  areas,
  above,
  ...words
}: BankWords & { page: Page<BankRow>; state: BankListInput; areas: readonly Area[]; above?: ReactNode }) {
  const { t, ui, door, format } = words;
  return (
    <BankFrame
      tab="questions"
      subtitle={t("questions.sentence", { count: page.total ?? 0 })}
      action={<NewQuestion {...words} />}
      {...words}
    >
      {above}
      <DataTable
        id={`${door.questions}.bank`}
        label={t("questions.title")}
        path={`${door.base}/questions`}
        state={state}
        defaults={listDefaults(bankListInput)}
        page={page}
        columns={columnsOf(words)}
        rowKey={(row) => row.id}
        rowLabel={(row) => row.title}
        href={(row) => `${door.base}/questions/${row.id}`}
        t={ui}
        format={format}
        things={t("questions.things")}
        search
        remember
        filters={filtersOf(words, areas)}
        bulk={[{ id: "export", label: t("export.open"), href: `${door.base}/questions/export?ids={ids}` }]}
        actions={[
          {
            id: "retire",
            label: t("act.retire"),
            icon: Archive,
            procedure: `${door.questions}.retire`,
            confirm: { title: t("act.retire_title"), text: t("act.retire_text"), action: t("act.retire") },
            done: t("act.retired"),
          },
          {
            id: "restore",
            label: t("act.restore"),
            icon: ArchiveRestore,
            procedure: `${door.questions}.restore`,
            done: t("act.restored"),
          },
          {
            id: "export",
            label: t("export.open"),
            icon: FileDown,
            href: `${door.base}/questions/export?ids={id}`,
          },
        ]}
        rowActions={({ abilities, status }) => [
          ...(abilities.keep ? [status === "ACTIVE" ? "retire" : "restore"] : []),
          "export",
        ]}
        empty={{ icon: Library, title: t("questions.none"), text: t("questions.none_text") }}
      />
    </BankFrame>
  );
}

function NewQuestion({ t, door }: BankWords) {
  return (
    <>
      <ButtonLink href={`${door.base}/questions/import`}>
        <Icon as={Upload} size={16} />
        {t("import.open")}
      </ButtonLink>
      <MenuTrigger menu="new-question" variant="main">
        <Icon as={Plus} size={16} />
        {t("new.open")}
      </MenuTrigger>
      <Menu id="new-question" label={t("new.open")} align="end">
        {questionTypes.map((type) => (
          <MenuLink key={type} href={`${door.base}/questions/new?type=${type}`}>
            {t(`types.${type}`)}
          </MenuLink>
        ))}
      </Menu>
    </>
  );
}
