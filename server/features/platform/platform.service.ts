import { v7 as uuid } from "uuid";
import type { z } from "zod";
import type { Ctx } from "@/server/platform/actor";
import { audit } from "@/server/platform/audit";
import type { Db, Prisma } from "@/server/platform/db/work";
import { AppError } from "@/server/platform/errors";
import {
  MAX_VIEWS,
  type rememberSettingInput,
  type removeViewInput,
  type SettingKey,
  type SettingValue,
  type saveViewInput,
} from "./platform.schema";

/** More keys than all screens together have: somebody is filling the table. */
const MAX_SETTINGS = 300;

/** Keeps one setting in the caller's own memory; to be used by other rooms inside their unit. */
export async function keepSetting<K extends SettingKey>(
  db: Db,
  ctx: Ctx,
  key: K,
  value: SettingValue<K>,
): Promise<void> {
  const { userId } = ctx.actor;
  const held = await db.userSetting.findUnique({ where: { userId_key: { userId, key } }, select: { value: true } });
  if (!held && (await db.userSetting.count({ where: { userId } })) >= MAX_SETTINGS)
    throw new AppError("CONFLICT", "setting.too_many");
  await db.userSetting.upsert({
    where: { userId_key: { userId, key } },
    create: { userId, key, value: value as Prisma.InputJsonValue },
    update: { value: value as Prisma.InputJsonValue },
  });
  await audit(db, ctx, {
    action: "self.setting_remembered",
    subjectType: "setting",
    subjectId: key,
    before: held ? { value: held.value } : null,
    after: { value },
  });
}

/** Remembers for the caller how a screen stands. */
export function rememberSetting(
  ctx: Ctx,
  { key, value }: z.output<typeof rememberSettingInput>,
): Promise<{ key: string }> {
  return ctx.work(async (db) => {
    await keepSetting(db, ctx, key, value as SettingValue<typeof key>);
    return { key };
  });
}

/** Saves a list's filters, sort and columns under a name; the same name again is changed. */
export function saveView(ctx: Ctx, input: z.output<typeof saveViewInput>): Promise<{ id: string }> {
  const { userId } = ctx.actor;
  return ctx.work(async (db) => {
    const where = { userId_list_name: { userId, list: input.list, name: input.name } };
    const held = await db.savedView.findUnique({ where, select: { id: true, params: true } });
    if (!held && (await db.savedView.count({ where: { userId, list: input.list } })) >= MAX_VIEWS)
      throw new AppError("CONFLICT", "view.too_many", { meta: { maximum: MAX_VIEWS } });
    const { id } = await db.savedView.upsert({
      where,
      create: { id: uuid(), userId, list: input.list, name: input.name, params: input.params },
      update: { params: input.params },
      select: { id: true },
    });
    await audit(db, ctx, {
      action: "view.saved",
      subjectType: "view",
      subjectId: id,
      before: held ? { params: held.params } : null,
      after: input,
    });
    return { id };
  });
}

/** Removes one of one's own views; another's is not found. */
export function removeView(ctx: Ctx, { id }: z.output<typeof removeViewInput>): Promise<{ id: string }> {
  return ctx.work(async (db) => {
    const held = await db.savedView.findFirst({
      where: { id, userId: ctx.actor.userId },
      select: { list: true, name: true, params: true },
    });
    if (!held) throw new AppError("NOT_FOUND", "view.not_found");
    await db.savedView.deleteMany({ where: { id, userId: ctx.actor.userId } });
    await audit(db, ctx, { action: "view.removed", subjectType: "view", subjectId: id, before: held });
    return { id };
  });
}
