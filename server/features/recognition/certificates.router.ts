import { allow, router } from "@/server/platform/trpc";
import { listCertificates } from "./certificates.queries";
import { certificateInput, certificatesOfInput, revokeInput } from "./certificates.schema";
import { reissueCertificate, revokeCertificate } from "./certificates.service";

export const certificatesRouter = router({
  list: allow("family:read")
    .input(certificatesOfInput)
    .query(({ ctx, input }) => listCertificates(ctx, input.studentId)),
  revoke: allow("certificate:write")
    .input(revokeInput)
    .mutation(({ ctx, input }) => revokeCertificate(ctx, input)),
  reissue: allow("certificate:write")
    .input(certificateInput)
    .mutation(({ ctx, input }) => reissueCertificate(ctx, input)),
});
