import type { ReactNode } from "react";
import type { IconType } from "@/components/ui/icon";

export type Column<Row> = {
  id: string;
  header: string;
  cell: (row: Row) => ReactNode;
  /** The list's sort this heading switches; without one it is plain text. */
  sort?: string;
  /** Numbers and times stand at the end. */
  align?: "end";
  /** Takes the room that is left and is cut with an ellipsis; give it to the title. */
  grow?: boolean;
  /** Where it goes when a row becomes a two-line card. The first column is the title, the others are in the second line. */
  card?: "title" | "end" | "meta" | "none";
  /** 2 gives way on a narrow screen, 3 already on a middling one. */
  priority?: 1 | 2 | 3;
  /** Cannot be put away. */
  fixed?: boolean;
  /** Not shown until a person asks for it. */
  hidden?: boolean;
};

export type FilterDefinition = {
  /** Name in the list's schema. */
  id: string;
  label: string;
  kind: "choice" | "choices" | "text" | "date" | "yesno";
  options?: readonly { value: string; label: string }[];
};

/** An act on a row or on several. It travels to the browser, so it names its procedure instead of holding a function. */
export type TableAction = {
  id: string;
  label: string;
  /** Goes somewhere: `{id}` stands for the row's key, `{ids}` for those of all that are selected. */
  href?: string;
  /** tRPC mutation that is called with `{ id }`, or `{ ids }` for several, and `input`. */
  procedure?: string;
  input?: Record<string, unknown>;
  danger?: boolean;
  /** Asked before: names what will be lost. `{n}` is how many are selected. */
  confirm?: { title: string; text?: string; action: string };
  /** Said afterwards. */
  done?: string;
};
export type RowAction = TableAction & {
  icon?: IconType;
  /** Also stands in the row itself on hover and keyboard focus. */
  quick?: boolean;
};

export type TableView = { name: string; href: string; current?: boolean; count?: number; hot?: boolean };

/** The columns to draw: those a person chose, in the list's order; the fixed ones always. */
export function shownColumns<Row>(
  columns: readonly Column<Row>[],
  chosen: readonly string[] | undefined,
): Column<Row>[] {
  const known = chosen?.filter((id) => columns.some((column) => column.id === id));
  if (!known?.length) return columns.filter((column) => !column.hidden);
  return columns.filter((column, at) => at === 0 || column.fixed || known.includes(column.id));
}
