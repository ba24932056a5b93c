-- When the checks of a published version run again because a required one was not run, and how often they did.
ALTER TABLE "Version" ADD COLUMN "recheckAt" TIMESTAMPTZ(3);
ALTER TABLE "Version" ADD COLUMN "rechecks" INTEGER NOT NULL DEFAULT 0;

-- What housekeeping looks for.
CREATE INDEX "Version_recheckAt_idx" ON "Version"("recheckAt");
