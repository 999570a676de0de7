import { describe, expect, it } from "vitest";
import { type DateStyle, formats, type MoneyOptions } from "./format";

const en = formats("en");
const sw = formats("sw");
const plain = (text: string) => text.replaceAll("\u00A0", " ");
const at = "2026-11-20T07:05:00Z";

describe("dates, in Nairobi", () => {
  it.each<[DateStyle, string, string]>([
    ["date", "20 Nov 2026", "20 Nov 2026"],
    ["long", "20 November 2026", "20 Novemba 2026"],
    ["day", "Friday 20 November", "Ijumaa 20 Novemba"],
    ["short", "20 Nov", "20 Nov"],
    ["month", "November 2026", "Novemba 2026"],
    ["weekday", "Fri", "Ijumaa"],
    ["time", "10:05", "10:05"],
  ])("%s", (style, english, kiswahili) => {
    expect(en.date(at, style)).toBe(english);
    expect(sw.date(at, style)).toBe(kiswahili);
  });
  it("belong to the reader's day, not to Greenwich's", () => {
    expect(en.isoDay("2026-11-20T22:30:00Z")).toBe("2026-11-21");
    expect(formats("en", "Europe/London").isoDay("2026-11-20T22:30:00Z")).toBe("2026-11-20");
  });
  it("show the other zone only when it differs", () => {
    expect(en.timeIn(at, "Africa/Nairobi")).toBe("10:05");
    expect(plain(formats("en", "Europe/London").timeIn(at, "Africa/Nairobi"))).toBe("07:05 (10:05 EAT)");
    expect(en.timeIn(at, "Africa/Kampala")).toBe("10:05");
  });
  it("fall back to the school's zone when the machine does not know the reader's", () => {
    expect(formats("en", "Mars/Olympus").time(at)).toBe("10:05");
  });
});

describe("how long ago", () => {
  it.each([
    ["2026-11-20T07:04:40Z", "now", "sasa hivi"],
    ["2026-11-20T07:00:00Z", "5 minutes ago", "dakika 5 zilizopita"],
    ["2026-11-20T09:30:00Z", "in 2 hours", "baada ya saa 2"],
    ["2026-11-19T07:05:00Z", "yesterday", "jana"],
    ["2026-10-30T07:05:00Z", "3 weeks ago", "wiki 3 zilizopita"],
  ])("%s", (moment, english, kiswahili) => {
    expect(en.relative(moment, at)).toBe(english);
    expect(sw.relative(moment, at)).toBe(kiswahili);
  });
  it.each([
    ["2026-11-20T05:00:00Z", "08:00"],
    ["2026-11-19T20:00:00Z", "yesterday, 23:00"],
    ["2026-11-20T21:30:00Z", "tomorrow, 00:30"],
    ["2026-02-03T07:00:00Z", "3 Feb"],
    ["2025-02-03T07:00:00Z", "3 Feb 2025"],
  ])("%s in a list", (moment, expected) => {
    expect(en.moment(moment, at)).toBe(expected);
  });
});

describe("money", () => {
  it.each<[bigint, MoneyOptions, string]>([
    [450_000n, {}, "KES 4,500"],
    [450_050n, {}, "KES 4,500.50"],
    [450_005n, {}, "KES 4,500.05"],
    [0n, {}, "KES 0"],
    [-125_050n, {}, "−KES 1,250.50"],
    [-1n, {}, "−KES 0.01"],
    [250_000n, { sign: "always" }, "+KES 2,500"],
    [0n, { sign: "always" }, "KES 0"],
    [9_007_199_254_740_993_01n, {}, "KES 9,007,199,254,740,993.01"],
    [1_999n, { currency: "USD" }, "USD 19.99"],
  ])("%s cents %j", (cents, options, expected) => {
    expect(plain(en.money(cents, options))).toBe(expected);
    expect(plain(sw.money(cents, options))).toBe(expected);
  });
});

describe("numbers and words", () => {
  it.each([
    [en.number(1234567.89), "1,234,567.9"],
    [en.number(-3), "−3"],
    [en.number(2, { least: 2 }), "2.00"],
    [en.percent(0.913), "91%"],
    [en.minutes(45), "45 min"],
    [en.minutes(80), "1 h 20 min"],
    [en.minutes(120), "2 h"],
    [sw.minutes(80), "saa 1 dak 20"],
    [en.bytes(0), "0 B"],
    [en.bytes(820), "820 B"],
    [en.bytes(34_000), "34 KB"],
    [en.bytes(1_440_000), "1.4 MB"],
    [en.plural(1, { one: "# child", other: "# children" }), "1 child"],
    [en.plural(1200, { one: "# child", other: "# children" }), "1,200 children"],
    [sw.plural(1, { one: "mtoto #", other: "watoto #" }), "mtoto 1"],
    [sw.plural(4, { one: "mtoto #", other: "watoto #" }), "watoto 4"],
    [en.list(["Amani", "Baraka", "Chebet"]), "Amani, Baraka and Chebet"],
    [sw.list(["Amani", "Baraka", "Chebet"]), "Amani, Baraka na Chebet"],
  ])("%s", (written, expected) => {
    expect(plain(written)).toBe(expected);
  });
});
