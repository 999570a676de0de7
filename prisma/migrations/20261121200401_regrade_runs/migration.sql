-- CreateEnum
CREATE TYPE "RegradeRunStatus" AS ENUM ('RUNNING', 'DONE');

-- CreateTable
CREATE TABLE "RegradeRun" (
    "id" UUID NOT NULL,
    "versionId" UUID NOT NULL,
    "askedById" UUID NOT NULL,
    "reason" TEXT NOT NULL,
    "status" "RegradeRunStatus" NOT NULL DEFAULT 'RUNNING',
    "total" INTEGER NOT NULL,
    "done" INTEGER NOT NULL DEFAULT 0,
    "changed" INTEGER NOT NULL DEFAULT 0,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "endedAt" TIMESTAMPTZ(3),

    CONSTRAINT "RegradeRun_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "RegradeLine" (
    "runId" UUID NOT NULL,
    "responseId" UUID NOT NULL,
    "studentId" UUID NOT NULL,
    "before" DOUBLE PRECISION NOT NULL,
    "after" DOUBLE PRECISION NOT NULL,

    CONSTRAINT "RegradeLine_pkey" PRIMARY KEY ("runId","responseId")
);

-- CreateIndex
CREATE INDEX "RegradeRun_versionId_createdAt_idx" ON "RegradeRun"("versionId", "createdAt");

-- CreateIndex
CREATE INDEX "RegradeLine_responseId_idx" ON "RegradeLine"("responseId");

-- CreateIndex
CREATE INDEX "RegradeLine_studentId_idx" ON "RegradeLine"("studentId");

-- AddForeignKey
ALTER TABLE "RegradeRun" ADD CONSTRAINT "RegradeRun_versionId_fkey" FOREIGN KEY ("versionId") REFERENCES "QuestionVersion"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RegradeLine" ADD CONSTRAINT "RegradeLine_runId_fkey" FOREIGN KEY ("runId") REFERENCES "RegradeRun"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RegradeLine" ADD CONSTRAINT "RegradeLine_responseId_fkey" FOREIGN KEY ("responseId") REFERENCES "Response"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "RegradeRun" ADD CONSTRAINT "RegradeRun_counts" CHECK (total > 0 AND changed BETWEEN 0 AND done AND done <= total
  AND length(reason) BETWEEN 3 AND 500 AND (status = 'DONE') = ("endedAt" IS NOT NULL));
ALTER TABLE "RegradeLine" ADD CONSTRAINT "RegradeLine_scores" CHECK (before BETWEEN 0 AND 1 AND after BETWEEN 0 AND 1);
-- One at a time for each version: a second one would rest on marks that are just moving.
CREATE UNIQUE INDEX "RegradeRun_running_sql" ON "RegradeRun" ("versionId") WHERE status = 'RUNNING';

ALTER TABLE "RegradeRun" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "RegradeRun" FORCE ROW LEVEL SECURITY;
ALTER TABLE "RegradeLine" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "RegradeLine" FORCE ROW LEVEL SECURITY;

-- Who keeps the question sees how far it is; what is marked from what to what is the service's alone, as marks by key are.
CREATE POLICY read_runs ON "RegradeRun" FOR SELECT TO uhs_app USING ((SELECT app.system()) = 'assessment'
  OR app.keeps_question((SELECT v."questionId" FROM "QuestionVersion" v WHERE v.id = "versionId")));
CREATE POLICY begin_runs ON "RegradeRun" FOR INSERT TO uhs_app WITH CHECK ((SELECT app.system()) = 'assessment');
CREATE POLICY go_on ON "RegradeRun" FOR UPDATE TO uhs_app USING ((SELECT app.system()) = 'assessment');
CREATE POLICY service_marks ON "RegradeLine" FOR ALL TO uhs_app USING ((SELECT app.system()) = 'assessment');
CREATE POLICY erasure_sees ON "RegradeLine" FOR SELECT TO uhs_app USING ("studentId" IN (SELECT app.erasable_students()));
CREATE POLICY erasure_deletes ON "RegradeLine" FOR DELETE TO uhs_app USING ("studentId" IN (SELECT app.erasable_students()));

-- The version takes over the key it is marked by in the unit that fixes what is to change.
CREATE POLICY correct_keys ON "QuestionKey" FOR UPDATE TO uhs_app USING ((SELECT app.system()) = 'assessment');
