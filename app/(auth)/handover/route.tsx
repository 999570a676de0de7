import type { ReactElement } from "react";
import { ChildKey, HandOver, TakeBack, WhoIsIt } from "@/components/documents/handover";
import { type Picture, picturesInKey, pressedPictures } from "@/lib/pictures";
import {
  type ChildAtDoor,
  type ChildrensDoor,
  childrenWithKeys,
  readDoor,
} from "@/server/features/identity/handover.queries";
import { childAnswer } from "@/server/features/identity/handover.schema";
import { handOver, openForChild } from "@/server/features/identity/handover.service";
import { signIn } from "@/server/features/identity/identity.service";
import type { Ctx } from "@/server/platform/actor";
import { heldToken } from "@/server/platform/context";
import { deviceCookies, type HeldDevice, handoverCookie, heldDevice } from "@/server/platform/device-cookies";
import { documentRoute, type Reader, readReader } from "@/server/platform/document";
import { AppError } from "@/server/platform/errors";
import { translator } from "@/server/platform/i18n";
import { readForm, refuseForeign, seeOther } from "@/server/platform/origin";
import { sealSession, setSession } from "@/server/platform/session";
import { respond, tried } from "../respond";

export const dynamic = "force-dynamic";

type AtDoor = { reader: Reader; door: ChildrensDoor; children: ChildAtDoor[]; device: HeldDevice };
type Shown = { error?: string; status?: number; headers?: HeadersInit };

/** A guardian signed in may hand the device over; on a device handed over the children come in, or the guardian back. */
export const GET = documentRoute(async (request) => {
  const query = new URL(request.url).searchParams;
  const reader = await readReader(request, "/handover");
  if (reader.ctx.actor.kind === "user") return give(reader);
  const at = await atDoor(request, reader);
  if (!at) return seeOther("/login");
  if (query.has("back")) return takeBack(at);
  const child = at.children.find(({ studentId }) => studentId === query.get("child"));
  return child ? askKey(at, child, []) : who(at);
});

export const POST = documentRoute(async (request) => {
  const refused = refuseForeign(request, { maxBytes: 4 * 1024 });
  if (refused) return refused;
  const form = await readForm(request);
  const reader = await readReader(request, "/handover");
  if (form.get("act") === "give") return given(reader);
  const at = await atDoor(request, reader);
  if (!at) return seeOther("/login");
  return form.get("act") === "back" ? goBack(request, at, form) : open(at, form);
});

async function atDoor(request: Request, reader: Reader): Promise<AtDoor | null> {
  const device = heldDevice(request);
  const found = await readDoor(device.handover);
  if (!found) return null;
  const { locale } = found.door;
  // Nobody is signed in: the family's language, unless the address asks for another.
  if (!reader.frame.lang)
    reader.frame = { ...reader.frame, locale, t: translator(locale, "documents"), signedIn: false };
  return { reader, device, ...found };
}

/** A guardian who may let children in; for anybody else there is nothing to hand over. */
const mayGive = (ctx: Reader["ctx"]): ctx is Ctx =>
  ctx.actor.kind === "user" && ctx.actor.permissions.has("child:sign_in");

async function give(reader: Reader, shown: Shown = {}): Promise<Response> {
  const { ctx } = reader;
  if (!mayGive(ctx)) return seeOther("/dashboard");
  const h = translator(reader.frame.locale, "handover");
  const page = <HandOver {...reader.frame} h={h} family={await childrenWithKeys(ctx)} error={shown.error ?? null} />;
  return show(reader, page, h("give.title"), shown);
}

async function given(reader: Reader): Promise<Response> {
  const { ctx } = reader;
  if (!mayGive(ctx)) return seeOther("/login");
  const outcome = await tried(reader, () => handOver(ctx));
  if ("refused" in outcome) return give(reader, { error: outcome.refused.form, status: outcome.refused.status });
  return seeOther("/handover", [["set-cookie", setSession(null)], handoverCookie(outcome.done.token)]);
}

function who({ reader, door, children }: AtDoor): Promise<Response> {
  const h = translator(reader.frame.locale, "handover");
  return show(reader, <WhoIsIt {...reader.frame} h={h} guardian={door.name} family={children} />, h("who.title"));
}

function askKey({ reader }: AtDoor, child: ChildAtDoor, pressed: Picture[], shown: Shown = {}): Promise<Response> {
  const h = translator(reader.frame.locale, "handover");
  const page = <ChildKey {...reader.frame} h={h} child={child} pressed={pressed} error={shown.error ?? null} />;
  return show(reader, page, h("key.title", { name: child.firstName }), shown);
}

/** A PIN as it was typed, or one more picture; the third is the answer. */
async function open(at: AtDoor, form: Map<string, string>): Promise<Response> {
  const child = at.children.find(({ studentId }) => studentId === form.get("child"));
  if (!child) return seeOther("/handover");
  const pressed = pressedPictures(`${form.get("pressed") ?? ""},${form.get("picture") ?? ""}`);
  if (child.kind === "PICTURES" && pressed.length < picturesInKey) return askKey(at, child, pressed);
  const secret = child.kind === "PICTURES" ? pressed.slice(0, picturesInKey).join(",") : form.get("secret");
  const answer = childAnswer.safeParse({ child: child.studentId, secret });
  const h = translator(at.reader.frame.locale, "handover");
  if (!answer.success) return askKey(at, child, [], { error: h("key.missing"), status: 422 });
  const outcome = await tried(at.reader, () =>
    openForChild(at.reader.ctx, at.door, { studentId: child.studentId, secret: answer.data.secret }, at.device),
  );
  if ("refused" in outcome) {
    const { form: error, status, wait } = outcome.refused;
    return askKey(at, child, [], { error, status, headers: wait ? { "retry-after": wait } : {} });
  }
  return enter(outcome.done, at.device);
}

const enter = async (
  { token, path }: { token: string; path: string },
  device: HeldDevice,
  more: [string, string][] = [],
) => seeOther(path, [["set-cookie", setSession(await sealSession(token))], ...deviceCookies(device), ...more]);

function takeBack({ reader, door }: AtDoor, shown: Shown = {}): Promise<Response> {
  const h = translator(reader.frame.locale, "handover");
  const page = <TakeBack {...reader.frame} h={h} guardian={door.name} error={shown.error ?? null} />;
  return show(reader, page, h("back.title"), shown);
}

/** The guardian signs in like everywhere else, second step included; that ends what hung on the session handed over. */
async function goBack(request: Request, at: AtDoor, form: Map<string, string>): Promise<Response> {
  const { reader, door, device } = at;
  const password = (form.get("password") ?? "").slice(0, 512);
  const outcome = await tried(reader, async () => {
    if (!password) throw new AppError("BAD_INPUT", "child_key.password");
    const replaces = await heldToken(request);
    return signIn(reader.ctx, { email: door.login, password }, { next: "/dashboard/parent", replaces, device });
  });
  if ("refused" in outcome) {
    const { reason, form: said, status, wait } = outcome.refused;
    const error = reason === "sign_in.refused" ? translator(reader.frame.locale, "handover")("back.refused") : said;
    return takeBack(at, { error, status, headers: wait ? { "retry-after": wait } : {} });
  }
  return enter(outcome.done, device, [handoverCookie(null)]);
}

const show = (reader: Reader, page: ReactElement, title: string, { error, status = 200, headers = {} }: Shown = {}) =>
  respond(reader, page, { title, description: title, failed: error }, status, headers);
