import type { Rights } from "./families.schema";

/** A guardianship as the rules see it. */
export type Tie = { guardianId: string; rights: Rights; isPrimary: boolean };

export const noRights: Rights = { view: false, message: false, pay: false, consent: false };
export const sameRights = (a: Rights, b: Rights): boolean =>
  a.view === b.view && a.message === b.message && a.pay === b.pay && a.consent === b.consent;

/** Nobody decides about what they may not see: the other rights need the first one, except paying. */
export const orderly = (rights: Rights): boolean => rights.view || !(rights.consent || rights.message);

/** Who looks after the circle of a child: a guardian who sees and consents, while nobody disputes the child. */
export const manages = (mine: Tie | undefined, contested: boolean): boolean =>
  !contested && mine !== undefined && mine.rights.view && mine.rights.consent;

/** Rights like one's own are given and taken by the main guardian alone; where there is none, by each who manages. */
export const leads = (meId: string, all: readonly Tie[], contested: boolean): boolean =>
  manages(
    all.find((tie) => tie.guardianId === meId),
    contested,
  ) && !all.some((tie) => tie.isPrimary && tie.guardianId !== meId);

/** Somebody is left who consents, once this one is gone or may no longer. */
export const othersConsent = (without: string, all: readonly Tie[]): boolean =>
  all.some((tie) => tie.guardianId !== without && tie.rights.view && tie.rights.consent);

/** What a guardian may do with another one, or with themselves. SQL says the same in its policies and one trigger. */
export function mayDo(meId: string, target: Tie, all: readonly Tie[], contested: boolean) {
  const self = target.guardianId === meId;
  const manager = manages(
    all.find((tie) => tie.guardianId === meId),
    contested,
  );
  const leader = leads(meId, all, contested);
  const above = target.rights.consent || target.isPrimary;
  const change = !self && (leader || (manager && !above));
  return {
    change,
    giveConsent: leader && !self,
    remove: change && !target.isPrimary,
    leave: self && !contested && !target.isPrimary && (!target.rights.consent || othersConsent(meId, all)),
    makePrimary: leader && !self && !target.isPrimary && target.rights.view && target.rights.consent,
  };
}
