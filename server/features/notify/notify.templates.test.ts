import { describe, expect, test } from "vitest";
import { locales } from "@/lib/locales";
import { typeFacts } from "./notify.domain";
import { notificationTypes } from "./notify.schema";
import { compose, wording } from "./notify.templates";

const sample = { text: 'Amani <b>"&', number: 4, date: "2026-11-30", datetime: "2026-11-21T20:15:00Z" } as const;
const reader = { timeZone: "Africa/Nairobi", name: "Wanjiru" };
const paramsOf = (type: (typeof notificationTypes)[number]) =>
  Object.fromEntries(Object.entries(typeFacts[type].params).map(([name, kind]) => [name, sample[kind]]));

describe.each(locales)("in %s", (locale) => {
  test.each(notificationTypes)("%s has words for the inbox, mail and SMS, complete and safe", (type) => {
    const told = { type, params: paramsOf(type), href: "/dashboard/parent/children" };
    const mail = compose(told, { ...reader, locale }, "https://school.example");
    const all = Object.values(mail).join("\n");
    expect(all).not.toMatch(/\{|undefined|types\.|mail\./);
    expect(mail.html).not.toContain("<b>");
    expect(mail.text).toContain("https://school.example/dashboard/parent/children");
    expect(mail.text).toContain("https://school.example/dashboard/parent/preferences");
    expect(mail.html).toContain(`lang="${locale}"`);
    expect(wording(told, { ...reader, locale }).title).not.toBe("");
    expect(mail.sms).toMatch(/^[\x20-\x7e]*$/);
    // Seen on a locked screen, by whoever holds the phone.
    if ("child" in typeFacts[type].params)
      expect(`${mail.subject} ${mail.sms}`.split("https")[0]).not.toContain("Amani");
  });

  test("a type of an older version still has words", () => {
    expect(wording({ type: "gone.type", params: {} }, { ...reader, locale }).title).not.toBe("");
  });

  test("a parameter that is missing leaves a gap, not an error", () => {
    expect(wording({ type: "consent.expiring", params: {} }, { ...reader, locale }).title).not.toMatch(/undefined|\{/);
  });
});

test("times are the reader's: 20:15 UTC is 23:15 in Nairobi", () => {
  const told = { type: "account.new_sign_in", params: { device: "Firefox", at: "2026-11-21T20:15:00Z" } };
  expect(wording(told, { ...reader, locale: "en" }).body).toContain("23:15");
});
