import type { Page } from "@/lib/keyset";
import type { Locale } from "@/lib/locales";

/** Invented people and figures for the gallery, in both languages, short and long. */

export type Say = (english: string, kiswahili: string) => string;
export const sayIn =
  (locale: Locale): Say =>
  (english, kiswahili) =>
    locale === "sw" ? kiswahili : english;

export type Ticket = {
  id: string;
  title: string;
  family: string;
  status: "open" | "new" | "hold" | "waiting";
  priority: "critical" | "high" | "medium" | "low";
  assignee: string;
  due: string;
  late?: boolean;
  cents: bigint;
};

const base: Omit<Ticket, "id">[] = [
  {
    title: "Teacher asked my son for his phone number",
    family: "Achieng",
    status: "open",
    priority: "critical",
    assignee: "Njeri M.",
    due: "12 min",
    late: true,
    cents: 0n,
  },
  {
    title: "Nimelipa lakini akaunti bado imefungwa na watoto hawawezi kuingia darasani tangu jana asubuhi",
    family: "Wanjikũ",
    status: "open",
    priority: "high",
    assignee: "Njeri M.",
    due: "38 min",
    cents: 450_000n,
  },
  {
    title: "Class link opens a black screen on Android",
    family: "Hassan",
    status: "new",
    priority: "high",
    assignee: "",
    due: "51 min",
    cents: 0n,
  },
  {
    title: "Charged twice for October",
    family: "Kiprono",
    status: "open",
    priority: "medium",
    assignee: "Otieno K.",
    due: "1 h 20",
    cents: -450_050n,
  },
  {
    title: "Certificate shows the wrong spelling",
    family: "Chepkoech",
    status: "hold",
    priority: "medium",
    assignee: "Njeri M.",
    due: "3 h 05",
    cents: 0n,
  },
  {
    title: "How do I change to the termly plan?",
    family: "Barasa",
    status: "waiting",
    priority: "low",
    assignee: "Otieno K.",
    due: "",
    cents: 1_200_000n,
  },
  {
    title: "Marks for the science project look too low",
    family: "Nyambura",
    status: "open",
    priority: "medium",
    assignee: "Njeri M.",
    due: "Mon 09:40",
    cents: 0n,
  },
  {
    title: "Authenticator lost with my old phone",
    family: "Wekesa",
    status: "open",
    priority: "medium",
    assignee: "Njeri M.",
    due: "Mon 11:15",
    cents: 0n,
  },
];
export const tickets: Ticket[] = base.map((ticket, at) => ({ ...ticket, id: `TK-${1192 + at}` }));

export const pageOfTickets: Page<Ticket> = { rows: tickets, next: "next", previous: "previous", from: 50, total: 527 };
export const muchTickets: Page<Ticket> = {
  rows: tickets.slice(0, 3),
  next: "next",
  previous: null,
  from: 0,
  total: 10_000,
  totalIsFloor: true,
};
export const noTickets: Page<Ticket> = { rows: [], next: null, previous: null, from: 0, total: 0 };

const weeks = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
export const attendance = (say: Say) => [
  {
    id: "own",
    label: say("This class", "Darasa hili"),
    points: weeks.map((week, at) => ({
      x: say(`Week ${week}`, `Wiki ${week}`),
      y: [94, 95, 93, 81, 84, 86, null, 90, 91, 93, 92, 94][at] ?? null,
      low: [88, 89, 88, 87, 88, 88, 88, 89, 88, 88, 89, 89][at],
      high: [95, 96, 95, 94, 95, 95, 95, 96, 95, 95, 96, 96][at],
    })),
  },
  {
    id: "all",
    label: say("All classes", "Madarasa yote"),
    tone: "muted" as const,
    points: weeks.map((week, at) => ({
      x: say(`Week ${week}`, `Wiki ${week}`),
      y: [91, 92, 91, 90, 91, 91, 91, 92, 91, 91, 92, 92][at] ?? null,
    })),
  },
];
export const lessons = (say: Say) => [
  {
    id: "lessons",
    label: say("Lessons", "Masomo"),
    points: [
      ["M", "J"],
      ["T", "Jn"],
      ["W", "Jt"],
      ["Th", "Al"],
      ["F", "Ij"],
    ].map(([en = "", sw = ""], at) => ({ x: say(en, sw), y: [5, 7, 6, 9, 3][at] ?? 0 })),
  },
];
export const three = (say: Say) =>
  [
    say("Mathematics", "Hisabati"),
    say("Kiswahili", "Kiswahili"),
    say("Integrated science", "Sayansi jumuishi"),
    say("English", "Kiingereza"),
    say("Social studies", "Maarifa ya jamii"),
    say("Creative arts", "Sanaa bunifu"),
  ].map((label, line) => ({
    id: label,
    label,
    points: weeks.map((week) => ({
      x: String(week),
      y: Math.round(30 + line * 6 + week * (1.2 + (line % 3)) + ((week * 7 + line * 5) % 6)),
    })),
  }));
export const areas = (say: Say) => [
  {
    id: "share",
    label: say("Met", "Zimefikiwa"),
    points: [
      [say("Numbers", "Namba"), 82],
      [say("Measurement", "Vipimo"), 64],
      [say("Geometry", "Jiometri"), 48],
      [say("Data handling and probability", "Kushughulikia data na uwezekano"), 33],
    ].map(([x, y]) => ({ x: String(x), y: Number(y) })),
  },
];
