import { v7 as uuid } from "uuid";
import { type Day, dateOf } from "@/lib/days";
import { isLocale } from "@/lib/locales";
import { systemActor } from "@/server/platform/actor";
import { type Db, work } from "@/server/platform/db/work";
import { env } from "@/server/platform/env";
import { translator } from "@/server/platform/i18n";
import { enqueue } from "@/server/platform/outbox";
import { rankOf } from "./notify.delivery.domain";
import { messageEnqueued } from "./notify.delivery.events";
import { digestDue, digestSince, grouped } from "./notify.digest.domain";
import { isKnownType, preferenceKey } from "./notify.domain";
import { type Letter, letterHtml, letterText, subjectLine } from "./notify.letter";
import { inDigest } from "./notify.plan.domain";
import type { Rhythm } from "./notify.schema";
import { wording } from "./notify.templates";
import { stopAddress } from "./notify.unsubscribe";

const notifyActor = systemActor("notify");
const PAGE = 500;
/** More than this nobody reads in a mail; the rest is counted. */
const MOST_ITEMS = 30;

export type DueDigest = { userId: string; rhythm: "DAILY" | "WEEKLY"; startsOn: Day };

/** Whose morning it is and who has not had this period's summary yet. */
export async function dueDigests(now: Date): Promise<DueDigest[]> {
  const due: DueDigest[] = [];
  for (let after: string | undefined; ; ) {
    const people = await work(notifyActor, (db) =>
      db.notificationSetting.findMany({
        where: {
          digest: { not: "NONE" },
          user: { status: "ACTIVE", emailVerifiedAt: { not: null }, email: { not: null } },
          ...(after ? { userId: { gt: after } } : {}),
        },
        orderBy: { userId: "asc" },
        take: PAGE,
        select: {
          userId: true,
          digest: true,
          quietFrom: true,
          quietUntil: true,
          updatedAt: true,
          user: { select: { timeZone: true } },
        },
      }),
    );
    const found = people.flatMap((person): DueDigest[] => {
      const rhythm = person.digest;
      const { timeZone } = person.user;
      const startsOn = digestDue({ rhythm, timeZone, quiet: person, chosenAt: person.updatedAt }, now);
      return startsOn && rhythm !== "NONE" ? [{ userId: person.userId, rhythm, startsOn }] : [];
    });
    due.push(...(await withoutSent(found)));
    after = people.at(-1)?.userId;
    if (people.length < PAGE) return due;
  }
}

async function withoutSent(due: DueDigest[]): Promise<DueDigest[]> {
  if (due.length === 0) return due;
  const sent = await work(notifyActor, (db) =>
    db.digest.findMany({
      where: {
        userId: { in: due.map(({ userId }) => userId) },
        startsOn: { in: [...new Set(due.map(({ startsOn }) => startsOn))].map(dateOf) },
      },
      select: { userId: true, rhythm: true, startsOn: true },
    }),
  );
  const key = (userId: string, rhythm: string, startsOn: Date) => `${userId} ${rhythm} ${startsOn.getTime()}`;
  const done = new Set(sent.map((row) => key(row.userId, row.rhythm, row.startsOn)));
  return due.filter((row) => !done.has(key(row.userId, row.rhythm, dateOf(row.startsOn))));
}

/**
 * Writes one person's summary of one period: the row that makes it unique, and the mail, in one unit. Writing it again
 * does nothing; when there is nothing to tell, no mail is written. Returns whether one was.
 */
