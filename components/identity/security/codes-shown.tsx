import { Notice } from "@/components/ui/notice";

/** Backup codes, this one time. */
export function CodesShown({ codes, title, text }: { codes: readonly string[]; title: string; text: string }) {
  return (
    <Notice tone="good" role="status" title={title}>
      <p>{text}</p>
      <ul
        className="mt-3 grid grid-cols-[repeat(auto-fill,minmax(11rem,1fr))] gap-x-4 gap-y-2 text-ink"
        data-backup-codes
      >
        {codes.map((code) => (
          <li key={code}>
            <code className="num select-all text-base">{code}</code>
          </li>
        ))}
      </ul>
    </Notice>
  );
}
