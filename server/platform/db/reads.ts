import { oncePerProcess } from "../once";

const reads = () => oncePerProcess("Reads", () => ({ count: 0 }));

/** Reads of the database by this process so far: tests and benchmarks hold pages to a number. */
export const readCount = (): number => reads().count;
/** One more; not said in production. */
export const noteRead = (): void => {
  reads().count += 1;
};
