import { allowanceNotice, takeCredits } from '#src/domain/credits/balance.ts'
import { Failure } from '#src/domain/shared/failures.ts'
import { chargeKey, commandKey } from '#src/domain/projects/ids.ts'
import { firstOfNextMonth, monthOf } from '#src/domain/credits/months.ts'
import type { RepositoryRef } from '#src/domain/commands/command-message.ts'
import { noteFragment } from './line-note-fragments.ts'
import type { OpenedTurn, OpenTurn } from '#src/ports/turns.ts'
import { isUniqueViolation } from './prisma-client.ts'
import type { PrismaClient, Transaction } from './prisma-client.ts'
import { lockAccount } from './locked-account.ts'
import { grantSlots } from './prisma-slots.ts'
import { enforceHourlyLimits, claimLimitReply, HourlyLimitReached } from './enforce-hourly-limits.ts'

/** Thrown to roll back the whole transaction. */
class Insufficient extends Error {
  readonly balance: number
  readonly nextRefillAt: Date
  constructor(balance: number, nextRefillAt: Date) {
    super('insufficient credits')
    this.balance = balance
    this.nextRefillAt = nextRefillAt
  }
}

/**
 * Inserts project, turn and message and takes the credits, in one transaction. Writes nothing if credits or limits don't allow the turn.
 */
export async function insertTurn(client: PrismaClient, opening: OpenTurn, now: Date): Promise<OpenedTurn> {
  try {
    return (
      (await findOpened(client, commandKey(opening.message))) ??
      (await client.$transaction((transaction) => write(transaction, opening, now)))
    )
  } catch (error) {
    if (!(error instanceof Insufficient || error instanceof HourlyLimitReached || isUniqueViolation(error))) throw error
    // A concurrent call may have opened the same turn after our lookup, and taken the last credits for it.
    const opened = await findOpened(client, commandKey(opening.message))
    if (opened !== null) return opened
    if (error instanceof HourlyLimitReached) return limited(client, opening, error)
    if (!(error instanceof Insufficient)) throw error
    return { outcome: 'insufficient', balance: error.balance, cost: opening.credits, nextRefillAt: error.nextRefillAt }
  }
}

/** Each person is informed once per limit until it has room again. */
async function limited(client: PrismaClient, { message, limits }: OpenTurn, { scope, retryAt }: HourlyLimitReached): Promise<OpenedTurn> {
  const whose = { user: message.author.id, repository: message.repository.repositoryId, installation: message.repository.installationId }
  const key = [scope, whose[scope], message.author.id, retryAt.toISOString().slice(0, 13)].join(':')
  const isTold = await claimLimitReply(client, key, commandKey(message))
  return { outcome: 'limited', scope, limit: limits[scope], retryAt, isTold }
}

/** The result for a command whose turn was opened before, or null. */
export async function findOpened(client: PrismaClient, key: string): Promise<OpenedTurn | null> {
  const turn = await client.turn.findUnique({ where: { key }, select: { id: true, state: true } })
  if (turn === null) return null
  return turn.state === 'RUNNING' ? { outcome: 'already-open', turnId: turn.id } : { outcome: 'already-done' }
}

