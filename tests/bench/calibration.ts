/** `npm run bench:calibration`: questions whose parameters are known, and how well answers find them again. */
import { recover, settings } from "../adaptive/calibration";

const columns = [
  "answers",
  "questions found",
  "correlation of b",
  "RMSE of b",
  "its mean error",
  "RMSE of the authors' levels",
  "RMSE of a",
  "its mean error",
  "time",
];
console.log(`| ${columns.join(" | ")} |\n|${" --- |".repeat(columns.length)}`);
for (const setting of settings) {
  const began = performance.now();
  const { name, found, of, correlation, rmse, meanError, authors, slopes } = recover(setting);
  const figure = (value: number) => (Number.isNaN(value) ? "–" : value.toFixed(2));
  const figures = [correlation, rmse, meanError, authors, slopes.rmse, slopes.meanError].map(figure);
  console.log(
    `| ${[name, `${found} of ${of}`, ...figures, `${((performance.now() - began) / 1000).toFixed(1)} s`].join(" | ")} |`,
  );
}
