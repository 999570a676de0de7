-- The school pays for what a family asks for: its own limit goes up to KES 500 a month, not to 100,000.
ALTER TABLE "FamilyMessageBudget" DROP CONSTRAINT "FamilyMessageBudget_amount";
UPDATE "FamilyMessageBudget" SET "monthCents" = 50000, "updatedAt" = now() WHERE "monthCents" > 50000;
ALTER TABLE "FamilyMessageBudget" ADD CONSTRAINT "FamilyMessageBudget_amount" CHECK ("monthCents" BETWEEN 0 AND 50000);
