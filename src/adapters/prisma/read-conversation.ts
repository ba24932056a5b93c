import { toolCallLine } from '#src/domain/agent/tool-call-line.ts'
import { FAILURE_KINDS } from '#src/domain/shared/failures.ts'
import type { ProjectTurn, TranscriptStep } from '#src/ports/version-reader.ts'
import type { PrismaClient } from './prisma-client.ts'
import type { Prisma } from './generated/client.ts'
import { toStep } from './row-mapping.ts'

export async function readConversation(client: PrismaClient, projectId: string, limit: number): Promise<ProjectTurn[]> {
  const rows = await client.turn.findMany({
    where: { projectId },
    orderBy: { number: 'desc' },
    take: limit,
    include: { author: true, messages: true, version: { select: { number: true, state: true } } },
  })
  return rows.toReversed().map(({ messages, version, ...row }) => ({
    number: row.number,
    author: row.author.login,
    prompt: messages.find(({ role }) => role === 'USER')?.content ?? '',
    at: row.writtenAt,
    state: row.state,
    failure: FAILURE_KINDS.find((kind) => kind === row.failure) ?? null,
    version: version?.state === 'PUBLISHED' ? version.number : null,
    summary: messages.find(({ role }) => role === 'ASSISTANT')?.content ?? '',
  }))
}

/** `observed`: number of tool calls that have an observation. */
export async function stepsOf(client: PrismaClient, where: Prisma.StepWhereInput): Promise<(TranscriptStep & { observed: number })[]> {
  const rows = await client.step.findMany({ where, orderBy: { number: 'asc' } })
  return rows.map((row) => {
    const { number, thought, model, promptTokens, completionTokens, modelMs, toolCalls, observations } = toStep(row)
    return {
      ...{ number, thought, model, promptTokens, completionTokens, modelMs },
      observed: observations.length,
      toolCalls: toolCalls.map((toolCall, index) => toolCallLine(toolCall, observations[index])),
    }
  })
}
