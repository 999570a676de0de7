-- Files: uploads on their way, what a stored file says of itself, and who reads a file about a child.
CREATE TYPE "UploadState" AS ENUM ('OPEN', 'DONE', 'REFUSED');

ALTER TABLE "StoredFile"
  ADD COLUMN "dataType" "ConsentDataType",
  ADD COLUMN "width" INTEGER,
  ADD COLUMN "height" INTEGER,
  ADD COLUMN "variants" JSONB NOT NULL DEFAULT '[]',
  ADD COLUMN "scanDetail" TEXT,
  ADD COLUMN "scannedAt" TIMESTAMPTZ(3),
  ADD COLUMN "verifiedAt" TIMESTAMPTZ(3);
CREATE INDEX "StoredFile_verifiedAt_idx" ON "StoredFile"("verifiedAt");
CREATE INDEX "StoredFile_pending" ON "StoredFile" ("createdAt") WHERE scan = 'PENDING';
ALTER TABLE "StoredFile" ADD CONSTRAINT "StoredFile_consent_of_a_child" CHECK ("dataType" IS NULL OR "studentId" IS NOT NULL);

CREATE TABLE "Upload" (
  "id" UUID NOT NULL,
  "ownerId" UUID NOT NULL,
  "studentId" UUID,
  "purpose" TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "declared" TEXT NOT NULL,
  "size" BIGINT NOT NULL,
  "received" BIGINT NOT NULL DEFAULT 0,
  "state" "UploadState" NOT NULL DEFAULT 'OPEN',
  "reason" TEXT,
  "fileId" UUID,
  "holder" UUID,
  "heldUntil" TIMESTAMPTZ(3),
  "expiresAt" TIMESTAMPTZ(3) NOT NULL,
  "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "Upload_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "Upload_received" CHECK (size > 0 AND received BETWEEN 0 AND size)
);
CREATE INDEX "Upload_ownerId_state_idx" ON "Upload"("ownerId", "state");
CREATE INDEX "Upload_studentId_idx" ON "Upload"("studentId");
CREATE INDEX "Upload_expiresAt_idx" ON "Upload"("expiresAt");

ALTER TABLE "Upload" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "Upload" FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE, DELETE ON "Upload" TO uhs_app;
GRANT SELECT ON "Upload" TO uhs_definer;

-- One's own, and about a child only as long as one belongs to the child: having sent a photo is no lasting claim to it.
CREATE POLICY own_uploads ON "Upload" FOR ALL TO uhs_app USING (
  (SELECT app.system()) = 'files'
  OR ("ownerId" = (SELECT app.user_id()) AND (SELECT app.role()) IS NOT NULL
      AND ("studentId" IS NULL OR "studentId" IN (SELECT app.guarded_students('view'))
           OR "studentId" IN (SELECT app.my_students()) OR "studentId" IN (SELECT app.taught_students()))));

DROP POLICY own_files ON "StoredFile";
CREATE POLICY own_files ON "StoredFile" FOR SELECT TO uhs_app USING (
  (SELECT app.system()) = 'files'
  OR ("ownerId" = (SELECT app.user_id()) AND (SELECT app.role()) IS NOT NULL
      AND ("studentId" IS NULL OR "studentId" IN (SELECT app.guarded_students('view'))
           OR "studentId" IN (SELECT app.my_students()) OR "studentId" IN (SELECT app.taught_students()))));
-- The family and the child; anybody else as far as app.readable_students says for this kind of record, asked anew each time.
CREATE POLICY child_files ON "StoredFile" FOR SELECT TO uhs_app USING (
  "studentId" IN (SELECT app.guarded_students('view')) OR "studentId" IN (SELECT app.my_students())
  OR ("dataType" = 'PROFILE' AND "studentId" IN (SELECT app.readable_students('PROFILE')))
  OR ("dataType" = 'PROGRESS' AND "studentId" IN (SELECT app.readable_students('PROGRESS')))
  OR ("dataType" = 'ASSESSMENT' AND "studentId" IN (SELECT app.readable_students('ASSESSMENT')))
  OR ("dataType" = 'ATTENDANCE' AND "studentId" IN (SELECT app.readable_students('ATTENDANCE')))
  OR ("dataType" = 'MOOD' AND "studentId" IN (SELECT app.readable_students('MOOD')))
  OR ("dataType" = 'PORTFOLIO' AND "studentId" IN (SELECT app.readable_students('PORTFOLIO')))
  OR ("dataType" = 'PHOTO' AND "studentId" IN (SELECT app.readable_students('PHOTO')))
  OR ("dataType" = 'RECORDING' AND "studentId" IN (SELECT app.readable_students('RECORDING')))
  OR ("dataType" = 'MESSAGES' AND "studentId" IN (SELECT app.readable_students('MESSAGES'))));
-- That a file is clean is never its owner's word.
CREATE POLICY add_files ON "StoredFile" FOR INSERT TO uhs_app WITH CHECK (
  (SELECT app.system()) = 'files'
  OR ("ownerId" = (SELECT app.user_id()) AND (SELECT app.role()) IS NOT NULL AND scan IN ('PENDING', 'SKIPPED')
      AND ("studentId" IS NULL OR "studentId" IN (SELECT app.guarded_students('view'))
           OR "studentId" IN (SELECT app.my_students()) OR "studentId" IN (SELECT app.taught_students()))));
CREATE POLICY change_files ON "StoredFile" FOR UPDATE TO uhs_app USING ((SELECT app.system()) = 'files');
-- Who sent it; and a child's picture is taken away by whoever decides for the child.
CREATE POLICY remove_files ON "StoredFile" FOR DELETE TO uhs_app USING (
  (SELECT app.system()) = 'files'
  OR ("ownerId" = (SELECT app.user_id()) AND (SELECT app.role()) IS NOT NULL
      AND ("studentId" IS NULL OR "studentId" IN (SELECT app.guarded_students('view'))
           OR "studentId" IN (SELECT app.my_students()) OR "studentId" IN (SELECT app.taught_students())))
  OR ("dataType" = 'PHOTO' AND "studentId" IN (SELECT app.guarded_students('consent'))));
