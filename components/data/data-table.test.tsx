import { createTranslator } from "next-intl";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { formats } from "@/lib/format";
import type { Page } from "@/lib/keyset";
import { listDefaults, listInput, parseList, type SearchParams } from "@/lib/list";
import type { Translate } from "@/lib/translate";
import en from "@/messages/en/ui.json";
import sw from "@/messages/sw/ui.json";
import { shownColumns } from "./columns";
import { DataTable } from "./data-table";

vi.mock("next/navigation", () => ({ useRouter: () => ({ push() {}, refresh() {} }) }));

type Child = { id: string; name: string; grade: number };
const input = listInput({
  sorts: ["name", "grade"],
  filters: { county: z.array(z.enum(["KISUMU", "NAIROBI"])), active: z.boolean() },
});
const defaults = listDefaults(input);
const translate = (locale: "en" | "sw") =>
  createTranslator({ locale, messages: { ui: locale === "sw" ? sw : en }, namespace: "ui" }) as unknown as Translate;

function draw(params: SearchParams, page: Partial<Page<Child>> = {}, locale: "en" | "sw" = "en"): string {
  const t = translate(locale);
  return renderToStaticMarkup(
    <DataTable
      id="test.children"
      label="Children"
      path="/children"
      state={parseList(input, params)}
      defaults={defaults}
      page={{
        rows: [
          { id: "a1", name: "Amani <b>", grade: 6 },
          { id: "b2", name: "Baraka", grade: 8 },
        ],
        next: "NEXT",
        previous: null,
        from: 0,
        total: 520,
        ...page,
      }}
      columns={[
        { id: "name", header: "Name", sort: "name", cell: (row) => row.name, grow: true },
        { id: "grade", header: "Grade", sort: "grade", align: "end", cell: (row) => row.grade },
        { id: "note", header: "Note", hidden: true, cell: () => "hidden note" },
      ]}
      rowKey={(row) => row.id}
      rowLabel={(row) => row.name}
      href={(row) => `/children/${row.id}`}
      t={t}
      format={formats(locale)}
      things="children"
      range="This term"
      search
      remember
      filters={[
        {
          id: "county",
          label: "County",
          kind: "choices",
          options: [
            { value: "KISUMU", label: "Kisumu" },
            { value: "NAIROBI", label: "Nairobi" },
          ],
        },
        { id: "active", label: "Active", kind: "yesno" },
      ]}
      actions={[
        { id: "edit", label: "Edit", href: "/children/{id}/edit" },
        { id: "close", label: "Close", procedure: "children.close" },
      ]}
      rowActions={(row) => (row.id === "a1" ? ["edit"] : [])}
      bulk={[{ id: "close", label: "Close", procedure: "children.close" }]}
      exportHref="/children.csv"
      empty={{ title: "No children yet", text: "They appear here." }}
    />,
  ).replaceAll("&amp;", "&");
}

describe("a table, drawn by the server", () => {
  it("has its rows as text, escaped, with their links and names for screen readers", () => {
    const html = draw({});
    expect(html).toContain("Amani &lt;b&gt;");
    expect(html).toContain('href="/children/a1"');
    expect(html).toContain('aria-label="Select Baraka"');
    expect(html).not.toContain("hidden note");
  });
  it("sorts by links and says how it is sorted", () => {
    const html = draw({});
    expect(html).toMatch(/aria-sort="ascending"[^>]*><a href="\/children\?sort=-name"/);
    expect(html).toMatch(/aria-sort="none"[^>]*><a href="\/children\?sort=grade"/);
  });
  it("always says how many, of what and from when", () => {
    expect(draw({})).toContain("1–2 of 520 children");
    expect(draw({}, { total: 10_000, totalIsFloor: true, from: 50 })).toContain("51–52 of more than 10,000 children");
    expect(draw({}, { total: undefined })).toContain("1–2 children");
    expect(draw({})).toContain("This term");
  });
  it("pages by links that keep filters and order", () => {
    expect(draw({ county: "KISUMU", sort: "-grade" })).toContain(
      'href="/children?county=KISUMU&sort=-grade&cursor=NEXT&from=2"',
    );
    expect(draw({}, { next: null })).not.toContain("Next");
  });
  it("shows filters as chips that can be taken away one by one", () => {
    const html = draw({ county: "KISUMU,NAIROBI", active: "false", cursor: "x" });
    expect(html).toContain("County: Kisumu, Nairobi");
    expect(html).toContain("Active: No");
    expect(html).toMatch(/href="\/children\?active=false"[^>]*aria-label="Remove filter County"/);
    expect(html).toContain("Clear all");
  });
  it("draws the columns a person asked for", () => {
    const html = draw({ cols: "name,note" });
    expect(html).toContain("hidden note");
    expect(html).not.toMatch(/<th[^>]*><a[^>]*>Grade/);
  });
  it("offers a row only what the server allows", () => {
    const html = draw({});
    expect(html).toMatch(/data-key="a1"[^>]*data-actions="edit"/);
    expect(html.match(/data-row-menu/g)).toHaveLength(1);
  });
  it("teaches when it is empty and helps when nothing fits", () => {
    expect(draw({}, { rows: [], next: null, total: 0 })).toContain("No children yet");
    const nothing = draw({ q: "zz" }, { rows: [], next: null, total: 0 });
    expect(nothing).toContain("Nothing fits these filters");
    expect(nothing).toMatch(/data-soft="true" href="\/children"|href="\/children"/);
  });
  it("speaks Kiswahili", () => {
    expect(draw({}, {}, "sw")).toContain("1–2 kati ya 520");
  });
  it("writes no style attributes, which the page's policy would refuse", () => {
    expect(draw({ county: "KISUMU" })).not.toContain("style=");
  });
});

it.each([
  [undefined, ["a", "b"]],
  [[], ["a", "b"]],
  [["unknown"], ["a", "b"]],
  [["c"], ["a", "c"]],
  [
    ["c", "b", "a"],
    ["a", "b", "c"],
  ],
])("columns chosen: %j", (chosen, expected) => {
  const cell = () => "";
  const columns = [
    { id: "a", header: "A", cell },
    { id: "b", header: "B", cell },
    { id: "c", header: "C", cell, hidden: true },
  ];
  expect(shownColumns(columns, chosen).map((column) => column.id)).toEqual(expected);
});
