-- Who learns in a course now, longest without a sign first: a page of the pulse is a walk along this.
CREATE INDEX "Enrollment_quiet_sql" ON "Enrollment" ("courseId", (coalesce("lastActivityAt", "createdAt")), "studentId") WHERE status = 'ACTIVE';
