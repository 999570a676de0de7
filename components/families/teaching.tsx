import { HeartPulse, UserRound, Users } from "lucide-react";
import { PlainTable } from "@/components/data/plain-table";
import { EmptyState } from "@/components/ui/empty-state";
import { Item, ItemList } from "@/components/ui/item";
import { Meter } from "@/components/ui/meter";
import { Section } from "@/components/ui/section";
import type { Format } from "@/lib/format";
import { gradeLabel } from "@/lib/grades";
import type { Teaching } from "@/server/features/families/learners.queries";
import type { T } from "@/server/platform/i18n";

type Words = { t: T; format: Format; teaching: Teaching };

/** Learners with a low week, of the families who share moods with this instructor. */
export function LowLearners({ teaching, t, format }: Words) {
  return (
    <Section id="low" title={t("low")} note={t("lowNote")}>
      {teaching.low.length > 0 ? (
        <ItemList label={t("low")}>
          {teaching.low.map((learner) => (
            <Item
              key={learner.id}
              icon={HeartPulse}
              tone="warn"
              title={learner.firstName}
              aside={gradeLabel(learner.grade, format.locale)}
              text={t("lowText", { average: format.number(learner.average), entries: learner.entries })}
            />
          ))}
        </ItemList>
      ) : (
        <EmptyState icon={HeartPulse} title={t("lowEmpty")} text={t("lowEmptyText")} />
      )}
    </Section>
  );
}

/** Learning area by grade: how many learners, and how large the curriculum is. */
export function Groups({ teaching, t, format }: Words) {
  return (
    <Section id="groups" title={t("groups")} note={t("groupsNote")}>
      {teaching.groups.length > 0 ? (
        <PlainTable
          caption={t("groups")}
          columns={[
            { key: "area", label: t("area") },
            { key: "grade", label: t("gradeHead") },
            { key: "learners", label: t("learners"), number: true },
            { key: "competencies", label: t("competencies"), number: true },
          ]}
          rows={teaching.groups.map((group) => ({
            id: `${group.areaCode}-${group.grade}`,
            cells: {
              area: group.area,
              grade: gradeLabel(group.grade, format.locale),
              learners: format.number(group.learners),
              competencies: format.number(group.competencies),
            },
          }))}
        />
      ) : (
        <EmptyState icon={Users} title={t("groupsEmpty")} text={t("groupsEmptyText")} />
      )}
    </Section>
  );
}

/** Who came last, and whom to speak to at home. */
export function NewestLearners({ teaching, t, format }: Words) {
  if (teaching.newest.length === 0) return null;
  return (
    <Section id="newest" title={t("newest")}>
      <ItemList label={t("newest")}>
        {teaching.newest.map((learner) => (
          <Item
            key={`${learner.id}-${learner.area}`}
            icon={UserRound}
            title={`${learner.firstName} ${learner.lastName}`}
            aside={gradeLabel(learner.grade, format.locale)}
            text={
              <>
                {t("newestText", { area: learner.area, date: format.date(learner.startsOn, "short") })}
                {learner.guardian ? ` · ${t("guardian", { name: learner.guardian })}` : null}
              </>
            }
          />
        ))}
      </ItemList>
    </Section>
  );
}

/** What goes beyond the class's own records only because a family said so. */
export function SharedWithMe({ teaching, t, format }: Words) {
  const kinds = ["mood", "photo", "recording", "messages"] as const;
  const all = teaching.shared.learners;
  return (
    <Section id="shared" title={t("shared")} note={t("sharedNote")}>
      <ItemList label={t("shared")}>
        {kinds.map((kind) => {
          const words = t("sharedOf", { count: format.number(teaching.shared[kind]), all });
          return (
            <Item
              key={kind}
              title={t(`kinds.${kind}`)}
              aside={words}
              text={
                <Meter
                  thin
                  className="mt-1.5"
                  value={teaching.shared[kind]}
                  max={all}
                  label={t(`kinds.${kind}`)}
                  text={words}
                />
              }
            />
          );
        })}
      </ItemList>
    </Section>
  );
}
