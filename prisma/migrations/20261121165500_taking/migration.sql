-- An attempt under way is the child's own: nobody a guardian named, nor the guardian, looks over the shoulder. What has
-- ended is read as before.
ALTER POLICY read_attempts ON "Attempt" USING (
  ("studentId" IN (SELECT app.record_students('ASSESSMENT')) AND (status <> 'OPEN' OR "studentId" IN (SELECT app.my_students())))
  OR "courseId" IN (SELECT app.taught_courses('learners'))
  OR (SELECT app.has_permission('child:read_all')) OR (SELECT app.system()) IN ('assessment', 'recognition'));
ALTER POLICY read_responses ON "Response" USING (
  ("studentId" IN (SELECT app.record_students('ASSESSMENT')) AND EXISTS (SELECT FROM "Attempt" a WHERE a.id = "attemptId"))
  OR "courseId" IN (SELECT app.taught_courses('learners'))
  OR (SELECT app.has_permission('child:read_all')) OR (SELECT app.system()) IN ('assessment', 'curriculum'));

-- For the sweep that closes what has run out of time.
CREATE INDEX "Attempt_overdue_sql" ON "Attempt" ("deadlineAt") WHERE status = 'OPEN' AND "deadlineAt" IS NOT NULL;
