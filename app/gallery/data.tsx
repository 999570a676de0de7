import { Archive, Pencil, Ticket as TicketIcon, UserPlus } from "lucide-react";
import { BarChart, BarList } from "@/components/data/bar-chart";
import { BentoGrid, BentoTile } from "@/components/data/bento-grid";
import { Money } from "@/components/data/cells";
import { InteractiveChart } from "@/components/data/chart-interactive";
import type { Column } from "@/components/data/columns";
import { DataTable } from "@/components/data/data-table";
import { LineChart } from "@/components/data/line-chart";
import { StatCard, StatGrid } from "@/components/data/stat";
import { TableSkeleton } from "@/components/data/table-skeleton";
import { Status } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { ErrorState } from "@/components/ui/error-state";
import { Section } from "@/components/ui/section";
import type { Format } from "@/lib/format";
import type { ListState } from "@/lib/list";
import type { Translate } from "@/lib/translate";
import {
  areas,
  attendance,
  lessons,
  muchTickets,
  noTickets,
  pageOfTickets,
  type Say,
  type Ticket,
  three,
} from "./sample";

type Props = { say: Say; t: Translate; format: Format };

const plain: ListState = { dir: "after", limit: 50, sort: "due", filters: {}, from: 50 };

function ticketColumns(say: Say, format: Format): Column<Ticket>[] {
  const tone = { open: "info", new: "info", hold: "warn", waiting: "off" } as const;
  const status = {
    open: say("Open", "Wazi"),
    new: say("New", "Mpya"),
    hold: say("On hold", "Imesitishwa"),
    waiting: say("Waiting on family", "Inasubiri familia"),
  };
  const priority = {
    critical: say("Critical · safety", "Muhimu sana · usalama"),
    high: say("High", "Juu"),
    medium: say("Medium", "Wastani"),
    low: say("Low", "Chini"),
  };
  const weight = { critical: "text-danger font-semibold", high: "text-warn", medium: "", low: "text-muted" };
  return [
    { id: "ticket", header: say("Ticket", "Tiketi"), sort: "title", grow: true, cell: (row) => row.title },
    { id: "family", header: say("Family", "Familia"), priority: 3, cell: (row) => row.family },
    {
      id: "status",
      header: say("Status", "Hali"),
      sort: "status",
      cell: (row) => <Status tone={tone[row.status]}>{status[row.status]}</Status>,
    },
    {
      id: "priority",
      header: say("Priority", "Kipaumbele"),
      priority: 2,
      cell: (row) => <span className={weight[row.priority]}>{priority[row.priority]}</span>,
    },
    {
      id: "assignee",
      header: say("Assignee", "Mhusika"),
      priority: 2,
      cell: (row) => row.assignee || <span className="text-faint">{say("Unassigned", "Hakuna")}</span>,
    },
    {
      id: "amount",
      header: say("Amount", "Kiasi"),
      align: "end",
      priority: 3,
      card: "none",
      cell: (row) => (row.cents === 0n ? "–" : <Money cents={row.cents} format={format} />),
    },
    {
      id: "due",
      header: say("Next deadline", "Tarehe ya mwisho"),
      sort: "due",
      align: "end",
      card: "end",
      cell: (row) => (
        <span className={row.late ? "font-bold text-danger" : "font-semibold"}>
          {row.due || say("Paused", "Imesimama")}
        </span>
      ),
    },
  ];
}