async function write(transaction: Transaction, opening: OpenTurn, now: Date): Promise<OpenedTurn> {
  const { message, credits, project: wanted } = opening
  const key = commandKey(message)
  const repositoryId = BigInt(message.repository.repositoryId)
  const userId = BigInt(message.author.id)
  await transaction.user.upsert({
    where: { id: userId },
    create: { id: userId, login: message.author.login },
    update: { login: message.author.login },
  })
  await ensureRepository(transaction, opening, now)
  const account = await lockAccount(transaction, repositoryId, now)
  if (account === null) throw new Failure('unexpected', `Repository ${repositoryId} is gone`)
  const whose = { user: userId, repository: repositoryId, installation: BigInt(message.repository.installationId) }
  await enforceHourlyLimits(transaction, whose, opening.limits, now)
  const after = takeCredits(account, credits)
  if (after === null) throw new Insufficient(account.balance, account.nextRefillAt)
  const { fromTopUp, ...left } = after
  await transaction.repository.update({ where: { id: repositoryId }, data: left })

  const project = await transaction.project.upsert({
    where: { repositoryId_issue_k: { repositoryId, issue: opening.issue, k: opening.ordinal } },
    create: { repositoryId, issue: opening.issue, k: opening.ordinal, ...wanted },
    update: {
      status: 'GENERATING',
      ...(!('package' in message.command) || message.command.package === undefined ? {} : { packageFolder: wanted.packageFolder }),
    },
  })
  const turn = await transaction.turn.create({
    data: {
      projectId: project.id,
      authorId: userId,
      key,
      number: 1 + (await transaction.turn.count({ where: { projectId: project.id } })),
      operation: opening.operation,
      restores: opening.restores,
      evidence: opening.failedChecks,
      credits,
      fromTopUp,
      conversation: message.number,
      writtenAt: new Date(message.writtenAt),
      previewPath: opening.previewPath,
      messages: {
        create: {
          projectId: project.id,
          role: 'USER',
          content: opening.prompt,
          fragments: { create: opening.notes.map(noteFragment) },
        },
      },
    },
  })
  const entry = { repositoryId, userId, projectId: project.id, turnId: turn.id, balanceAfter: left.balance, actor: message.author.login }
  const notice = allowanceNotice(account, left, account.monthlyAllowance)
  await transaction.usage.createMany({
    data: [
      { ...entry, operation: opening.operation, credits: -credits, idempotencyKey: chargeKey(key) },
      // Announced once a month, however often the balance goes up and down.
      ...(notice === null ? [] : [noticeEntry(entry, notice, now)]),
    ],
    skipDuplicates: true,
  })
  return { outcome: 'opened', turnId: turn.id, granted: await grantSlots(transaction, whose.installation, opening.running) }
}

/** Inserts installation and repository if they are new. A new repository gets its first allowance. */
async function ensureRepository(transaction: Transaction, opening: OpenTurn, now: Date): Promise<void> {
  const { repository } = opening.message
  const id = BigInt(repository.repositoryId)
  const installationId = BigInt(repository.installationId)
  // An upsert that updates nothing selects first and then inserts, so concurrent calls would collide.
  await transaction.installation.createMany({ data: { id: installationId, account: repository.owner }, skipDuplicates: true })
  if ((await transaction.repository.count({ where: { id } })) > 0) return rename(transaction, { id, installationId, repository })
  const { monthlyCredits } = await transaction.installation.findUniqueOrThrow({ where: { id: installationId } })
  const allowance = monthlyCredits ?? opening.monthlyAllowance
  const made = await transaction.repository.createMany({
    data: {
      id,
      installationId,
      owner: repository.owner,
      name: repository.name,
      balance: allowance,
      monthlyAllowance: allowance,
      nextRefillAt: firstOfNextMonth(now),
    },
    skipDuplicates: true,
  })
  if (made.count === 0) return
  await transaction.usage.create({
    data: {
      repositoryId: id,
      operation: 'allowance',
      credits: allowance,
      balanceAfter: allowance,
      actor: 'ollio',
      idempotencyKey: `allowance:${id}:${monthOf(now)}`,
    },
  })
}

/** A repository's names may change. Its id doesn't. */
async function rename(
  transaction: Transaction,
  { id, installationId, repository }: { id: bigint; installationId: bigint; repository: RepositoryRef },
): Promise<void> {
  const { owner, name } = repository
  const isOther = { OR: [{ owner: { not: owner } }, { name: { not: name } }, { installationId: { not: installationId } }] }
  await transaction.repository.updateMany({ where: { id, ...isOther }, data: { owner, name, installationId } })
}

/** A ledger row without credits. It marks the turn whose comment says how much of the allowance is used. */
function noticeEntry<Entry extends { repositoryId: bigint }>(entry: Entry, share: number, now: Date) {
  const idempotencyKey = `notice:${entry.repositoryId}:${monthOf(now)}:${share}`
  return { ...entry, operation: 'notice', credits: 0, reason: String(share), idempotencyKey }
}
