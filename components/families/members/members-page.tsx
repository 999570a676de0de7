import { MailPlus, ShieldAlert, UserPlus, Users } from "lucide-react";
import { ActionButton } from "@/components/forms/action-button";
import { Page } from "@/components/shell/page";
import { Avatar } from "@/components/ui/avatar";
import { Badge } from "@/components/ui/badge";
import { Dialog, DialogTrigger } from "@/components/ui/dialog";
import { EmptyState } from "@/components/ui/empty-state";
import { Icon } from "@/components/ui/icon";
import { Item, ItemList } from "@/components/ui/item";
import { Notice } from "@/components/ui/notice";
import { Section } from "@/components/ui/section";
import type { Format } from "@/lib/format";
import { type Locale, locales } from "@/lib/locales";
import type { Rights } from "@/server/features/families/families.schema";
import type { FamilyMembers, Member, MemberChild, PendingInvitation } from "@/server/features/families/members.schema";
import { relations } from "@/server/features/identity/invitations.schema";
import type { T } from "@/server/platform/i18n";
import { ContestForm, InviteForm, type Option, RightsForm } from "./member-forms";

type Words = { t: T; format: Format; me: string };
const rightNames = ["view", "message", "pay", "consent"] as const satisfies readonly (keyof Rights)[];

/** With many children their circles are folded: a children's home has forty. */
const foldFrom = 5;

function rightsLine(rights: Rights, { t, format }: Words): string {
  const held = rightNames.filter((name) => rights[name]).map((name) => t(`rights.say.${name}`));
  return held.length ? t("rights.list", { list: format.list(held) }) : t("rights.none");
}

const relationOptions = (t: T): Option[] => relations.map((value) => ({ value, label: t(`relation.${value}`) }));
const rightOptions = (t: T, giveConsent: boolean): Option[] =>
  rightNames.map((value) => ({
    value,
    label: t(`rights.${value}`),
    help: value === "consent" && !giveConsent ? t("invite.consent_only_primary") : t(`rights.${value}_help`),
    disabled: value === "consent" && !giveConsent,
  }));

/** PA-7: per child who looks after it, what each may do, and the invitations under way. */
export function MembersPage({ family, locale, ...words }: Words & { family: FamilyMembers; locale: Locale }) {
  const { t } = words;
  const { children, invitations } = family;
  const invitable = children.filter((child) => child.manages);
  return (
    <Page
      title={t("title")}
      subtitle={children.length ? t("subtitle", { children: children.length }) : t("subtitleNone")}
      action={
        invitable.length ? (
          <DialogTrigger dialog="invite" variant="main">
            <Icon as={UserPlus} size={16} />
            {t("invite.button")}
          </DialogTrigger>
        ) : null
      }
    >
      {children.length === 0 ? (
        <EmptyState icon={Users} title={t("empty_title")} text={t("empty_text")} />
      ) : (
        <div className="grid max-w-[52rem] gap-8">
          {invitations.length ? <Invitations invitations={invitations} family={children} {...words} /> : null}
          {children.map((child) => (
            <Circle key={child.id} child={child} folded={children.length >= foldFrom} {...words} />
          ))}
        </div>
      )}
      {invitable.length ? <InviteDialog invitable={invitable} locale={locale} t={t} /> : null}
    </Page>
  );
}

function InviteDialog({ invitable, locale, t }: { invitable: MemberChild[]; locale: Locale; t: T }) {
  return (
    <Dialog id="invite" title={t("invite.title")} description={t("invite.text")} closeLabel={t("close")} insistent>
      <InviteForm
        childOptions={invitable.map(({ id, firstName, lastName }) => ({
          value: id,
          label: `${firstName} ${lastName}`,
        }))}
        relations={relationOptions(t)}
        rights={rightOptions(
          t,
          invitable.every((child) => child.leads),
        )}
        relationLabel={t("relation.label")}
        rightsLabel={t("invite.rights")}
        locales={locales.map((value) => ({ value, label: t(`invite.${value}`) }))}
        locale={locale}
        labels={{
          name: t("invite.name"),
          nameHelp: t("invite.name_help"),
          contact: t("invite.contact"),
          contactHelp: t("invite.contact_help"),
          children: t("invite.children"),
          locale: t("invite.locale"),
          submit: t("invite.submit"),
          working: t("saving"),
          sent: t("invite.sent"),
        }}
      />
    </Dialog>
  );
}

