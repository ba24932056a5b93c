import { chargeKey, commandKey } from '#src/domain/ids.ts'
import { firstOfNextMonth, monthOf } from '#src/domain/months.ts'
import { noteFragment } from './line-note-fragments.ts'
import type { Opening, OpenTurn } from '#src/ports/projects.ts'
import { isUniqueViolation } from './client.ts'
import type { PrismaClient, Transaction } from './client.ts'

/** Thrown to roll the whole transaction back. */
class Insufficient extends Error {
  readonly balance: number
  readonly nextRefillAt: Date
  constructor(balance: number, nextRefillAt: Date) {
    super('insufficient credits')
    this.balance = balance
    this.nextRefillAt = nextRefillAt
  }
}

/** Project, turn, message and the credits taken, in one transaction; or 'insufficient' and nothing at all. */
export async function openTurn(client: PrismaClient, opening: OpenTurn, now: Date): Promise<Opening> {
  try {
    return (
      (await findOpened(client, commandKey(opening.message))) ??
      (await client.$transaction((transaction) => write(transaction, opening, now)))
    )
  } catch (error) {
    if (!(error instanceof Insufficient || isUniqueViolation(error))) throw error
    // Somebody may have opened the same turn between our look and our write; and taken the last credits for it.
    const opened = await findOpened(client, commandKey(opening.message))
    if (opened !== null) return opened
    if (!(error instanceof Insufficient)) throw error
    return { outcome: 'insufficient', balance: error.balance, cost: opening.credits, nextRefillAt: error.nextRefillAt }
  }
}

/** What was answered of a command that was opened before. */
export async function findOpened(client: PrismaClient, key: string): Promise<Opening | null> {
  const turn = await client.turn.findUnique({ where: { key }, select: { id: true, state: true } })
  if (turn === null) return null
  return turn.state === 'RUNNING' ? { outcome: 'already-open', turnId: turn.id } : { outcome: 'already-done' }
}

async function write(transaction: Transaction, opening: OpenTurn, now: Date): Promise<Opening> {
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
  const balanceAfter = await take(transaction, repositoryId, credits)

  const project = await transaction.project.upsert({
    where: { repositoryId_issue_k: { repositoryId, issue: opening.issue, k: opening.k } },
    create: { repositoryId, issue: opening.issue, k: opening.k, ...wanted },
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
      evidence: opening.evidence,
      credits,
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
  await transaction.usage.create({
    data: {
      repositoryId,
      userId,
      projectId: project.id,
      turnId: turn.id,
      operation: opening.operation,
      credits: -credits,
      balanceAfter,
      actor: message.author.login,
      idempotencyKey: chargeKey(key),
    },
  })
  return { outcome: 'opened', turnId: turn.id }
}

/** Makes installation and repository known; a repository's first sight brings its first allowance. */
async function ensureRepository(transaction: Transaction, opening: OpenTurn, now: Date): Promise<void> {
  const { repository } = opening.message
  const id = BigInt(repository.repositoryId)
  const installationId = BigInt(repository.installationId)
  // An upsert that updates nothing would look first and then insert; racers would collide.
  await transaction.installation.createMany({ data: { id: installationId, account: repository.owner }, skipDuplicates: true })
  const made = await transaction.repository.createMany({
    data: {
      id,
      installationId,
      owner: repository.owner,
      name: repository.name,
      balance: opening.monthlyAllowance,
      monthlyAllowance: opening.monthlyAllowance,
      nextRefillAt: firstOfNextMonth(now),
    },
    skipDuplicates: true,
  })
  if (made.count === 0) {
    await transaction.repository.updateMany({
      where: {
        id,
        OR: [{ owner: { not: repository.owner } }, { name: { not: repository.name } }, { installationId: { not: installationId } }],
      },
      data: { owner: repository.owner, name: repository.name, installationId },
    })
    return
  }
  await transaction.usage.create({
    data: {
      repositoryId: id,
      operation: 'allowance',
      credits: opening.monthlyAllowance,
      balanceAfter: opening.monthlyAllowance,
      actor: 'ollio',
      idempotencyKey: `allowance:${id}:${monthOf(now)}`,
    },
  })
}

/** Takes credits by one conditional update, so that no number of racers can take more than there is. */
async function take(transaction: Transaction, repositoryId: bigint, credits: number): Promise<number> {
  const taken = await transaction.repository.updateMany({
    where: { id: repositoryId, balance: { gte: credits } },
    data: { balance: { decrement: credits } },
  })
  const { balance, nextRefillAt } = await transaction.repository.findUniqueOrThrow({ where: { id: repositoryId } })
  if (taken.count !== 1) throw new Insufficient(balance, nextRefillAt)
  return balance
}
