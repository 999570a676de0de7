import { ButtonLink } from "@/components/ui/button";
import { Section } from "@/components/ui/section";
import type { Translate } from "@/lib/translate";
import { byStrand } from "@/server/features/curriculum/curriculum.domain";
import type { Competency } from "@/server/features/curriculum/curriculum.schema";

/** One learning area as its design orders it: strands, their parts, and what a child learns to do in each. */
export function Competencies({
  title,
  competencies,
  count,
  t,
  back,
  more,
}: {
  title: string;
  competencies: readonly Competency[];
  count: number;
  t: Translate;
  back: string;
  more: string | null;
}) {
  return (
    <Section id="area" title={title} note={t("things", { count })} link={{ href: back, label: t("back") }}>
      <div className="grid gap-3">
        {byStrand(competencies).map((strand, at) => (
          <details key={strand.name} open={at === 0} className="group rounded border border-line bg-surface">
            <summary className="flex min-h-14 items-center gap-3 px-4 py-3 font-semibold hover:bg-sunken">
              <span className="min-w-0 flex-1 break-words">{strand.name}</span>
              <span className="num text-muted text-small">
                {strand.parts.reduce((sum, part) => sum + part.competencies.length, 0)}
              </span>
            </summary>
            <div className="grid gap-4 border-line border-t px-4 py-4">
              {strand.parts.map((part) => (
                <div key={part.name}>
                  <h3 className="text-muted text-small">{part.name}</h3>
                  <ul className="mt-1.5 grid list-disc gap-1.5 pl-5 marker:text-faint">
                    {part.competencies.map((one) => (
                      <li key={one.id} lang={one.language}>
                        {one.statement}
                        {one.statementEn ? (
                          <span lang="en" className="block text-muted text-small">
                            {t("in_english", { text: one.statementEn })}
                          </span>
                        ) : null}
                      </li>
                    ))}
                  </ul>
                </div>
              ))}
            </div>
          </details>
        ))}
      </div>
      {more ? (
        <ButtonLink href={more} data-soft className="mt-3">
          {t("more")}
        </ButtonLink>
      ) : null}
    </Section>
  );
}
