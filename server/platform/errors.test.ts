import { notFound } from "next/navigation";
import { expect, test } from "vitest";
import { AppError, type ErrorKind, statusOf } from "./errors";

/** How the framework knows again what `notFound` threw. */
function markOfNotFound(): unknown {
  try {
    notFound();
  } catch (error) {
    return (error as { digest?: string }).digest;
  }
}

test("what is not there, met while a page is drawn, makes it the page that does not exist; nothing else does", () => {
  for (const kind of Object.keys(statusOf) as ErrorKind[]) {
    const { digest } = new AppError(kind, "some.reason");
    expect([kind, digest]).toEqual([kind, kind === "NOT_FOUND" ? markOfNotFound() : undefined]);
  }
});
