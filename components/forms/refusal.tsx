import { Notice } from "@/components/ui/notice";
import type { CallError } from "@/lib/call";
import { quotable } from "@/lib/quotable";

/** Above a form that was refused: why, and for what is not the person's to mend the reference that support looks up. */
export function Refusal({ error }: { error: CallError }) {
  const reference = quotable(error);
  return (
    <Notice tone="danger" role="alert" title={error.message}>
      {reference ? <span className="num select-all">{reference}</span> : null}
    </Notice>
  );
}
