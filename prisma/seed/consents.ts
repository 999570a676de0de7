/** Decisions about consent in every state, with the words that were shown. */
import type { ConsentDataType, ConsentRecipientType } from "@/server/platform/db/generated/client";
import { buildConsent, buildConsentText, buildSponsorship, sha256 } from "../../tests/factories/consent";
import { insertRows } from "../../tests/factories/insert";
import type { Random } from "../../tests/factories/random";
import { texts } from "./consent-texts";
import { demoChildren } from "./demo";
import { addresses, agents } from "./history";
import type { Child, Guardian, World } from "./world";

const dataTypes = [
  "PROFILE",
  "PROGRESS",
  "ASSESSMENT",
  "ATTENDANCE",
  "MOOD",
  "PORTFOLIO",
  "PHOTO",
  "RECORDING",
  "MESSAGES",
] as const;
const purposeOf: Record<ConsentRecipientType, string> = {
  INSTRUCTOR: "share.instructor",
  PARTNER: "share.partner",
  AI_PROVIDER: "share.ai_provider",
  RESEARCH: "share.research",
};
/** The second version of the words came into force so many days ago. */
const secondVersion = 75;

type Decision = {
  child: Child;
  by: Guardian;
  dataType: ConsentDataType;
  recipientType: ConsentRecipientType;
  recipientId?: string | null;
  granted: boolean;
  daysAgo: number;
  /** Days from today until it runs out; negative has run out. */
  expiresIn?: number;
  reason?: string;
  verifiedBy?: string;
};

/** Collects decisions in the order of time: a later one about the same thing ends the earlier one. */
export class Ledger {
  readonly records: ReturnType<typeof buildConsent>[] = [];
  readonly audit: object[] = [];
  readonly #live = new Map<string, ReturnType<typeof buildConsent>>();
  readonly #w: World;
  readonly #random: Random;
  readonly #textIds: ReadonlyMap<string, string>;

  constructor(w: World, random: Random, textIds: ReadonlyMap<string, string>) {
    this.#w = w;
    this.#random = random;
    this.#textIds = textIds;
  }

  decide(d: Decision): void {
    const { clock } = this.#w;
    const key = [d.child.row.id, d.dataType, d.recipientType, d.recipientId ?? ""].join();
    const at = clock.at(d.daysAgo, this.#random.int(8, 20), this.#random.int(0, 59));
    const before = this.#live.get(key);
    if (before) {
      if ((before.createdAt as Date) >= at) return;
      Object.assign(before, { supersededAt: at });
      this.#note(before, "superseded", at, d.by.person.id);
    }
    const purpose = purposeOf[d.recipientType];
    const record = buildConsent(this.#random, {
      studentId: d.child.row.id,
      dataType: d.dataType,
      recipientType: d.recipientType,
      recipientId: d.recipientId ?? null,
      granted: d.granted,
      purpose,
      reason: d.reason ?? null,
      expiresAt: d.expiresIn === undefined ? null : clock.at(-d.expiresIn, 20, 59),
      textId: this.#textIds.get(`${purpose}/${d.daysAgo < secondVersion ? 2 : 1}/${d.by.person.locale}`),
      grantedById: d.by.person.id,
      verifiedBy: d.verifiedBy ?? "session",
      ip: this.#random.pick(addresses),
      userAgent: this.#random.pick(agents),
      createdAt: at,
      // Those that end within a fortnight were told of (history.ts).
      remindedAt: d.expiresIn !== undefined && d.expiresIn >= 0 && d.expiresIn <= 14 ? clock.now : null,
    });
    this.records.push(record);
    this.#live.set(key, record);
    this.#note(record, d.granted ? "granted" : "refused", at, d.by.person.id);
  }

  #note(record: ReturnType<typeof buildConsent>, action: string, createdAt: Date, actorId: string) {
    const { id, studentId, dataType, recipientType, recipientId, granted, expiresAt } = record;
    this.audit.push({
      id: this.#random.uuid(createdAt),
      recordId: id,
      studentId,
      dataType,
      recipientType,
      recipientId,
      granted,
      expiresAt,
      actorId,
      action,
      createdAt,
    });
  }
}

/** Order of time; of one moment, the order in which it was written. */
const byTime = (a: object, b: object) =>
  (a as { createdAt: Date }).createdAt.getTime() - (b as { createdAt: Date }).createdAt.getTime();

const deciders = (kid: Child) =>
  kid.guardians.filter(({ tie, person }) => tie.canConsent && person.status === "ACTIVE");

