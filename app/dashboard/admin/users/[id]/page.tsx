import { notFound } from "next/navigation";
import { statusTone } from "@/components/identity/people-table";
import { PersonActs, PersonFacts, PersonRoles, PersonStory } from "@/components/identity/person-record";
import { RecordPage } from "@/components/shell/record-page";
import { Avatar } from "@/components/ui/avatar";
import { Status } from "@/components/ui/badge";
import { formats } from "@/lib/format";
import { readPerson } from "@/server/features/identity/people.queries";
import { personInput } from "@/server/features/identity/people.schema";
import { getT } from "@/server/platform/i18n";
import { recordOf, requirePage } from "@/server/platform/page";

/** AD-2: one account, what happened with it, and what may be done about it. */
export default async function PersonPage({ params }: { params: Promise<{ id: string }> }) {
  const ctx = await requirePage("person:write");
  const id = personInput.safeParse(await params);
  if (!id.success) notFound();
  const [person, t] = await Promise.all([recordOf(ctx, id.data.id, readPerson(ctx, id.data.id)), getT("admin")]);
  const words = { person, t, format: formats(ctx.locale, ctx.actor.timeZone), now: ctx.now };
  return (
    <RecordPage
      title={person.name}
      before={<Avatar name={person.name} seed={person.id} size="large" />}
      mark={<Status tone={statusTone[person.status] ?? "off"}>{t(`people.statuses.${person.status}`)}</Status>}
      subtitle={person.email}
      action={<PersonActs {...words} />}
      facts={<PersonFacts {...words} />}
      factsTitle={t("people.facts")}
      closeLabel={t("people.close")}
    >
      <PersonRoles {...words} />
      <PersonStory {...words} />
    </RecordPage>
  );
}