export function writeDigest({ userId, rhythm, startsOn }: DueDigest, now: Date): Promise<boolean> {
  return work(notifyActor, async (db) => {
    const user = await db.user.findUnique({
      where: { id: userId },
      select: {
        name: true,
        preferredName: true,
        email: true,
        emailVerifiedAt: true,
        status: true,
        locale: true,
        timeZone: true,
      },
    });
    if (user?.status !== "ACTIVE" || !user.email || !user.emailVerifiedAt) return false;
    const last = await db.digest.findFirst({
      where: { userId },
      orderBy: { createdAt: "desc" },
      select: { createdAt: true },
    });
    const id = uuid();
    const { count } = await db.digest.createMany({
      data: { id, userId, rhythm, startsOn: dateOf(startsOn), createdAt: now },
      skipDuplicates: true,
    });
    if (count === 0) return false;
    const items = await newsOf(db, userId, rhythm, digestSince(rhythm, last?.createdAt ?? null, now), now);
    if (items.length === 0) return false;
    const locale = isLocale(user.locale) ? user.locale : "en";
    const reader = {
      locale,
      timeZone: user.timeZone,
      name: user.preferredName ?? user.name.split(" ")[0] ?? user.name,
    };
    const letter = digestLetter(items, reader, { userId, rhythm }, env().APP_URL);
    await db.outboxMessage.createMany({
      data: {
        id: uuid(),
        channel: "EMAIL",
        userId,
        toAddress: user.email,
        locale,
        template: "digest",
        params: { digestId: id },
        subject: letter.subject,
        text: letterText(letter),
        html: letterHtml(letter),
        rank: rankOf.digest,
        dedupeKey: `digest:${userId}:${rhythm}:${startsOn}`,
        messageId: `<digest-${id}@${new URL(env().APP_URL).hostname}>`,
        nextAttemptAt: now,
      },
      skipDuplicates: true,
    });
    await db.digest.updateMany({ where: { id }, data: { sentAt: now } });
    await enqueue(db, messageEnqueued, {}, `digest:${id}`);
    return true;
  });
}

type News = { type: string; params: Readonly<Record<string, unknown>>; href: string | null };

/** What somebody has not read and would have had a mail of its own about, or at least did not refuse one. */
async function newsOf(db: Db, userId: string, rhythm: Rhythm, since: Date, until: Date): Promise<News[]> {
  const [rows, preferences] = [
    await db.notification.findMany({
      where: { userId, readAt: null, createdAt: { gt: since, lte: until } },
      orderBy: [{ createdAt: "desc" }, { id: "desc" }],
      select: { type: true, severity: true, params: true, href: true },
      take: 500,
    }),
    await db.notificationPreference.findMany({ where: { userId, channel: "EMAIL" } }),
  ];
  const said = new Map(preferences.map((one) => [preferenceKey(one.type, one.channel), one.enabled]));
  return rows
    .filter(
      ({ type, severity }) =>
        isKnownType(type) && inDigest(type, severity, rhythm) && said.get(preferenceKey(type, "EMAIL")) !== false,
    )
    .map((row) => ({ ...row, params: (row.params ?? {}) as Record<string, unknown> }));
}

/** The summary as a letter. Its subject is seen on locked screens: it only counts. */
export function digestLetter(
  items: readonly News[],
  reader: { locale: "en" | "sw"; timeZone: string; name: string },
  what: { userId: string; rhythm: "DAILY" | "WEEKLY" },
  appUrl: string,
): Letter {
  const t = translator(reader.locale, "notify");
  const at = (path: string) => new URL(path, appUrl).href;
  const shown = items.slice(0, MOST_ITEMS);
  const more = items.length - shown.length;
  const title = t(`digest.subject.${what.rhythm}`, { count: items.length });
  return {
    locale: reader.locale,
    subject: subjectLine(title),
    greeting: t("mail.greeting", { name: reader.name }),
    title,
    paragraphs: [t(`digest.lead.${what.rhythm}`), ...(more > 0 ? [t("digest.more", { count: more })] : [])],
    groups: grouped(shown).map(({ group, items: own }) => ({
      title: t(`digest.groups.${group}`),
      items: own.map((item) => {
        const { title: name, body } = wording(item, reader);
        return { title: name, text: body, href: item.href ? at(item.href) : null };
      }),
    })),
    action: { label: t("digest.open"), href: at("/dashboard") },
    foot: [t("digest.why")],
    links: [{ label: t("digest.stop"), href: stopAddress({ userId: what.userId, what: "digest" }, reader.locale) }],
  };
}
