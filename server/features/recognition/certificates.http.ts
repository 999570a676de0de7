import { z } from "zod";
import { contentDisposition } from "@/server/features/files/files.domain";
import { asPerson } from "@/server/features/files/files.http";
import { ownAddress } from "@/server/platform/document";
import { limit } from "@/server/platform/rate-limit";
import { readCertificate } from "./certificates.queries";

/** A certificate as a PDF to keep and to print, in the language of whoever asks for it. */
export function answerCertificate(request: Request, id: string): Promise<Response> {
  return asPerson(request, "progress:read", async (ctx) => {
    await limit("certificate", ctx.actor.userId, 30, 600);
    const printed = await readCertificate(ctx, z.uuid().parse(id));
    // Asked for when a first paper is: what draws it costs no start.
    const { certificatePdf } = await import("@/server/documents/certificate");
    const pdf = await certificatePdf({ printed, locale: ctx.locale, verifyAt: ownAddress(`/verify/${printed.code}`) });
    return new Response(pdf, {
      headers: {
        "content-type": "application/pdf",
        "content-length": String(pdf.byteLength),
        "content-disposition": contentDisposition("attachment", `${printed.firstName} ${printed.title}.pdf`),
        "cache-control": "private, no-store",
        "x-content-type-options": "nosniff",
      },
    });
  });
}
