-- How questions do is told over the newest attempts: found by their index, however many there were before.
CREATE INDEX "Attempt_assessmentId_submittedAt_id_idx" ON "Attempt"("assessmentId", "submittedAt", "id");
