import { readFileSync } from "node:fs";
import path from "node:path";
import type { Random } from "./random";

type Names = {
  givenFemale: string[];
  givenMale: string[];
  surnames: string[];
  counties: { code: string; name: string; towns: string[] }[];
};

/** Names common in Kenya, counties and their towns. */
export const names: Names = JSON.parse(readFileSync(path.resolve("prisma/data/names.json"), "utf8"));

export type Sex = "FEMALE" | "MALE";
export const givenName = (random: Random, sex: Sex) =>
  random.pick(sex === "FEMALE" ? names.givenFemale : names.givenMale);
export const surname = (random: Random) => random.pick(names.surnames);

/** A county with one of its own towns. */
export function home(random: Random, among = names.counties): { county: string; town: string } {
  const county = random.pick(among);
  return { county: county.name, town: random.pick(county.towns) };
}

/** Letters and digits only, for the local part of an address. */
export const slug = (text: string) =>
  text
    .normalize("NFD")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ".")
    .replace(/^\.|\.$/g, "");
