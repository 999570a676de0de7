import { Lightbulb } from "lucide-react";
import { TablePagination } from "@/components/data/table-pagination";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { SelectField } from "@/components/ui/field";
import type { Format } from "@/lib/format";
import { type ListPatch, listDefaults, listHref } from "@/lib/list";
import { type ProposalsInput, proposalsInput, usuallySure } from "@/server/features/grading/grading.schema";
import type { ProposalPage } from "@/server/features/grading/proposals.queries";
import type { T } from "@/server/platform/i18n";
import { proposalsPath, queuePath } from "./paths";
import { ProposalChoice } from "./proposal-choice";
import { reasonWords } from "./words";

const defaults = listDefaults(proposalsInput);
/** The address of the list of proposals, changed. */
export const proposalsHref = (state: ProposalsInput, patch: ListPatch) =>
  listHref(proposalsPath, state, patch, defaults);
const thresholds = [0.5, 0.6, 0.7, 0.8, 0.9, 0.95];

/** What the rules propose from a confidence on, and the choice of what becomes a draft. */
export function ProposalsView({
  page,
  state,
  t,
  ui,
  format,
}: {
  page: ProposalPage;
  state: ProposalsInput;
  t: T;
  ui: T;
  format: Format;
}) {
  const { rows } = page;
  const { atLeast = usuallySure } = state.filters;
  return (
    <>
      <form action={proposalsPath} className="flex flex-wrap items-end gap-3">
        <SelectField name="atLeast" label={t("proposals.atLeast")} defaultValue={String(atLeast)}>
          {thresholds.map((one) => (
            <option key={one} value={one}>
              {format.percent(one)}
            </option>
          ))}
        </SelectField>
        <Button type="submit">{t("proposals.show")}</Button>
      </form>
      {rows.length === 0 ? (
        <EmptyState icon={Lightbulb} title={t("proposals.none")} text={t("proposals.none_text")} />
      ) : (
        <div>
          <ProposalChoice
            key={rows.map(({ id }) => id).join(" ")}
            atLeast={atLeast}
            rows={rows.map((row) => ({
              id: row.id,
              href: `${queuePath}/${row.submissionId}`,
              child: row.child ?? t("left_child"),
              title: row.title,
              text: row.text,
              marks: row.criteria.map(({ id, title }) => `${title}: ${row.marks[id] ?? "—"}`).join(" · "),
              why: `${t("proposal.title", { percent: format.percent(row.confidence) })}. ${reasonWords(row.reason, t, format)}`,
            }))}
            labels={{
              choose: t("proposals.choose"),
              accept: t("proposals.accept"),
              acceptTitle: t("proposals.accept_title", { count: "{count}" }),
              acceptText: t("proposals.accept_text"),
              done: t("proposals.done", { count: "{count}" }),
              all: t("proposals.all"),
              words: t("proposals.words"),
              cancel: ui("cancel"),
              failed: t("panel.failed"),
            }}
          />
          <TablePagination
            page={page}
            state={state}
            link={(patch) => proposalsHref(state, patch)}
            t={ui}
            format={format}
            things={t("proposals.things")}
            label={t("proposals.title")}
          />
        </div>
      )}
    </>
  );
}
