-- What a turn that restores a version, or meets people's pushes, is made from; and what it collided with.
ALTER TABLE "Turn" ADD COLUMN "restores" INTEGER,
ADD COLUMN "merged" TEXT,
ADD COLUMN "evidence" TEXT,
ADD COLUMN "mergeCommit" TEXT,
ADD COLUMN "conflicts" TEXT[] NOT NULL DEFAULT ARRAY[]::TEXT[];

-- Words that reach a turn while it runs.
CREATE TABLE "Steer" (
    "id" UUID NOT NULL,
    "turnId" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "author" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "step" INTEGER,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Steer_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "Steer_key_key" ON "Steer"("key");
CREATE INDEX "Steer_turnId_createdAt_idx" ON "Steer"("turnId", "createdAt");
ALTER TABLE "Steer" ADD CONSTRAINT "Steer_turnId_fkey" FOREIGN KEY ("turnId") REFERENCES "Turn"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What nobody should need any more; it goes once that is certain.
CREATE TABLE "DoomedArtifact" (
    "key" TEXT NOT NULL,
    "doomedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "DoomedArtifact_pkey" PRIMARY KEY ("key")
);
CREATE INDEX "DoomedArtifact_doomedAt_idx" ON "DoomedArtifact"("doomedAt");

-- Checks of others are told by their commit.
CREATE INDEX "Version_commitSha_idx" ON "Version"("commitSha");
