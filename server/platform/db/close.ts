/** For the end of a process; the only part of the client that may be reached without a unit of work. */
export { closeDatabase } from "./client";
