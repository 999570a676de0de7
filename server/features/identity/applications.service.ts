import { v7 as uuid } from "uuid";
import type { z } from "zod";
import type { Locale } from "@/lib/locales";
import { type Ctx, systemActor } from "@/server/platform/actor";
import { audit } from "@/server/platform/audit";
import { type Db, work } from "@/server/platform/db/work";
import { AppError } from "@/server/platform/errors";
import { live } from "@/server/platform/live";
import { limit } from "@/server/platform/rate-limit";
import {
  type ApplicationKind,
  type applicationInput,
  type declineInput,
  type instructorApplication,
  type partnerApplication,
  partnerData,
} from "./applications.schema";
import { countedAddress } from "./identity.domain";
import { sendLetter } from "./identity.letters";
import { type Asker, invite, sendAgain, workOf } from "./invitations.service";

const registration = systemActor("registration");
type Typed =
  | { kind: "INSTRUCTOR"; application: z.output<typeof instructorApplication> }
  | { kind: "PARTNER"; application: z.output<typeof partnerApplication> };

/**
 * Takes an application. Nobody gets an account by it. One that is still open under the same address stays as it is, and
 * whoever sends it again gets the same answer.
 */
export async function apply(asker: Asker, typed: Typed): Promise<void> {
  await limit("apply", countedAddress(asker.ip), 10, 3600);
  await limit("apply-to", typed.application.email, 4, 3600);
  const { kind } = typed;
  const { name, email, phone, locale, agree: _, ...data } = typed.application;
  const id = uuid();
  await work(registration, async (db) => {
    const { count } = await db.application.createMany({
      data: { id, kind, name, email, phone, locale, data, createdAt: asker.now },
      skipDuplicates: true,
    });
    if (count === 0) return;
    await sendLetter(db, {
      to: { email },
      locale,
      name: "application_received",
      params: { name },
      link: "/",
      dedupeKey: id,
    });
    await audit(
      db,
      { ...asker, actor: registration },
      {
        action: "application.received",
        subjectType: "application",
        subjectId: id,
        after: { kind },
      },
    );
  });
}

async function openApplication(db: Db, id: string) {
  const row = await db.application.findUnique({
    where: { id },
    select: { id: true, kind: true, status: true, name: true, email: true, locale: true, data: true },
  });
  if (!row) throw new AppError("NOT_FOUND", "application.not_found");
  if (row.status !== "SUBMITTED") throw new AppError("CONFLICT", "application.decided");
  return row;
}

const slugOf = (name: string, id: string) =>
  `${name
    .toLowerCase()
    .normalize("NFKD")
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "")
    .slice(0, 40)}-${id.slice(-6)}`;

/** Approves: the organisation is opened, and the applicant invited to the role it was about. Two who press at once approve once. */
export function approveApplication(
  ctx: Ctx,
  input: z.output<typeof applicationInput>,
): Promise<{ invitationId: string }> {
  return ctx.work(async (db) => {
    const row = await openApplication(db, input.id);
    const kind = row.kind as ApplicationKind;
    const locale = row.locale as Locale;
    const { count } = await db.application.updateMany({
      where: { id: row.id, status: "SUBMITTED" },
      data: { status: "APPROVED", decidedById: ctx.actor.userId, decidedAt: ctx.now },
    });
    if (count === 0) throw new AppError("CONFLICT", "application.decided");
    const partner = kind === "PARTNER" ? partnerData.parse(row.data) : null;
    const organizationId = partner ? uuid() : null;
    if (partner && organizationId) {
      await db.organization.createMany({
        data: {
          id: organizationId,
          kind: "PARTNER",
          name: partner.organisation,
          slug: slugOf(partner.organisation, organizationId),
          status: "ACTIVE",
          about: partner.about,
          county: partner.county,
          createdAt: ctx.now,
        },
      });
      await audit(db, ctx, {
        action: "organization.approved",
        subjectType: "organization",
        subjectId: organizationId,
        after: { name: partner.organisation, applicationId: row.id },
      });
    }
    const { id: invitationId } = await invite(db, ctx, {
      name: row.name,
      contact: { email: row.email },
      role: kind,
      grants:
        kind === "INSTRUCTOR"
          ? { kind: "instructor", applicationId: row.id }
          : { kind: "partner", applicationId: row.id, member: "OWNER" },
      studentIds: [],
      organizationId,
      locale,
      about: await workOf(db, { role: kind, organizationId, locale }),
    });
    await db.application.updateMany({ where: { id: row.id }, data: { invitationId, organizationId } });
    await audit(db, ctx, {
      action: "application.approved",
      subjectType: "application",
      subjectId: row.id,
      before: { status: "SUBMITTED" },
      after: { status: "APPROVED", kind, invitationId, organizationId },
    });
    await live(db, [ctx.actor.userId], "changed", { topic: "applications" });
    return { invitationId };
  });
}

/** Sends the approved applicant's invitation once more. */
export function resendApproval(ctx: Ctx, input: z.output<typeof applicationInput>): Promise<{ sent: true }> {
  return ctx.work(async (db) => {
    const row = await db.application.findFirst({
      where: { id: input.id, status: "APPROVED", invitationId: { not: null } },
      select: { kind: true, locale: true, organizationId: true, invitationId: true },
    });
    if (!row?.invitationId) throw new AppError("NOT_FOUND", "application.not_found");
    await sendAgain(db, ctx, row.invitationId, await workOf(db, { ...row, role: row.kind }));
    await audit(db, ctx, { action: "application.invited_again", subjectType: "application", subjectId: input.id });
    return { sent: true };
  });
}

/** Declines, with the reason the applicant reads. */
export function declineApplication(ctx: Ctx, input: z.output<typeof declineInput>): Promise<{ declined: true }> {
  return ctx.work(async (db) => {
    const row = await openApplication(db, input.id);
    const { count } = await db.application.updateMany({
      where: { id: row.id, status: "SUBMITTED" },
      data: { status: "DECLINED", reason: input.reason, decidedById: ctx.actor.userId, decidedAt: ctx.now },
    });
    if (count === 0) throw new AppError("CONFLICT", "application.decided");
    await sendLetter(db, {
      to: { email: row.email },
      locale: row.locale as Locale,
      name: "application_declined",
      params: { name: row.name, reason: input.reason },
      link: "/register",
      dedupeKey: row.id,
    });
    await audit(db, ctx, {
      action: "application.declined",
      subjectType: "application",
      subjectId: row.id,
      before: { status: "SUBMITTED" },
      after: { status: "DECLINED", reason: input.reason },
    });
    await live(db, [ctx.actor.userId], "changed", { topic: "applications" });
    return { declined: true };
  });
}