function Invitations({
  invitations,
  family,
  ...words
}: Words & { invitations: PendingInvitation[]; family: MemberChild[] }) {
  const { t, format } = words;
  const names = new Map(family.map(({ id, firstName }) => [id, firstName]));
  return (
    <Section id="invitations" title={t("invitations.title")}>
      <ItemList label={t("invitations.title")}>
        {invitations.map((one) => (
          <Item
            key={one.id}
            icon={MailPlus}
            tone={one.expired ? "off" : "info"}
            title={one.name}
            aside={t(one.expired ? "invitations.expired" : "invitations.until", {
              day: format.date(one.expiresAt, "short"),
            })}
            text={
              <>
                {t("invitations.for", {
                  relation: t(`relation.${one.relation}`),
                  names: format.list(one.studentIds.flatMap((id) => names.get(id) ?? [])),
                })}{" "}
                · <span className="break-all">{one.contact}</span>
                <br />
                {rightsLine(one.rights, words)}
              </>
            }
            action={
              <>
                <ActionButton
                  procedure="members.resend"
                  input={{ id: one.id }}
                  done={t("invitations.resent")}
                  failed={t("failed")}
                  size="small"
                >
                  {t("invitations.resend")}
                </ActionButton>
                <ActionButton
                  procedure="members.withdraw"
                  input={{ id: one.id }}
                  done={t("invitations.withdrawn")}
                  failed={t("failed")}
                  size="small"
                  variant="ghost"
                  confirm={{
                    title: t("invitations.withdraw_title", { name: one.name }),
                    text: t("invitations.withdraw_text"),
                    action: t("invitations.withdraw"),
                    cancel: t("cancel"),
                  }}
                >
                  {t("invitations.withdraw")}
                </ActionButton>
              </>
            }
          />
        ))}
      </ItemList>
    </Section>
  );
}

function Circle({ child, folded, ...words }: Words & { child: MemberChild; folded: boolean }) {
  const { t, format } = words;
  const title = t("circle", { name: child.firstName });
  const inside = (
    <div className="grid gap-3">
      {child.contest ? <Contested child={child} {...words} /> : null}
      <ItemList label={title}>
        {child.members.map((member) => (
          <MemberLine key={member.guardianshipId} member={member} child={child} {...words} />
        ))}
      </ItemList>
      {child.members.map((member) =>
        member.may.change ? <RightsDialog key={member.guardianshipId} member={member} child={child} t={t} /> : null,
      )}
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        {child.manages || child.contest ? null : <p className="text-muted text-small">{lookOnly(child, words)}</p>}
        {child.contest ? null : (
          <DialogTrigger dialog={`contest-${child.id}`} variant="ghost" size="small" className="-ml-3">
            <Icon as={ShieldAlert} size={16} />
            {t("contest.button")}
          </DialogTrigger>
        )}
      </div>
      {child.contest ? null : <ContestDialog child={child} t={t} />}
    </div>
  );
  if (!folded)
    return (
      <Section id={`circle-${child.id}`} title={title}>
        {inside}
      </Section>
    );
  return (
    <details className="rounded border border-line bg-surface p-4">
      <summary className="cursor-pointer">
        <span className="font-semibold">{`${child.firstName} ${child.lastName}`}</span>{" "}
        <span className="text-muted text-small">{format.list(child.members.map((member) => member.name))}</span>{" "}
        {child.contest ? <Badge tone="warn">{t("contest.badge")}</Badge> : null}
      </summary>
      <div className="mt-4">{inside}</div>
    </details>
  );
}

