import type { Instructions } from '#src/ports/instructions.ts'
import type { PrismaClient } from './prisma-client.ts'

const IN_ORDER = [{ createdAt: 'asc' }, { id: 'asc' }] as const

/** Instructions for a running turn. */
export function createInstructions(client: PrismaClient): Instructions {
  const instructions: Instructions['instructions'] = async (turnId) => {
    const rows = await client.steer.findMany({ where: { turnId }, orderBy: [...IN_ORDER] })
    return rows.map(({ key, author, text, step }) => ({ key, author, text, step }))
  }
  return {
    instructions,
    keepInstruction: (turnId, { key, author, text }) =>
      client.$transaction(async (transaction) => {
        // Locks the turn, so that it can't end in between.
        const running = await transaction.$queryRaw<unknown[]>`
          SELECT 1 FROM "Turn" WHERE "id" = ${turnId}::uuid AND "state" = 'RUNNING' FOR NO KEY UPDATE`
        if (running.length === 0) return false
        await transaction.steer.createMany({ data: [{ turnId, key, author, text }], skipDuplicates: true })
        return true
      }),
    async readInstructions(turnId, number) {
      await client.steer.updateMany({ where: { turnId, step: null }, data: { step: number } })
      return instructions(turnId)
    },
    async hasUnreadInstructions(turnId) {
      return (await client.steer.findFirst({ where: { turnId, step: null }, select: { id: true } })) !== null
    },
  }
}