function usual(random: Random, ledger: Ledger, teachers: ReadonlyMap<string, string[]>, kid: Child): void {
  const [by] = deciders(kid);
  if (!by) return;
  const mine = teachers.get(kid.row.id) ?? [];
  const decide = (more: Omit<Decision, "child" | "by">) => ledger.decide({ child: kid, by, ...more });
  // What the class needs to be told: moods, photos, recordings, messages, for all teachers or a single one.
  for (const dataType of ["MOOD", "PHOTO", "RECORDING", "MESSAGES"] as const)
    if (mine.length > 0 && random.chance(0.7)) {
      const one = random.chance(0.3) ? random.pick(mine) : null;
      decide({
        dataType,
        recipientType: "INSTRUCTOR",
        recipientId: one,
        granted: random.chance(dataType === "PHOTO" ? 0.55 : 0.8),
        daysAgo: random.int(20, 220),
        ...(random.chance(0.3) && { expiresIn: random.int(-20, 200) }),
      });
      // A second thought: taken back, or given after all.
      if (random.chance(0.15))
        decide({
          dataType,
          recipientType: "INSTRUCTOR",
          recipientId: one,
          granted: random.chance(0.35),
          daysAgo: random.int(1, 19),
          reason: "We talked it over at home.",
        });
    }
  for (const dataType of ["PROGRESS", "ASSESSMENT"] as const)
    if (random.chance(0.5))
      decide({
        dataType,
        recipientType: "AI_PROVIDER",
        granted: random.chance(0.6),
        daysAgo: random.int(10, 200),
        ...(random.chance(0.5) && { expiresIn: random.int(-30, 300) }),
      });
  if (random.chance(0.25))
    decide({
      dataType: "ASSESSMENT",
      recipientType: "RESEARCH",
      granted: random.chance(0.4),
      daysAgo: random.int(10, 150),
    });
  if (random.chance(0.12))
    decide({
      dataType: random.pick(dataTypes),
      recipientType: "PARTNER",
      granted: false,
      daysAgo: random.int(30, 220),
      reason: "No sponsors, thank you.",
    });
}

/** A sponsor sees what the guardian signed for: progress and attendance, sometimes more; and only while it stands. */
function sponsored(
  w: World,
  random: Random,
  ledger: Ledger,
  rows: object[],
  kid: Child,
  organizationId: string,
  state: "signed" | "waiting" | "revoked",
): void {
  const [by] = deciders(kid);
  if (!by) return;
  const locale = by.person.locale === "sw" ? "sw" : "en";
  const version = 1;
  const askedAgo = state === "waiting" ? random.int(1, 9) : random.int(60, 200);
  const signedAgo = askedAgo - random.int(1, 6);
  const signature =
    state === "waiting"
      ? {}
      : {
          signedById: by.person.id,
          signedAt: w.clock.at(signedAgo, 18, random.int(0, 59)),
          ip: random.pick(addresses),
          userAgent: random.pick(agents),
        };
  rows.push({
    ...buildSponsorship(random, {
      studentId: kid.row.id,
      organizationId,
      text: texts.sponsorship[locale][version - 1] ?? "",
      version,
      createdAt: w.clock.at(askedAgo, 10),
    }),
    signedById: null,
    signedAt: null,
    ip: null,
    userAgent: null,
    ...signature,
    ...(state === "revoked" && {
      revokedAt: w.clock.at(random.int(2, 20), 9),
      reason: "Our situation has changed; we can pay ourselves.",
    }),
  });
  if (state === "waiting") return;
  for (const dataType of ["PROFILE", "PROGRESS", "ATTENDANCE"] as const)
    ledger.decide({
      child: kid,
      by,
      dataType,
      recipientType: "PARTNER",
      recipientId: organizationId,
      granted: true,
      daysAgo: signedAgo,
      expiresIn: 365 - signedAgo,
      verifiedBy: "session",
    });
  if (random.chance(0.4))
    ledger.decide({
      child: kid,
      by,
      dataType: "MOOD",
      recipientType: "PARTNER",
      recipientId: organizationId,
      granted: random.chance(0.7),
      daysAgo: signedAgo,
      expiresIn: random.int(5, 200),
    });
  if (state === "revoked")
    for (const dataType of ["PROFILE", "PROGRESS", "ATTENDANCE"] as const)
      ledger.decide({
        child: kid,
        by,
        dataType,
        recipientType: "PARTNER",
        recipientId: organizationId,
        granted: false,
        daysAgo: 1,
        reason: "Our situation has changed; we can pay ourselves.",
      });
}

