import { MailPlus, UserPlus } from "lucide-react";
import { ActDialog } from "@/components/forms/act-dialog";
import { ActionButton } from "@/components/forms/action-button";
import { Page } from "@/components/shell/page";
import { Avatar } from "@/components/ui/avatar";
import { DialogTrigger } from "@/components/ui/dialog";
import { Icon } from "@/components/ui/icon";
import { Item, ItemList } from "@/components/ui/item";
import { Section } from "@/components/ui/section";
import type { Format } from "@/lib/format";
import { type Locale, locales } from "@/lib/locales";
import type { MemberRole } from "@/server/features/identity/invitations.schema";
import type { Team, TeamInvitation, TeamMember } from "@/server/features/sponsorship/team.schema";
import type { T } from "@/server/platform/i18n";

type Words = { t: T; format: Format; me: string };

const roleOptions = (roles: readonly MemberRole[], t: T) =>
  roles.map((value) => ({ value, label: t(`roles.${value}`) })).reverse();

/** PT-11: who works in the organisation, as what, and who is invited. */
export function TeamPage({ team, locale, ...words }: Words & { team: Team; locale: Locale }) {
  const { t, format } = words;
  const { organization, members, invitations, givable } = team;
  return (
    <Page
      title={t("title")}
      subtitle={t("sentence", { count: members.length, organization: organization.name })}
      action={
        givable.length ? (
          <DialogTrigger dialog="invite" variant="main">
            <Icon as={UserPlus} size={16} />
            {t("invite")}
          </DialogTrigger>
        ) : null
      }
    >
      <div className="grid max-w-[52rem] gap-8">
        {invitations.length ? (
          <Section id="invitations" title={t("invitations")} note={format.number(invitations.length)}>
            <ItemList label={t("invitations")}>
              {invitations.map((one) => (
                <InvitationLine key={one.id} invitation={one} {...words} />
              ))}
            </ItemList>
          </Section>
        ) : null}
        <Section id="members" title={t("members")} note={format.number(members.length)}>
          <ItemList label={t("members")}>
            {members.map((member) => (
              <MemberLine key={member.membershipId} member={member} organization={organization.name} {...words} />
            ))}
          </ItemList>
          {members.map((member) =>
            member.may.change.length ? <RoleDialog key={member.membershipId} member={member} t={t} /> : null,
          )}
        </Section>
        <RoleMeanings t={t} />
      </div>
      {givable.length ? <InviteDialog givable={givable} locale={locale} t={t} /> : null}
    </Page>
  );
}

function RoleMeanings({ t }: { t: T }) {
  return (
    <Section id="meanings" title={t("meanings")}>
      <dl className="grid gap-2 text-small sm:grid-cols-[8rem_minmax(0,1fr)]">
        {(["OWNER", "MANAGER", "MEMBER", "VIEWER"] as const).map((role) => (
          <div key={role} className="contents">
            <dt className="font-semibold">{t(`roles.${role}`)}</dt>
            <dd className="text-muted max-sm:mb-2">{t(`means.${role}`)}</dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}

function InviteDialog({ givable, locale, t }: { givable: readonly MemberRole[]; locale: Locale; t: T }) {
  return (
    <ActDialog
      id="invite"
      title={t("invite")}
      description={t("inviteText")}
      closeLabel={t("close")}
      procedure="team.invite"
      fields={[
        { name: "name", label: t("name"), required: true, maxLength: 120 },
        { name: "contact", label: t("contact"), help: t("contactHelp"), required: true, maxLength: 254 },
        { name: "role", label: t("role"), options: roleOptions(givable, t), defaultValue: "MEMBER" },
        {
          name: "locale",
          label: t("locale"),
          options: locales.map((value) => ({ value, label: t(`languages.${value}`) })),
          defaultValue: locale,
        },
      ]}
      submit={t("send")}
      working={t("working")}
      look={{ variant: "main" }}
    />
  );
}

function InvitationLine({ invitation, t, format }: Words & { invitation: TeamInvitation }) {
  const { id, name, role, contact, expired, may } = invitation;
  const day = format.date(invitation.expiresAt, "short");
  return (
    <Item
      icon={MailPlus}
      tone={expired ? "off" : "info"}
      title={name}
      aside={t(expired ? "expired" : "until", { day })}
      text={
        <>
          {t(`roles.${role}`)} · <span className="break-all">{contact}</span>
        </>
      }
      action={
        may ? (
          <>
            <ActionButton procedure="team.resend" input={{ id }} done={t("resent")} failed={t("failed")} size="small">
              {t("resend")}
            </ActionButton>
            <ActionButton
              procedure="team.withdraw"
              input={{ id }}
              done={t("withdrawn")}
              failed={t("failed")}
              size="small"
              variant="ghost"
              confirm={{
                title: t("withdrawTitle", { name }),
                text: t("withdrawText"),
                action: t("withdraw"),
                cancel: t("cancel"),
              }}
            >
              {t("withdraw")}
            </ActionButton>
          </>
        ) : null
      }
    />
  );
}

function MemberLine({ member, organization, t, format, me }: Words & { member: TeamMember; organization: string }) {
  const { name, membershipId, may } = member;
  const self = member.userId === me;
  const both = { name, organization };
  return (
    <Item
      picture={<Avatar name={name} seed={member.userId} />}
      title={self ? t("you", { name }) : name}
      text={`${t(`roles.${member.role}`)} · ${t("since", { day: format.date(member.since, "short") })}`}
      action={
        <>
          {may.change.length ? (
            <DialogTrigger dialog={`role-${membershipId}`} size="small" aria-label={t("changeOf", { name })}>
              {t("change")}
            </DialogTrigger>
          ) : null}
          {may.remove || may.leave ? (
            <ActionButton
              procedure="team.remove"
              input={{ membershipId }}
              done={t(self ? "left" : "removed", both)}
              failed={t("failed")}
              size="small"
              variant="ghost"
              confirm={{
                title: t(self ? "leaveTitle" : "removeTitle", both),
                text: t(self ? "leaveText" : "removeText", both),
                action: t(self ? "leave" : "remove"),
                cancel: t("cancel"),
              }}
            >
              {t(self ? "leave" : "remove")}
            </ActionButton>
          ) : null}
        </>
      }
    />
  );
}

function RoleDialog({ member, t }: { member: TeamMember; t: T }) {
  const { membershipId, name, role, may } = member;
  return (
    <ActDialog
      id={`role-${membershipId}`}
      title={t("changeOf", { name })}
      closeLabel={t("close")}
      procedure="team.changeRole"
      input={{ membershipId, from: role }}
      fields={[{ name: "role", label: t("role"), options: roleOptions(may.change, t), defaultValue: role }]}
      submit={t("save")}
      working={t("working")}
      look={{ variant: "main" }}
    />
  );
}
