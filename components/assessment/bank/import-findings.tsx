"use client";
import { Notice } from "@/components/ui/notice";
import { useWords } from "./use-words";

type Fault = { file?: string; line: number; column?: number; detail: string; said: string };
/** What the school says of a file before it takes it. */
export type Preview = {
  format: string | null;
  digest: string;
  questions: {
    line: number;
    file: string | null;
    title: string;
    type: string;
    difficulty: number;
    competencies: string[];
    tags: string[];
  }[];
  problems: Fault[];
  losses: { line: number; said: string }[];
};

/** Every fault with its place and its reason, what would not be kept, and each question as it was understood. */
export function ImportFindings({ preview }: { preview: Preview }) {
  const t = useWords("bank");
  const { problems, losses, questions, format } = preview;
  return (
    <>
      {problems.length ? (
        <Notice tone="danger" title={t("import.faulty", { count: problems.length })}>
          {t("import.faulty_text")}
        </Notice>
      ) : (
        <Notice tone="good" title={t("import.whole", { count: questions.length, format: t(`formats.${format}`) })} />
      )}
      {problems.length ? (
        <ol className="divide-y divide-line rounded border border-line bg-surface">
          {problems.map((one, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: faults keep the order of the file
            <li key={at} className="grid gap-0.5 px-4 py-2.5">
              <span>
                <b className="num">{placeOf(one, t)}</b> {one.said}
              </span>
              {one.detail ? <code className="break-words text-muted text-small">{one.detail}</code> : null}
            </li>
          ))}
        </ol>
      ) : null}
      {losses.length ? (
        <details className="rounded border border-line bg-surface px-4 py-3">
          <summary className="cursor-pointer font-semibold">{t("import.lost", { count: losses.length })}</summary>
          <ul className="mt-2 grid gap-1 text-small">
            {losses.map((one, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: losses keep the order of the file
              <li key={at}>
                <b className="num">{t("import.line", { line: one.line })}</b> {one.said}
              </li>
            ))}
          </ul>
        </details>
      ) : null}
      {questions.length ? (
        <div className="dt-root">
          <div className="dt-frame">
            <table className="dt">
              <caption className="sr-only">{t("import.read")}</caption>
              <thead>
                <tr>
                  <th scope="col" data-grow="">
                    {t("list.question")}
                  </th>
                  <th scope="col">{t("list.type")}</th>
                  <th scope="col">{t("list.difficulty")}</th>
                  <th scope="col">{t("import.place")}</th>
                </tr>
              </thead>
              <tbody>
                {questions.map((one) => (
                  <tr key={`${one.file} ${one.line}`}>
                    <td data-card="title" data-grow="">
                      {one.title}
                    </td>
                    <td data-card="meta">{t(`types.${one.type}`)}</td>
                    <td data-card="meta">{t(`difficulty.${one.difficulty}`)}</td>
                    <td data-card="end">{placeOf({ line: one.line, ...(one.file ? { file: one.file } : {}) }, t)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </div>
      ) : null}
    </>
  );
}

function placeOf(
  { file, line, column }: Pick<Fault, "file" | "line" | "column">,
  t: ReturnType<typeof useWords>,
): string {
  const at = column === undefined ? t("import.line", { line }) : t("import.line_column", { line, column });
  return file ? `${file}, ${at}` : at;
}
