import { HandHeart } from "lucide-react";
import type { Words } from "@/components/families/words";
import { Status } from "@/components/ui/badge";
import { Item, ItemList } from "@/components/ui/item";
import { Section } from "@/components/ui/section";
import type { Translate } from "@/lib/translate";
import { stateOf } from "@/server/features/learners/interventions.domain";
import type { ToldPlan } from "@/server/features/learners/interventions.queries";
import { planTone } from "./words";

/** Help a teacher plans or gives, as guardians read it. */
export function ToldPlans({ plans, p, words }: { plans: readonly ToldPlan[]; p: Translate; words: Words }) {
  if (plans.length === 0) return null;
  const { day } = words;
  return (
    <Section id="help" title={p("help.title")} note={p("help.note")}>
      <ItemList label={p("help.title")}>
        {plans.map((plan) => {
          const state = stateOf(plan.status);
          return (
            <Item
              key={plan.id}
              icon={HandHeart}
              tone={state === "ended" ? "off" : "info"}
              title={plan.aim}
              aside={
                <Status tone={planTone[state] ?? "off"}>
                  {p(plan.result ? `help.result.${plan.result}` : `help.state.${state}`)}
                </Status>
              }
              text={
                <>
                  <span className="block">{plan.outcome ?? plan.plan}</span>
                  <span className="block">
                    {p(state === "ended" ? "help.was" : "help.review", {
                      teacher: plan.teacher ?? p("help.teacher"),
                      from: day(plan.startsOn, "date"),
                      on: day(plan.reviewOn, "date"),
                    })}
                  </span>
                </>
              }
            />
          );
        })}
      </ItemList>
    </Section>
  );
}