function demoDecisions(w: World, ledger: Ledger): void {
  const { baraka, amani, chebet, daudi } = demoChildren(w);
  const teacher = w.demo?.instructor.id ?? null;
  const decide = (child: Child, more: Omit<Decision, "child" | "by">) => {
    const by = child.guardians.find(({ person }) => person.id === w.demo?.parent.id);
    if (by) ledger.decide({ child, by, ...more });
  };
  // Runs out in four days: it stands among the urgent items.
  decide(amani, {
    dataType: "MOOD",
    recipientType: "INSTRUCTOR",
    recipientId: teacher,
    granted: true,
    daysAgo: 86,
    expiresIn: 4,
  });
  decide(baraka, {
    dataType: "MOOD",
    recipientType: "INSTRUCTOR",
    recipientId: teacher,
    granted: true,
    daysAgo: 40,
    expiresIn: 120,
    reason: "So that he is not asked too much on a bad day.",
  });
  decide(amani, { dataType: "RECORDING", recipientType: "INSTRUCTOR", granted: true, daysAgo: 150, expiresIn: -12 });
  decide(amani, { dataType: "PROGRESS", recipientType: "AI_PROVIDER", granted: true, daysAgo: 120 });
  decide(baraka, { dataType: "PROGRESS", recipientType: "AI_PROVIDER", granted: true, daysAgo: 120 });
  decide(baraka, {
    dataType: "PROGRESS",
    recipientType: "AI_PROVIDER",
    granted: false,
    daysAgo: 9,
    reason: "He asked us not to.",
  });
  for (const child of [baraka, amani, chebet, daudi]) {
    decide(child, {
      dataType: "PHOTO",
      recipientType: "INSTRUCTOR",
      granted: false,
      daysAgo: 200,
      reason: "No photographs of our children.",
    });
    decide(child, {
      dataType: "ASSESSMENT",
      recipientType: "RESEARCH",
      granted: child === chebet,
      daysAgo: 64,
      ...(child === chebet && { expiresIn: 25 }),
    });
  }
  decide(chebet, { dataType: "MESSAGES", recipientType: "INSTRUCTOR", granted: true, daysAgo: 31 });
}

/** Words, decisions, their history, and what sponsors were allowed. */
export async function seedConsents(w: World): Promise<void> {
  const random = w.random.child("consents");
  const textIds = new Map<string, string>();
  const textRows = Object.entries(texts).flatMap(([name, byLocale]) =>
    Object.entries(byLocale).flatMap(([locale, versions]) =>
      versions.map((body, i) => {
        const purpose = name === "sponsorship" ? name : `share.${name}`;
        const row = buildConsentText(random, {
          purpose,
          version: i + 1,
          locale,
          body,
          createdAt: w.clock.at(i === 0 ? 340 : secondVersion, 8),
        });
        textIds.set(`${purpose}/${i + 1}/${locale}`, row.id);
        return row;
      }),
    ),
  );
  await insertRows(w.sql, "ConsentText", textRows);
  if (textRows.some((row) => row.sha256 !== sha256(row.body))) throw new Error("A consent text's hash is not its own");

  const teachers = new Map<string, string[]>();
  const { rows } = await w.sql.query<{ studentId: string; instructorId: string }>(
    `SELECT DISTINCT "studentId", "instructorId" FROM "TeachingAssignment" WHERE "endsOn" IS NULL ORDER BY "studentId", "instructorId"`,
  );
  for (const row of rows) teachers.set(row.studentId, [...(teachers.get(row.studentId) ?? []), row.instructorId]);

  const ledger = new Ledger(w, random, textIds);
  demoDecisions(w, ledger);
  const sponsorships: object[] = [];
  for (const household of w.households) {
    if (household === w.demo?.family) continue;
    for (const kid of household.children)
      if (kid.row.status !== "LEFT") usual(random.child(kid.row.admissionNumber), ledger, teachers, kid);
  }
  const inHomes = w.households.filter(({ kind }) => kind === "HOME");
  for (const [i, organization] of w.organizations.entries()) {
    const kids = random.sample(
      inHomes
        .filter((_, n) => n % 3 === i)
        .flatMap(({ children }) => children)
        .filter((kid) => kid.row.status === "ACTIVE" && deciders(kid).length > 0),
      20,
    );
    for (const [n, kid] of kids.entries())
      sponsored(
        w,
        random,
        ledger,
        sponsorships,
        kid,
        organization.id,
        n < 14 ? "signed" : n < 17 ? "waiting" : "revoked",
      );
  }
  // The first organisation asks to sponsor Chebet; her mother has not answered yet.
  const [first] = w.organizations;
  if (first) sponsored(w, random, ledger, sponsorships, demoChildren(w).chebet, first.id, "waiting");

  // History is written with its own dates: the trigger that keeps it would say that all of it happened now.
  await w.sql.query(`ALTER TABLE "ConsentRecord" DISABLE TRIGGER consent_recorded`);
  await insertRows(w.sql, "ConsentRecord", ledger.records);
  await w.sql.query(`ALTER TABLE "ConsentRecord" ENABLE TRIGGER consent_recorded`);
  // In the order of time: the database chains the lines of each child as they come.
  await insertRows(w.sql, "ConsentAudit", ledger.audit.sort(byTime));
  await insertRows(w.sql, "SponsorshipConsent", sponsorships);
}