/** The table in each of its states. */
export function Tables({ say, t, format }: Props) {
  const columns = ticketColumns(say, format);
  const shared = {
    label: say("Tickets", "Tiketi"),
    path: "/gallery",
    columns,
    rowKey: (row: Ticket) => row.id,
    rowLabel: (row: Ticket) => row.title,
    href: (row: Ticket) => `#${row.id}`,
    t,
    format,
    things: say("tickets", "tiketi"),
    range: say("Last 30 days", "Siku 30 zilizopita"),
    empty: {
      icon: TicketIcon,
      title: say("No tickets yet", "Bado hakuna tiketi"),
      text: say(
        "When a family writes to support, it lands here with its deadline.",
        "Familia ikiandika kwa msaada, itafika hapa pamoja na tarehe yake ya mwisho.",
      ),
      action: (
        <Button variant="main" size="small">
          {say("New ticket", "Tiketi mpya")}
        </Button>
      ),
    },
  };
  return (
    <Section title={say("Tables", "Majedwali")} id="tables">
      <div className="grid gap-10">
        <DataTable
          {...shared}
          id="gallery.full"
          state={{ ...plain, filters: { category: ["billing", "technical"] } }}
          page={pageOfTickets}
          search
          remember
          exportHref="#csv"
          rowMark={(row) => (row.id === "TK-1193" ? "current" : row.status === "new" ? "new" : undefined)}
          views={[
            { name: say("Mine", "Zangu"), href: "#mine", count: 8 },
            { name: say("At risk", "Hatarini"), href: "#risk", count: 4, hot: true, current: true },
            { name: say("All open", "Zote zilizo wazi"), href: "#all", count: 27 },
          ]}
          filters={[
            {
              id: "category",
              label: say("Category", "Aina"),
              kind: "choices",
              options: [
                { value: "billing", label: say("Billing", "Malipo") },
                { value: "technical", label: say("Technical", "Kiufundi") },
                { value: "safety", label: say("Safety", "Usalama") },
              ],
            },
            {
              id: "language",
              label: say("Language", "Lugha"),
              kind: "choice",
              options: [
                { value: "en", label: "English" },
                { value: "sw", label: "Kiswahili" },
              ],
            },
            { id: "late", label: say("Late", "Imechelewa"), kind: "yesno" },
            { id: "since", label: say("Since", "Tangu"), kind: "date" },
          ]}
          actions={[
            {
              id: "assign",
              label: say("Assign to me", "Nikabidhi"),
              icon: UserPlus,
              quick: true,
              procedure: "gallery.none",
            },
            { id: "edit", label: say("Edit", "Hariri"), icon: Pencil, href: "#edit-{id}" },
            {
              id: "close",
              label: say("Close ticket", "Funga tiketi"),
              icon: Archive,
              danger: true,
              procedure: "gallery.none",
              confirm: {
                title: say("Close this ticket?", "Funga tiketi hii?"),
                text: say(
                  "The family is told and may open it again for 14 days.",
                  "Familia itaarifiwa na inaweza kuifungua tena kwa siku 14.",
                ),
                action: say("Close ticket", "Funga tiketi"),
              },
            },
          ]}
          rowActions={(row) => (row.status === "waiting" ? [] : ["assign", "edit", "close"])}
          bulk={[
            { id: "assign", label: say("Assign", "Kabidhi"), procedure: "gallery.none" },
            {
              id: "close",
              label: say("Close", "Funga"),
              danger: true,
              procedure: "gallery.none",
              confirm: {
                title: say("Close {n} tickets?", "Funga tiketi {n}?"),
                action: say("Close {n} tickets", "Funga tiketi {n}"),
              },
            },
          ]}
        />
        <DataTable {...shared} id="gallery.much" state={{ ...plain, from: 0 }} page={muchTickets} compact />
        <DataTable {...shared} id="gallery.none" state={{ ...plain, from: 0, q: "mpesa" }} page={noTickets} search />
        <DataTable {...shared} id="gallery.empty" state={{ ...plain, from: 0 }} page={noTickets} />
        <TableSkeleton label={t("loading")} rows={4} />
        <div className="rounded border border-line bg-surface">
          <ErrorState
            title={t("table.errorTitle")}
            kept={t("table.errorKept")}
            reference={t("reference", { reference: "7QK2-94" })}
            action={<Button size="small">{t("tryAgain")}</Button>}
          />
        </div>
      </div>
    </Section>
  );
}

