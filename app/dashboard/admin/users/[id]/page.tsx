import type { Metadata } from "next";
import { statusTone } from "@/components/identity/people-table";
import { PersonActs, PersonFacts, PersonRoles, PersonStory } from "@/components/identity/person-record";
import { RecordPage } from "@/components/shell/record-page";
import { Avatar } from "@/components/ui/avatar";
import { Status } from "@/components/ui/badge";
import { formats } from "@/lib/format";
import { readPerson } from "@/server/features/identity/people.queries";
import { getT } from "@/server/platform/i18n";
import { recordPage } from "@/server/platform/page";

type Props = { params: Promise<{ id: string }> };

/** Read once for the page and its title. */
const personOf = recordPage("person:write", readPerson);

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await personOf((await params).id)).record.name };
}

/** AD-2: one account, what happened with it, and what may be done about it. */
export default async function PersonPage({ params }: Props) {
  const [{ ctx, record: person }, t] = await Promise.all([personOf((await params).id), getT("admin")]);
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
