"use client";
import { useState } from "react";
import { Switch } from "@/components/ui/field";
import { toast } from "@/components/ui/toast";

export type MatrixChannel = "IN_APP" | "PUSH" | "EMAIL" | "SMS";
export type MatrixCell = { on: boolean; fixed: boolean; note?: string };
export type MatrixRow = { type: string; name: string; cells: Record<MatrixChannel, MatrixCell> };

/**
 * What reaches a person and how: one switch for each kind of message and way, kept at once. A switch that could not be
 * kept goes back and says why.
 */
export function ChannelMatrix({
  caption,
  first,
  columns,
  rows: given,
  failed,
  saved,
}: {
  caption: string;
  first: string;
  columns: readonly { channel: MatrixChannel; label: string; off?: string }[];
  rows: readonly MatrixRow[];
  failed: string;
  saved: string;
}) {
  const [rows, setRows] = useState(given);
  const [spoken, setSpoken] = useState("");
  const put = (type: string, channel: MatrixChannel, cell: MatrixCell) =>
    setRows((now) =>
      now.map((row) => (row.type === type ? { ...row, cells: { ...row.cells, [channel]: cell } } : row)),
    );

  const change = async (row: MatrixRow, channel: MatrixChannel, enabled: boolean) => {
    const before = row.cells[channel];
    put(row.type, channel, { on: enabled, fixed: false });
    setSpoken("");
    try {
      const { call } = await import("@/lib/call");
      await call("notify.setPreference", { type: row.type, channel, enabled });
      setSpoken(saved);
    } catch (error) {
      put(row.type, channel, before);
      toast({ tone: "danger", title: failed, text: error instanceof Error ? error.message : undefined });
    }
  };

  return (
    <>
      <table className="w-full max-sm:block">
        <caption className="sr-only">{caption}</caption>
        <thead className="max-sm:sr-only">
          <tr className="border-line border-b text-left text-muted text-xs">
            <th scope="col" className="pb-2 font-semibold">
              {first}
            </th>
            {columns.map((column) => (
              <th key={column.channel} scope="col" className="w-24 pb-2 text-center font-semibold">
                {column.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="max-sm:grid max-sm:divide-y max-sm:divide-line">
          {rows.map((row) => (
            <tr
              key={row.type}
              className="border-line sm:border-b sm:last:border-0 max-sm:grid max-sm:grid-cols-4 max-sm:gap-x-1 max-sm:py-3 max-sm:first:pt-0"
            >
              <th scope="row" className="py-2.5 pr-3 text-left font-semibold max-sm:col-span-full max-sm:p-0">
                {row.name}
              </th>
              {columns.map(({ channel, label, off }) => {
                const cell = row.cells[channel];
                const note = off ?? cell.note;
                return (
                  <td key={channel} className="py-2 text-center align-top max-sm:block max-sm:p-0">
                    <label
                      htmlFor={`${row.type}-${channel}`}
                      className="inline-grid min-h-7 justify-items-center gap-1 max-sm:min-h-11 max-sm:content-center"
                    >
                      <span aria-hidden className="text-muted text-xs sm:hidden">
                        {label}
                      </span>
                      <Switch
                        id={`${row.type}-${channel}`}
                        aria-label={`${row.name}: ${label}${note ? `, ${note}` : ""}`}
                        checked={cell.on && !off}
                        disabled={cell.fixed || off !== undefined}
                        onChange={(event) => change(row, channel, event.target.checked)}
                      />
                      {cell.note && !off ? (
                        <span aria-hidden className="text-muted text-xs max-sm:order-first max-sm:hidden">
                          {cell.note}
                        </span>
                      ) : null}
                    </label>
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
      {columns.some((column) => column.off) ? (
        <ul className="mt-3 grid gap-1 text-muted text-small">
          {columns.map((column) =>
            column.off ? (
              <li key={column.channel}>
                {column.label}: {column.off}
              </li>
            ) : null,
          )}
        </ul>
      ) : null}
      <p role="status" className="sr-only">
        {spoken}
      </p>
    </>
  );
}
