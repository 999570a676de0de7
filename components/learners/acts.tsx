import { Flag, HandHeart, PartyPopper } from "lucide-react";
import { ActDialog } from "@/components/forms/act-dialog";
import { ActForm } from "@/components/forms/act-form";
import { ActionButton } from "@/components/forms/action-button";
import { Status } from "@/components/ui/badge";
import { Dialog, DialogTrigger } from "@/components/ui/dialog";
import { Icon } from "@/components/ui/icon";
import { Item, ItemList } from "@/components/ui/item";
import { Section } from "@/components/ui/section";
import { addDays, dayAt } from "@/lib/days";
import { stateOf } from "@/server/features/learners/interventions.domain";
import { flagState, mayTakeBack } from "@/server/features/learners/learners.domain";
import type { Acts } from "@/server/features/learners/learners.queries";
import { praiseKinds } from "@/server/features/learners/learners.schema";
import { interventionHref } from "./paths";
import { flagTone, type LearnerWords, planTone } from "./words";

type Props = LearnerWords & { learner: { id: string; firstName: string } };

/** What a teacher may do about a learner: celebrate, plan help, ask staff. */
export function ActButtons({ t }: Pick<Props, "t">) {
  return (
    <>
      <DialogTrigger dialog="praise" variant="main">
        <Icon as={PartyPopper} size={16} />
        {t("praise.open")}
      </DialogTrigger>
      <DialogTrigger dialog="plan">
        <Icon as={HandHeart} size={16} />
        {t("plan.open")}
      </DialogTrigger>
      <DialogTrigger dialog="flag">
        <Icon as={Flag} size={16} />
        {t("flag.open")}
      </DialogTrigger>
    </>
  );
}

/** The forms behind the buttons. */
export function ActDialogs(props: Props) {
  return (
    <>
      <PraiseDialog {...props} />
      <PlanDialog {...props} />
      <FlagDialog {...props} />
    </>
  );
}

function PraiseDialog({ learner, t, ui }: Props) {
  const name = learner.firstName;
  return (
    <Dialog
      id="praise"
      title={t("praise.title", { name })}
      description={t("praise.text", { name })}
      closeLabel={ui("close")}
    >
      <ActForm
        procedure="learners.praise"
        input={{ studentId: learner.id }}
        submit={t("praise.submit", { name })}
        working={t("working")}
        look={{ variant: "main" }}
        fields={[
          {
            name: "kind",
            label: t("praise.kind"),
            options: praiseKinds.map((value) => ({ value, label: t(`praise.kinds.${value}`) })),
          },
          { name: "words", label: t("praise.words"), help: t("praise.words_help"), long: true, maxLength: 300 },
        ]}
      />
    </Dialog>
  );
}

function PlanDialog({ learner, t, ui, now }: Props) {
  const [name, today] = [learner.firstName, dayAt(now)];
  return (
    <ActDialog
      id="plan"
      title={t("plan.title", { name })}
      description={t("plan.text")}
      closeLabel={ui("close")}
      procedure="interventions.plan"
      input={{ studentId: learner.id }}
      submit={t("plan.submit")}
      working={t("working")}
      look={{ variant: "main" }}
      fields={[
        { name: "aim", label: t("plan.aim"), help: t("plan.aim_help"), required: true, maxLength: 200 },
        {
          name: "plan",
          label: t("plan.what"),
          help: t("plan.what_help"),
          long: true,
          required: true,
          maxLength: 1_000,
        },
        { name: "startsOn", label: t("plan.starts"), type: "date", required: true, defaultValue: today },
        {
          name: "reviewOn",
          label: t("plan.review"),
          help: t("plan.review_help"),
          type: "date",
          required: true,
          defaultValue: addDays(today, 28),
        },
      ]}
    />
  );
}

function FlagDialog({ learner, t, ui }: Props) {
  const name = learner.firstName;
  return (
    <ActDialog
      id="flag"
      title={t("flag.title", { name })}
      description={t("flag.text")}
      closeLabel={ui("close")}
      procedure="learners.flag"
      input={{ studentId: learner.id }}
      submit={t("flag.submit")}
      working={t("working")}
      look={{ variant: "main" }}
      fields={[
        { name: "title", label: t("flag.line"), required: true, maxLength: 120 },
        {
          name: "reason",
          label: t("flag.reason"),
          help: t("flag.reason_help"),
          long: true,
          required: true,
          maxLength: 1_000,
        },
      ]}
    />
  );
}

function TakeBack({ procedure, id, t, ui }: Pick<Props, "t" | "ui"> & { procedure: string; id: string }) {
  return (
    <ActionButton
      procedure={procedure}
      input={{ id }}
      size="small"
      variant="ghost"
      failed={ui("table.failed")}
      confirm={{
        title: t("take_back.title"),
        text: t("take_back.text"),
        action: t("take_back.action"),
        cancel: ui("cancel"),
      }}
    >
      {t("take_back.action")}
    </ActionButton>
  );
}

/** What one has done about the learner lately, with the way back while there is one. */
export function ActList({ acts, ...words }: Props & { acts: Acts }) {
  const { t, ui, format, now } = words;
  const { plans, flags, praise } = acts;
  if (plans.length + flags.length + praise.length === 0) return null;
  return (
    <Section id="acts" title={t("acts.title")} note={t("acts.note")}>
      <ItemList label={t("acts.title")}>
        {plans.map((plan) => (
          <Item
            key={plan.id}
            icon={HandHeart}
            title={
              <a href={interventionHref(plan.id)} className="text-accent underline-offset-4 hover:underline">
                {plan.aim ?? plan.plan}
              </a>
            }
            text={plan.aim ? plan.plan : null}
            aside={
              <Status tone={planTone[stateOf(plan.status)] ?? "off"}>
                {t(plan.result ? `result.${plan.result}` : `state.${stateOf(plan.status)}`)}
              </Status>
            }
          />
        ))}
        {flags.map((flag) => (
          <Item
            key={flag.id}
            icon={Flag}
            title={flag.title}
            text={flag.reason}
            aside={<Status tone={flagTone[flagState(flag)] ?? "off"}>{t(`flag.state.${flagState(flag)}`)}</Status>}
            action={
              mayTakeBack(flag) ? <TakeBack procedure="learners.takeBackFlag" id={flag.id} t={t} ui={ui} /> : undefined
            }
          />
        ))}
        {praise.map((one) => (
          <Item
            key={one.id}
            icon={PartyPopper}
            title={t(`praise.kinds.${one.kind}`)}
            text={one.words}
            aside={one.takenBackAt ? t("praise.taken_back") : format.relative(one.createdAt, now)}
            action={
              one.takenBackAt ? undefined : <TakeBack procedure="learners.takeBackPraise" id={one.id} t={t} ui={ui} />
            }
          />
        ))}
      </ItemList>
    </Section>
  );
}
