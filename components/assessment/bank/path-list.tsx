import { ActForm } from "@/components/forms/act-form";
import { Section } from "@/components/ui/section";
import type { AssessmentWords } from "./assessment-view";
import { PathGraph } from "./path-graph";

/** The paths of an adaptive assessment: drawn, and question by question in words, where they are changed. */
export function PathList(words: AssessmentWords) {
  const { assessment, t, ui, door } = words;
  const name = (id: string | null) => {
    const at = assessment.items.findIndex((item) => item.id === id);
    return at < 0 ? t("paths.rule") : `${at + 1} · ${assessment.items[at]?.question.title}`;
  };
  return (
    <>
      <Section id="drawing" title={t("paths.drawing")} note={t("paths.note")}>
        <PathGraph {...words} />
      </Section>
      <Section id="ways" title={t("paths.list")} note={t("paths.list_note")}>
        <ol className="grid gap-3">
          {assessment.items.map((item, at) => (
            <li key={item.id} className="rounded border border-line bg-surface">
              <details open={item.rightItemId !== null}>
                <summary className="grid cursor-pointer gap-0.5 px-4 py-3">
                  <span>
                    <b className="num">{at + 1}</b> <span lang={item.question.language}>{item.question.title}</span>
                  </span>
                  <span className="text-muted text-small">
                    {t("paths.ways", { right: name(item.rightItemId), wrong: name(item.wrongItemId) })}
                  </span>
                </summary>
                {assessment.abilities.edit ? (
                  <div className="border-line border-t px-4 py-4">
                    <ActForm
                      key={`${item.rightItemId} ${item.wrongItemId}`}
                      procedure={`${door.assessments}.setWays`}
                      input={{ itemId: item.id }}
                      working={ui("form.saving")}
                      submit={t("paths.save", { place: at + 1 })}
                      fields={(["right", "wrong"] as const).map((way) => ({
                        name: `${way}ItemId`,
                        label: t(`paths.${way}`),
                        defaultValue: item[`${way}ItemId`] ?? "",
                        options: [
                          { value: "", label: t("paths.rule") },
                          ...assessment.items
                            .filter(({ id }) => id !== item.id)
                            .map(({ id }) => ({ value: id, label: name(id) })),
                        ],
                      }))}
                    />
                  </div>
                ) : null}
              </details>
            </li>
          ))}
        </ol>
      </Section>
    </>
  );
}
