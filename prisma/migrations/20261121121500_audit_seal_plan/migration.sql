-- Sealing looks at a quarter of an hour of rows, whatever the length of the log. Planned for an unknown moment it would
-- hash every link of five million for them (seen with EXPLAIN on that many); so the plan is said: along the indexes.
ALTER FUNCTION app.seal_audit(int) SET enable_hashjoin = off;
ALTER FUNCTION app.seal_audit(int) SET enable_mergejoin = off;
ALTER FUNCTION app.seal_audit(int) SET max_parallel_workers_per_gather = 0;
ALTER FUNCTION app.seal_audit(int) SET jit = off;

-- What one person was refused, for a person with very many lines.
CREATE INDEX "AuditEvent_denied_actor_sql" ON "AuditEvent" ("actorId", "createdAt") WHERE outcome = 'DENIED';
