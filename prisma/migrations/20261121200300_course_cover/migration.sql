-- A course's cover is a picture that says in words what it shows; with the file goes the cover, and the drawn one returns.
UPDATE "Course" c SET "coverFileId" = NULL
WHERE c."coverFileId" IS NOT NULL AND NOT EXISTS (SELECT FROM "StoredFile" f WHERE f.id = c."coverFileId" AND f.mime LIKE 'image/%');
ALTER TABLE "Course" ADD COLUMN     "coverAlt" TEXT;
UPDATE "Course" SET "coverAlt" = title WHERE "coverFileId" IS NOT NULL;
ALTER TABLE "Course" ADD CONSTRAINT "Course_cover_says_what_it_shows"
  CHECK ("coverFileId" IS NULL OR coalesce(length("coverAlt"), 0) BETWEEN 1 AND 300);

-- CreateIndex
CREATE INDEX "Course_coverFileId_idx" ON "Course"("coverFileId");

-- AddForeignKey
ALTER TABLE "Course" ADD CONSTRAINT "Course_coverFileId_fkey" FOREIGN KEY ("coverFileId") REFERENCES "StoredFile"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- Everybody sees the cover of a published course: nobody publishes a file that way which they may not see themselves.
CREATE FUNCTION app.keep_cover() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
  IF current_user = 'uhs_app' AND NOT EXISTS (
    SELECT FROM "StoredFile" f WHERE f.id = NEW."coverFileId" AND f.purpose = 'course' AND f."studentId" IS NULL AND f.mime LIKE 'image/%') THEN
    RAISE EXCEPTION 'a cover is a picture of a course that its editor may see' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER cover_kept BEFORE INSERT OR UPDATE OF "coverFileId" ON "Course" FOR EACH ROW WHEN (NEW."coverFileId" IS NOT NULL)
  EXECUTE FUNCTION app.keep_cover();
