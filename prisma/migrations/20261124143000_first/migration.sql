-- The tables of Ollio. Migrations go forward only.
-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateEnum
CREATE TYPE "ProjectStatus" AS ENUM ('GENERATING', 'COMPLETED', 'FAILED', 'CANCELLED');

-- CreateEnum
CREATE TYPE "TurnState" AS ENUM ('RUNNING', 'PUBLISHED', 'PARTIAL', 'UNCHANGED', 'FAILED', 'CANCELLED');

-- CreateEnum
CREATE TYPE "MessageRole" AS ENUM ('USER', 'ASSISTANT');

-- CreateEnum
CREATE TYPE "FragmentType" AS ENUM ('CODE', 'TEXT', 'COMMAND', 'IMAGE');

-- CreateEnum
CREATE TYPE "VersionState" AS ENUM ('PREPARED', 'PUBLISHED');

-- CreateTable
CREATE TABLE "Installation" (
    "id" BIGINT NOT NULL,
    "account" TEXT NOT NULL,
    "suspendedAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Installation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Repository" (
    "id" BIGINT NOT NULL,
    "installationId" BIGINT NOT NULL,
    "owner" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "balance" INTEGER NOT NULL,
    "monthlyAllowance" INTEGER NOT NULL,
    "nextRefillAt" TIMESTAMPTZ(3) NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Repository_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "User" (
    "id" BIGINT NOT NULL,
    "login" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "User_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Project" (
    "id" UUID NOT NULL,
    "repositoryId" BIGINT NOT NULL,
    "issue" INTEGER NOT NULL,
    "k" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "status" "ProjectStatus" NOT NULL DEFAULT 'GENERATING',
    "branch" TEXT NOT NULL,
    "baseBranch" TEXT NOT NULL,
    "pullRequest" INTEGER,
    "workflowId" TEXT NOT NULL,
    "endedAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Project_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Turn" (
    "id" UUID NOT NULL,
    "projectId" UUID NOT NULL,
    "authorId" BIGINT NOT NULL,
    "key" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "operation" TEXT NOT NULL,
    "state" "TurnState" NOT NULL DEFAULT 'RUNNING',
    "credits" INTEGER NOT NULL,
    "conversation" INTEGER NOT NULL,
    "writtenAt" TIMESTAMPTZ(3) NOT NULL,
    "previewPath" TEXT NOT NULL,
    "progressCommentId" BIGINT,
    "baseSha" TEXT,
    "baseTree" TEXT,
    "baseArchive" TEXT,
    "prompt" TEXT,
    "failure" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "endedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Turn_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Message" (
    "id" UUID NOT NULL,
    "projectId" UUID NOT NULL,
    "turnId" UUID NOT NULL,
    "role" "MessageRole" NOT NULL,
    "content" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Message_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Fragment" (
    "id" UUID NOT NULL,
    "messageId" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "type" "FragmentType" NOT NULL,
    "content" TEXT NOT NULL,
    "metadata" JSONB NOT NULL,

    CONSTRAINT "Fragment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Step" (
    "id" UUID NOT NULL,
    "turnId" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "answer" TEXT NOT NULL,
    "thought" TEXT NOT NULL,
    "actions" JSONB NOT NULL,
    "observations" JSONB NOT NULL,
    "manifest" JSONB NOT NULL,
    "model" TEXT NOT NULL,
    "promptTokens" INTEGER NOT NULL,
    "completionTokens" INTEGER NOT NULL,
    "modelMs" INTEGER NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finishedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Step_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Version" (
    "id" UUID NOT NULL,
    "projectId" UUID NOT NULL,
    "turnId" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "state" "VersionState" NOT NULL DEFAULT 'PREPARED',
    "summary" TEXT NOT NULL,
    "commitSha" TEXT,
    "files" JSONB NOT NULL,
    "build" JSONB NOT NULL,
    "checks" JSONB NOT NULL,
    "pictures" JSONB NOT NULL,
    "draft" BOOLEAN NOT NULL DEFAULT false,
    "previewPath" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "publishedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Version_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Usage" (
    "id" UUID NOT NULL,
    "repositoryId" BIGINT NOT NULL,
    "userId" BIGINT,
    "projectId" UUID,
    "turnId" UUID,
    "operation" TEXT NOT NULL,
    "credits" INTEGER NOT NULL,
    "balanceAfter" INTEGER NOT NULL,
    "promptTokens" INTEGER NOT NULL DEFAULT 0,
    "completionTokens" INTEGER NOT NULL DEFAULT 0,
    "actor" TEXT NOT NULL,
    "reason" TEXT,
    "idempotencyKey" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Usage_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "Repository_installationId_idx" ON "Repository"("installationId");

-- CreateIndex
CREATE INDEX "Repository_owner_name_idx" ON "Repository"("owner", "name");

-- CreateIndex
CREATE INDEX "Repository_nextRefillAt_idx" ON "Repository"("nextRefillAt");

-- CreateIndex
CREATE UNIQUE INDEX "Project_workflowId_key" ON "Project"("workflowId");

-- CreateIndex
CREATE INDEX "Project_repositoryId_branch_idx" ON "Project"("repositoryId", "branch");

-- CreateIndex
CREATE INDEX "Project_status_idx" ON "Project"("status");

-- CreateIndex
CREATE UNIQUE INDEX "Project_repositoryId_issue_k_key" ON "Project"("repositoryId", "issue", "k");

-- CreateIndex
CREATE UNIQUE INDEX "Project_repositoryId_pullRequest_key" ON "Project"("repositoryId", "pullRequest");

-- CreateIndex
CREATE UNIQUE INDEX "Turn_key_key" ON "Turn"("key");

-- CreateIndex
CREATE UNIQUE INDEX "Turn_previewPath_key" ON "Turn"("previewPath");

-- CreateIndex
CREATE INDEX "Turn_authorId_idx" ON "Turn"("authorId");

-- CreateIndex
CREATE INDEX "Turn_state_idx" ON "Turn"("state");

-- CreateIndex
CREATE UNIQUE INDEX "Turn_projectId_number_key" ON "Turn"("projectId", "number");

-- CreateIndex
CREATE INDEX "Message_projectId_createdAt_idx" ON "Message"("projectId", "createdAt");

-- CreateIndex
CREATE UNIQUE INDEX "Message_turnId_role_key" ON "Message"("turnId", "role");

-- CreateIndex
CREATE UNIQUE INDEX "Fragment_messageId_position_key" ON "Fragment"("messageId", "position");

-- CreateIndex
CREATE UNIQUE INDEX "Step_turnId_number_key" ON "Step"("turnId", "number");

-- CreateIndex
CREATE UNIQUE INDEX "Version_turnId_key" ON "Version"("turnId");

-- CreateIndex
CREATE UNIQUE INDEX "Version_previewPath_key" ON "Version"("previewPath");

-- CreateIndex
CREATE INDEX "Version_state_idx" ON "Version"("state");

-- CreateIndex
CREATE UNIQUE INDEX "Version_projectId_number_key" ON "Version"("projectId", "number");

-- CreateIndex
CREATE UNIQUE INDEX "Usage_idempotencyKey_key" ON "Usage"("idempotencyKey");

-- CreateIndex
CREATE INDEX "Usage_repositoryId_createdAt_idx" ON "Usage"("repositoryId", "createdAt");

-- CreateIndex
CREATE INDEX "Usage_userId_idx" ON "Usage"("userId");

-- CreateIndex
CREATE INDEX "Usage_projectId_idx" ON "Usage"("projectId");

-- AddForeignKey
ALTER TABLE "Repository" ADD CONSTRAINT "Repository_installationId_fkey" FOREIGN KEY ("installationId") REFERENCES "Installation"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Project" ADD CONSTRAINT "Project_repositoryId_fkey" FOREIGN KEY ("repositoryId") REFERENCES "Repository"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Turn" ADD CONSTRAINT "Turn_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Turn" ADD CONSTRAINT "Turn_authorId_fkey" FOREIGN KEY ("authorId") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Message" ADD CONSTRAINT "Message_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Message" ADD CONSTRAINT "Message_turnId_fkey" FOREIGN KEY ("turnId") REFERENCES "Turn"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Fragment" ADD CONSTRAINT "Fragment_messageId_fkey" FOREIGN KEY ("messageId") REFERENCES "Message"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Step" ADD CONSTRAINT "Step_turnId_fkey" FOREIGN KEY ("turnId") REFERENCES "Turn"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Version" ADD CONSTRAINT "Version_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Version" ADD CONSTRAINT "Version_turnId_fkey" FOREIGN KEY ("turnId") REFERENCES "Turn"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Usage" ADD CONSTRAINT "Usage_repositoryId_fkey" FOREIGN KEY ("repositoryId") REFERENCES "Repository"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Usage" ADD CONSTRAINT "Usage_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE SET NULL ON UPDATE CASCADE;



-- A balance is never negative: the last line of defence behind the conditional update.
ALTER TABLE "Repository" ADD CONSTRAINT "Repository_balance_not_negative" CHECK ("balance" >= 0);

-- The ledger is append-only: a row of it is never changed or deleted. Setting userId to null is what a deleted user does.
CREATE FUNCTION "usage_is_append_only"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND NEW."userId" IS NULL AND to_jsonb(NEW) - 'userId' = to_jsonb(OLD) - 'userId' THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'Usage is append-only';
END $$;
CREATE TRIGGER "Usage_append_only" BEFORE UPDATE OR DELETE ON "Usage" FOR EACH ROW EXECUTE FUNCTION "usage_is_append_only"();