/** Figures with what they stand against, and charts with their one message. */
export function Figures({ say, t, format }: Props) {
  const percent = (value: number) => `${format.number(value)}%`;
  const up = t("chart.trendUp");
  const down = t("chart.trendDown");
  const line = {
    title: say("Attendance fell in week 4 and came back", "Mahudhurio yalishuka wiki ya 4 kisha yakapanda"),
    note: say(
      "Grade 6, share of live lessons attended, with the range of similar classes",
      "Gredi ya 6, sehemu ya masomo ya moja kwa moja yaliyohudhuriwa, pamoja na madarasa yanayofanana",
    ),
    series: attendance(say),
    value: percent,
    t,
  };
  return (
    <Section title={say("Figures", "Takwimu")} id="figures">
      <div className="grid gap-5">
        <StatGrid
          stats={[
            {
              id: "a",
              label: say("Children learning", "Watoto wanaojifunza"),
              value: "12",
              comparison: say("2 waiting for a signature", "2 wanasubiri sahihi"),
              href: "#children",
            },
            {
              id: "b",
              label: say("Moved up a level this term", "Waliopanda kiwango muhula huu"),
              value: say("7 of 12", "7 kati ya 12"),
              comparison: say("Similar children: 4 of 12", "Watoto wanaofanana: 4 kati ya 12"),
              trend: { way: "up", good: true, label: up },
              points: [1, 2, 2, 3, 5, 5, 7],
            },
            {
              id: "c",
              label: say("Attendance", "Mahudhurio"),
              value: "91%",
              comparison: say("4 points lower since week 9", "Pointi 4 chini tangu wiki ya 9"),
              trend: { way: "down", good: false, label: down },
              points: [95, 94, 95, 93, 92, 91],
            },
            {
              id: "d",
              label: say("Cost per child, November", "Gharama kwa mtoto, Novemba"),
              value: format.money(412_000n),
              comparison: say("of KES 4,500 agreed", "ya KES 4,500 zilizokubaliwa"),
            },
          ]}
        />
        <div className="grid gap-5 lg:grid-cols-2">
          <LineChart {...line} />
          <BarChart
            title={say("Friday was the quiet day", "Ijumaa ilikuwa siku tulivu")}
            note={say("Lessons finished by Amani this week", "Masomo aliyomaliza Amani wiki hii")}
            series={lessons(say)}
            value={(value) => format.number(value)}
            mark={say("F", "Ij")}
            t={t}
          />
          <LineChart
            title={say("Creative arts leads in every week", "Sanaa bunifu inaongoza kila wiki")}
            note={say("Median of each learning area by week", "Wastani wa kila eneo kwa wiki")}
            series={three(say)}
            value={percent}
            t={t}
            most={100}
            live={(picture) => (
              <InteractiveChart series={three(say)} label={say("Six areas", "Maeneo sita")} suffix="%">
                {picture}
              </InteractiveChart>
            )}
          />
          <BarList
            title={say("Data handling needs a project", "Data inahitaji mradi")}
            note={say("Mathematics, share of competencies met", "Hisabati, sehemu ya umahiri uliofikiwa")}
            series={areas(say)}
            value={percent}
            most={100}
            mark={say("Data handling and probability", "Kushughulikia data na uwezekano")}
            t={t}
          />
          <BarChart title={say("Nothing to draw yet", "Bado hakuna cha kuchora")} series={[]} value={percent} t={t} />
          <StatCard
            label={say("First response", "Jibu la kwanza")}
            value="14"
            unit="min"
            comparison={say("6 minutes faster than last week", "Dakika 6 haraka kuliko wiki iliyopita")}
            trend={{ way: "down", good: true, label: down }}
            points={[22, 20, 21, 19, 16, 14]}
            href="#rows"
          />
        </div>
        <BentoGrid>
          <BentoTile
            title={say("Urgent tickets", "Tiketi za dharura")}
            note="4"
            width={2}
            link={{ href: "#t", label: say("All", "Zote") }}
          >
            <p className="text-muted text-small">
              {say(
                "One is already late: a teacher asked for a phone number.",
                "Moja imechelewa: mwalimu aliomba namba ya simu.",
              )}
            </p>
          </BentoTile>
          <BentoTile title={say("Moderation", "Uhakiki")} note="9" height={2}>
            <p className="text-muted text-small">{say("Oldest waits 3 h", "Ya zamani inasubiri saa 3")}</p>
          </BentoTile>
          <BentoTile title={say("Safety", "Usalama")} note="0">
            <p className="text-muted text-small">{say("Nothing open", "Hakuna lililo wazi")}</p>
          </BentoTile>
          <BentoTile title={say("Agenda", "Ajenda")} width={2}>
            <p className="text-muted text-small">
              {say(
                "Call the Kiprono family before 12:00; their plan ends today.",
                "Piga simu kwa familia ya Kiprono kabla ya 12:00; mpango wao unaisha leo.",
              )}
            </p>
          </BentoTile>
        </BentoGrid>
      </div>
    </Section>
  );
}
