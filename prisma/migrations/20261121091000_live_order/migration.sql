-- A stream reads in the order transactions began, not in the order numbers were drawn: a number drawn early may be
-- committed late, and whoever has read past it would never see it.
DROP INDEX "LiveEvent_userId_seq_idx";
CREATE INDEX "LiveEvent_userId_txid_seq_idx" ON "LiveEvent"("userId", "txid", "seq");
