-- What a model call began with, where older observations were shortened for it; and what was special about its answer.
ALTER TABLE "Step" ADD COLUMN "prefix" TEXT,
ADD COLUMN "cut" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN "withoutPictures" BOOLEAN NOT NULL DEFAULT false;
