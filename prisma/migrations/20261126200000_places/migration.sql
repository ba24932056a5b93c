-- When a turn got its place among those that run at once; those that began before there were places have had one from the beginning.
ALTER TABLE "Turn" ADD COLUMN "startedAt" TIMESTAMPTZ(3);
UPDATE "Turn" SET "startedAt" = "createdAt";
