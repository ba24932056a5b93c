import { reader } from '#src/domain/shared/hostile-text.ts'
import type { Steps } from '#src/ports/steps.ts'
import { isUniqueViolation } from './prisma-client.ts'
import type { PrismaClient } from './prisma-client.ts'
import { toStep } from './row-mapping.ts'

/** It is stored as it is. */
const storedAnswer = reader('storedAnswer', (text) => text)

/** Step rows: the model's answers and the observations of their tool calls. */
export function createSteps(client: PrismaClient): Steps {
  return {
    async steps(turnId) {
      return (await client.step.findMany({ where: { turnId }, orderBy: { number: 'asc' } })).map(toStep)
    },
    async step(turnId, number) {
      const row = await client.step.findUnique({ where: { turnId_number: { turnId, number } } })
      return row === null ? null : toStep(row)
    },
    async keepAnswer(turnId, { toolCalls, changes, answer, ...step }) {
      try {
        const data = { turnId, ...step, answer: storedAnswer(answer), actions: toolCalls, manifest: changes, observations: [] }
        return toStep(await client.step.create({ data }))
      } catch (error) {
        if (!isUniqueViolation(error)) throw error
        return toStep(await client.step.findUniqueOrThrow({ where: { turnId_number: { turnId, number: step.number } } }))
      }
    },
    async keepObservation(turnId, number, index, observation, changes) {
      // One statement that appends only if exactly `index` observations are stored, so a late duplicate changes nothing.
      await client.$executeRaw`
        UPDATE "Step" SET "observations" = "observations" || ${JSON.stringify([observation])}::jsonb, "manifest" = ${JSON.stringify(changes)}::jsonb
        WHERE "turnId" = ${turnId}::uuid AND "number" = ${number} AND jsonb_array_length("observations") = ${index}`
    },
    async finishStep(turnId, number) {
      await client.step.updateMany({ where: { turnId, number, finishedAt: null }, data: { finishedAt: new Date() } })
    },
  }
}
