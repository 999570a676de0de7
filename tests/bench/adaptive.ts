/** `npm run bench:adaptive`: 500 simulated learners, and how well each way of testing finds their ability again. */
import { simulate } from "../adaptive/simulation";

const learners = Number(process.argv[2] ?? 500);
const started = performance.now();
const rows = simulate({ learners });
const columns = [
  "way",
  "bias",
  "RMSE",
  "questions",
  "mean error",
  "ability: correlation",
  "same level",
  "score: correlation",
  "same level",
  "most used item",
];
const percent = (share: number) => `${(100 * share).toFixed(0)} %`;
console.log(`| ${columns.join(" | ")} |\n|${" --- |".repeat(columns.length)}`);
for (const { name, bias, rmse, meanLength, meanError, ability, score, exposure } of rows) {
  const figures = [bias, rmse, meanLength, meanError, ability.correlation].map((value) => value.toFixed(2));
  const levels = [percent(ability.sameLevel), score.correlation.toFixed(2), percent(score.sameLevel)];
  console.log(`| ${[name, ...figures, ...levels, percent(exposure)].join(" | ")} |`);
}
console.log(`${learners} learners, ${rows.length} ways, ${((performance.now() - started) / 1000).toFixed(1)} s`);
