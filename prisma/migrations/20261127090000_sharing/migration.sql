-- Links of what was published before that moment are good for those who may read the repository only.
ALTER TABLE "Project" ADD COLUMN "unsharedAt" TIMESTAMPTZ(3);

-- When only a version's pictures were kept of its preview.
ALTER TABLE "Version" ADD COLUMN "reducedAt" TIMESTAMPTZ(3);

-- What housekeeping looks for: projects that ended long ago.
CREATE INDEX "Project_endedAt_idx" ON "Project"("endedAt");
