-- What is left of top-ups, which don't expire: a part of the balance. And what a plan gives to each repository of an installation.
ALTER TABLE "Repository" ADD COLUMN "topUp" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "Repository" ADD CONSTRAINT "Repository_top_up_within_balance" CHECK ("topUp" >= 0 AND "topUp" <= "balance");
ALTER TABLE "Turn" ADD COLUMN "fromTopUp" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "Installation" ADD COLUMN "monthlyCredits" INTEGER;
-- The order in which entries were made: a transaction's time is when it began, not when its turn came.
ALTER TABLE "Usage" ADD COLUMN "sequence" BIGSERIAL NOT NULL;
