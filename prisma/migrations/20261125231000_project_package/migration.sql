-- AlterTable
ALTER TABLE "Project" ADD COLUMN "packageFolder" TEXT;
