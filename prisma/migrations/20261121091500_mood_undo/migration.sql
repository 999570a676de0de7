-- A mood pressed by mistake can be taken back by whoever recorded it, as long as its day is still open for recording.
CREATE POLICY take_back_moods ON "MoodEntry" FOR DELETE TO uhs_app USING (
  "recordedById" = (SELECT app.user_id()) AND day >= (now() AT TIME ZONE 'Africa/Nairobi')::date - 1
  AND ("studentId" IN (SELECT app.guarded_students('view')) OR "studentId" IN (SELECT app.my_students())));