function lookOnly(child: MemberChild, { t, format, me }: Words): string {
  const others = child.members.filter((member) => member.rights.consent && member.guardianId !== me);
  return others.length
    ? t("look_only", { names: format.list(others.map((member) => member.name)) })
    : t("look_only_nobody");
}

function Contested({ child, t, format }: Words & { child: MemberChild }) {
  if (!child.contest) return null;
  return (
    <Notice tone="warn" title={t("contest.title", { name: child.firstName })}>
      {t("contest.text", { name: child.firstName, day: format.date(child.contest.since, "short") })}
      {child.contest.reason ? (
        <span className="mt-1 block">{t("contest.yours", { reason: child.contest.reason })}</span>
      ) : null}
    </Notice>
  );
}

function MemberLine({ member, child, ...words }: Words & { member: Member; child: MemberChild }) {
  const { t, format, me } = words;
  const { may, name, guardianshipId } = member;
  const both = { name, child: child.firstName };
  const self = member.guardianId === me;
  return (
    <Item
      picture={<Avatar name={name} seed={member.guardianId} className="self-start" />}
      title={self ? `${name} (${t("you")})` : name}
      aside={member.isPrimary ? <Badge tone="accent">{t("primary")}</Badge> : null}
      text={
        <>
          {t(`relation.${member.relation}`)} · {t("since", { day: format.date(member.since, "short") })}
          <br />
          {rightsLine(member.rights, words)}
        </>
      }
      action={
        <>
          {may.change ? (
            <DialogTrigger dialog={`rights-${guardianshipId}`} size="small" aria-label={`${t("change")}: ${name}`}>
              {t("change")}
            </DialogTrigger>
          ) : null}
          {may.makePrimary ? (
            <ActionButton
              procedure="members.makePrimary"
              input={{ guardianshipId }}
              done={t("saved")}
              failed={t("failed")}
              size="small"
              variant="ghost"
              confirm={{
                title: t("make_primary_title", both),
                text: t("make_primary_text", both),
                action: t("make_primary_do", both),
                cancel: t("cancel"),
              }}
            >
              {t("make_primary")}
            </ActionButton>
          ) : null}
          {may.remove || may.leave ? (
            <ActionButton
              procedure="members.remove"
              input={{ guardianshipId }}
              done={t("removed", both)}
              failed={t("failed")}
              size="small"
              variant="ghost"
              confirm={{
                title: t(self ? "leave_title" : "remove_title", both),
                text: t(self ? "leave_text" : "remove_text", both),
                action: t(self ? "leave_do" : "remove_do", both),
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

function RightsDialog({ member, child, t }: { member: Member; child: MemberChild; t: T }) {
  const id = `rights-${member.guardianshipId}`;
  const both = { name: member.name, child: child.firstName };
  return (
    <Dialog id={id} title={t("change_title", both)} closeLabel={t("close")} insistent>
      <RightsForm
        guardianshipId={member.guardianshipId}
        id={id}
        relation={member.relation}
        held={member.rights}
        relations={relationOptions(t)}
        rights={rightOptions(t, member.may.giveConsent)}
        relationLabel={t("relation.label")}
        rightsLabel={t("rights.title")}
        submit={t("change_save", both)}
        working={t("saving")}
        done={t("saved")}
      />
    </Dialog>
  );
}

function ContestDialog({ child, t }: { child: MemberChild; t: T }) {
  const name = child.firstName;
  return (
    <Dialog
      id={`contest-${child.id}`}
      title={t("contest.ask_title", { name })}
      description={t("contest.ask_text", { name })}
      closeLabel={t("close")}
      insistent
    >
      <ContestForm
        studentId={child.id}
        labels={{
          reason: t("contest.reason"),
          reasonHelp: t("contest.reason_help"),
          submit: t("contest.submit"),
          working: t("contest.working"),
          done: t("saved"),
        }}
      />
    </Dialog>
  );
}
