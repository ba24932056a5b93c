-- What is left of top-ups, which don't expire: a part of the balance. And what a plan gives to each repository of an installation.
ALTER TABLE "Repository" ADD COLUMN "topUp" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "Repository" ADD CONSTRAINT "Repository_top_up_within_balance" CHECK ("topUp" >= 0 AND "topUp" <= "balance");
ALTER TABLE "Turn" ADD COLUMN "fromTopUp" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "Installation" ADD COLUMN "monthlyCredits" INTEGER;
-- The order in which entries were made: a transaction's time is when it began, not when its turn came.
ALTER TABLE "Usage" ADD COLUMN "sequence" BIGSERIAL NOT NULL;

-- Turns are counted by the hour, and that a limit is reached is told once.
CREATE INDEX "Turn_createdAt_idx" ON "Turn"("createdAt");
CREATE TABLE "ToldLimit" (
    "key" TEXT NOT NULL,
    "command" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ToldLimit_pkey" PRIMARY KEY ("key")
);
