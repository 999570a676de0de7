-- One's own rows too are read only by somebody who may act at all: an active account in a role it holds. A suspended
-- person, or a role somebody only claims, is nobody. (Found by tests/architecture/isolation.test.ts.)
ALTER POLICY read_people ON "User" USING (
  (id = (SELECT app.user_id()) AND (SELECT app.role()) IS NOT NULL) OR (SELECT app.has_permission('person:read')) OR id IN (SELECT app.known_people())
  OR (SELECT app.system()) IN ('identity', 'outbox', 'notify', 'platform'));
ALTER POLICY read_roles ON "UserRole" USING (
  ("userId" = (SELECT app.user_id()) AND (SELECT app.role()) IS NOT NULL) OR (SELECT app.has_permission('person:read')) OR (SELECT app.system()) = 'identity');
ALTER POLICY read_memberships ON "Membership" USING (
  ("userId" = (SELECT app.user_id()) AND (SELECT app.role()) IS NOT NULL) OR "organizationId" IN (SELECT app.my_orgs()) OR (SELECT app.has_permission('organization:read')));
ALTER POLICY own_sessions ON "AuthSession" USING (
  ("userId" = (SELECT app.user_id()) AND (SELECT app.role()) IS NOT NULL) OR (SELECT app.has_permission('person:read')) OR (SELECT app.system()) IN ('identity', 'platform'));
ALTER POLICY end_sessions ON "AuthSession" USING (
  ("userId" = (SELECT app.user_id()) AND (SELECT app.role()) IS NOT NULL) OR (SELECT app.has_permission('person:write')) OR (SELECT app.system()) = 'identity');
ALTER POLICY read_logins ON "LoginEvent" USING (
  ("userId" = (SELECT app.user_id()) AND (SELECT app.role()) IS NOT NULL) OR (SELECT app.has_permission('audit:read')) OR (SELECT app.system()) IN ('identity', 'platform'));
ALTER POLICY staff_read ON "StaffProfile" USING (
  ("userId" = (SELECT app.user_id()) AND (SELECT app.role()) IS NOT NULL) OR (SELECT app.role()) IN ('STAFF', 'ADMIN'));
ALTER POLICY read_guardians ON "Guardianship" USING (
  ("guardianId" = (SELECT app.user_id()) AND (SELECT app.role()) IS NOT NULL) OR (SELECT app.has_permission('child:read_all'))
  OR "studentId" IN (SELECT app.guarded_students('view')) OR "studentId" IN (SELECT app.my_students()) OR "studentId" IN (SELECT app.taught_students())
  OR (SELECT app.system()) IN ('families', 'notify'));
ALTER POLICY read_teaching ON "TeachingAssignment" USING (
  ("instructorId" = (SELECT app.user_id()) AND (SELECT app.role()) IS NOT NULL) OR (SELECT app.has_permission('child:read_all'))
  OR "studentId" IN (SELECT app.guarded_students('view')) OR "studentId" IN (SELECT app.my_students()));
ALTER POLICY read_requests ON "DataRequest" USING (
  (SELECT app.has_permission('data_request:answer')) OR ("requestedById" = (SELECT app.user_id()) AND (SELECT app.role()) IS NOT NULL));
ALTER POLICY answer_requests ON "DataRequest" USING (
  (SELECT app.has_permission('data_request:answer')) OR ("requestedById" = (SELECT app.user_id()) AND (SELECT app.role()) IS NOT NULL));
ALTER POLICY read_outbox ON "OutboxMessage" USING (
  ("userId" = (SELECT app.user_id()) AND (SELECT app.role()) IS NOT NULL) OR (SELECT app.has_permission('health:read')) OR (SELECT app.system()) IN ('outbox', 'platform'));
ALTER POLICY own_digests ON "Digest" USING (
  ("userId" = (SELECT app.user_id()) AND (SELECT app.role()) IS NOT NULL) OR (SELECT app.system()) IN ('notify', 'outbox'));
ALTER POLICY read_audit ON "AuditEvent" USING (
  ("actorId" = (SELECT app.user_id()) AND (SELECT app.role()) IS NOT NULL) OR (SELECT app.has_permission('audit:read')) OR "studentId" IN (SELECT app.guarded_students('consent')));
