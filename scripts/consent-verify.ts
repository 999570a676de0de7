/**
 * Verifies the history of consent of every child: `npm run consent:verify`. Ends with 0 when every line, link, decision
 * and anchor fits, with 1 when something was changed, removed or inserted, naming it.
 */
import { verifyAllTrails } from "../server/features/consent/consent.verify.service";
import { closeDatabase } from "../server/platform/db/close";

const meaning = {
  changed: "changed: what stands there does not fit its hash",
  removed: "removed",
  inserted: "inserted: no decision belongs to it, or its number or decision has a line already",
  replaced: "replaced: the next line, or the audit log, remembers another one",
  record_changed: "line and decision no longer say the same",
} as const;

const { lines, children, faults } = await verifyAllTrails();
await closeDatabase();
for (const { studentId, seq, lineId, recordId, fault } of faults)
  console.error(
    [
      `child ${studentId}, ${seq === null ? "line unknown" : `line ${seq}`}: ${meaning[fault]}`,
      ...(lineId ? [`line id ${lineId}`] : []),
      ...(recordId ? [`decision ${recordId}`] : []),
    ].join(", "),
  );
if (faults.length > 0) {
  console.error(
    `${faults.length === 200 ? "200 or more" : faults.length} faults in ${lines} lines of ${children} children.`,
  );
  process.exitCode = 1;
} else console.log(`${lines} lines of ${children} children: nothing was changed, removed or inserted.`);
