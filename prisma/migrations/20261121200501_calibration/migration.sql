-- How sure a calibration is, and over how many first answers it was made; counted also where they are still too few.
ALTER TABLE "QuestionVersion" ADD COLUMN "bError" DOUBLE PRECISION,
ADD COLUMN "aError" DOUBLE PRECISION,
ADD COLUMN "calibratedOver" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN "calibratedAt" TIMESTAMPTZ(3);
ALTER TABLE "QuestionVersion" ADD CONSTRAINT "QuestionVersion_calibration" CHECK (
  (b IS NULL) = (a IS NULL) AND coalesce("bError", 1) > 0 AND coalesce("aError", 1) > 0 AND "calibratedOver" >= 0);
