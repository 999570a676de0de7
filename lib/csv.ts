/** Comma-separated values that open safely in a spreadsheet and can be sent row by row. */

export type CsvValue = string | number | bigint | boolean | Date | null | undefined;

/** What a spreadsheet would take for the start of a formula. */
const FORMULA = /^[=+\-@\t\r]/;

/**
 * One cell. Text that a spreadsheet would run as a formula gets an apostrophe before it, so that a name typed by a
 * stranger stays a name; numbers are numbers and stay as they are.
 */
export function csvCell(value: CsvValue): string {
  if (value === null || value === undefined) return "";
  if (value instanceof Date) return value.toISOString();
  if (typeof value !== "string") return String(value);
  const safe = FORMULA.test(value) ? `'${value}` : value;
  return /[",\n\r;]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** One line with its line end. */
export function csvLine(values: readonly CsvValue[]): string {
  return `${values.map(csvCell).join(",")}\r\n`;
}

/** The body of a download: a byte order mark (spreadsheets need it for Kiswahili and names), the headings, then each row as it comes. */
export function csvStream(
  headings: readonly string[],
  rows: AsyncIterable<readonly CsvValue[]> | Iterable<readonly CsvValue[]>,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const source = Symbol.asyncIterator in rows ? rows[Symbol.asyncIterator]() : rows[Symbol.iterator]();
  let begun = false;
  return new ReadableStream({
    async pull(controller) {
      if (!begun) {
        begun = true;
        controller.enqueue(encoder.encode(`\uFEFF${csvLine(headings)}`));
        return;
      }
      // Some rows at once: a chunk per row would spend more on the envelope than on the letter.
      let chunk = "";
      for (let taken = 0; taken < 200; taken++) {
        const next = await source.next();
        if (next.done) {
          if (chunk) controller.enqueue(encoder.encode(chunk));
          controller.close();
          return;
        }
        chunk += csvLine(next.value);
      }
      controller.enqueue(encoder.encode(chunk));
    },
    async cancel() {
      await source.return?.();
    },
  });
}

/** Headers of a CSV answer; the name may hold any letters. */
export function csvHeaders(filename: string): Record<string, string> {
  const ascii = filename.replace(/[^\w.-]+/g, "-");
  return {
    "content-type": "text/csv; charset=utf-8",
    "content-disposition": `attachment; filename="${ascii}"; filename*=UTF-8''${encodeURIComponent(filename)}`,
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
  };
}
