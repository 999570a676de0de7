import { Page } from "@/components/shell/page";
import { ButtonLink } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import type { Format } from "@/lib/format";
import type { Alike } from "@/server/features/grading/desk.queries";
import type { T } from "@/server/platform/i18n";
import { queuePath } from "./paths";

/** Two pieces of work beside each other; passages that stand in both are marked. It says what is alike, never why. */
export function AlikeView({ alike, t, format }: { alike: Alike; t: T; format: Format }) {
  return (
    <Page
      title={t("alike.title")}
      subtitle={alike.title}
      action={<ButtonLink href={`${queuePath}/${alike.own.id}`}>{t("alike.back")}</ButtonLink>}
    >
      <Notice title={t("alike.share", { percent: format.percent(alike.share) })}>{t("alike.careful")}</Notice>
      <div className="grid items-start gap-4 lg:grid-cols-2">
        {[alike.own, alike.other].map((side) => (
          <article
            key={side.id}
            aria-labelledby={`work-${side.id}`}
            className="min-w-0 rounded border border-line bg-surface p-4 sm:p-5"
          >
            <h2 id={`work-${side.id}`} className="text-lg">
              {side.child ?? t("left_child")}
            </h2>
            {side.submittedAt ? (
              <p className="mb-3 text-muted text-small">
                {t("work.received", { when: format.dateTime(side.submittedAt) })}
              </p>
            ) : null}
            <p className="whitespace-pre-wrap break-words leading-relaxed" lang={alike.language}>
              {side.passages.map(({ text, shared }, at) =>
                shared ? (
                  // biome-ignore lint/suspicious/noArrayIndexKey: passages keep their places
                  <mark key={at} className="rounded-[3px] bg-warn-soft text-ink">
                    {text}
                  </mark>
                ) : (
                  text
                ),
              )}
            </p>
          </article>
        ))}
      </div>
    </Page>
  );
}
