import type { ReactNode } from "react";
import type { IconType } from "@/components/ui/icon";
import type { Format } from "@/lib/format";
import type { Page } from "@/lib/keyset";
import type { ListDefaults, ListState } from "@/lib/list";
import type { Translate } from "@/lib/translate";
import type { Column, FilterDefinition, RowAction, TableAction, TableView } from "./columns";

export type DataTableProps<Row> = {
  /** Name under which this list's columns and views are remembered, e.g. "admin.people". */
  id: string;
  /** Said to screen readers as the table's name. */
  label: string;
  /** The page's own path, without parameters. */
  path: string;
  state: ListState;
  /** From `listDefaults(schema)`: keeps addresses short. */
  defaults?: ListDefaults;
  page: Page<Row>;
  columns: readonly Column<Row>[];
  rowKey: (row: Row) => string;
  /** The row's name in "Select Amani" and "Actions for Amani". */
  rowLabel: (row: Row) => string;
  href?: (row: Row) => string;
  t: Translate;
  format: Format;
  /** What is listed: "people", "tickets". */
  things: string;
  /** The time the rows come from: "Last 30 days". Leave out only when there is no time in it. */
  range?: string;
  filters?: readonly FilterDefinition[];
  search?: boolean;
  views?: readonly TableView[];
  /** Shows "Save this view" (calls platform.saveView) and remembers columns (platform.rememberSetting). */
  remember?: boolean;
  actions?: readonly RowAction[];
  /** Which of them this row allows; the server decides. Without it, all. */
  rowActions?: (row: Row) => readonly string[];
  bulk?: readonly TableAction[];
  exportHref?: string;
  compact?: boolean;
  /** Scrolls sideways within itself instead of dropping columns: for matrices. */
  wide?: boolean;
  /** A row that should be looked at: unread, selected beside, late. */
  rowMark?: (row: Row) => "new" | "current" | undefined;
  empty: { icon?: IconType; title: string; text?: string; action?: ReactNode };
  /** Beside the filters, at the end. */
  end?: ReactNode;
};
