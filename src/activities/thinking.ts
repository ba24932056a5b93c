import { z } from 'zod'
import { ANSWER_JSON_SCHEMA, parseAnswer } from '#src/domain/agent-protocol.ts'
import { Failure } from '#src/domain/failures.ts'
import { observationsMessage, unreadableObservation } from '#src/domain/prompts.ts'
import type { StepRecord, TurnRecord } from '#src/domain/records.ts'
import type { ChatMessage } from '#src/ports/language-model.ts'
import type { ActivityPorts } from './activity-ports.ts'
import { perform } from './acting.ts'
import type { Next } from './acting.ts'
import type { EffectContext } from './effect.ts'
import type { Opening } from './preparing.ts'
import { baseOf } from './workbench.ts'

export type ThinkInput = { turnId: string; number: number; unreadableBefore: number; limit: number }

/**
 * One model call and the file actions that it asked for. The call counts as answered once its Step row is committed:
 * from then on a retry reads the row, and goes on with the actions that it has no observation of.
 */
export async function think(ports: ActivityPorts, input: ThinkInput, context: EffectContext): Promise<{ readable: boolean; next: Next }> {
  const turn = await ports.projects.turn(input.turnId)
  const step = (await ports.projects.step(turn.id, input.number)) ?? (await ask(ports, turn, input.number, context))
  const answer = parseAnswer(step.answer)
  if (answer.ok) return { readable: true, next: await perform(ports, turn, step, null, context) }

  await ports.projects.keepObservation(turn.id, step.number, 0, unreadableObservation(answer.problem), step.manifest)
  await ports.projects.finishStep(turn.id, step.number)
  if (input.unreadableBefore + 1 >= input.limit)
    throw new Failure('model-unreadable', `The model's answers could not be read ${input.limit} times in a row`)
  return { readable: false, next: { todo: 'think' } }
}

async function ask(ports: ActivityPorts, turn: TurnRecord, number: number, { signal }: EffectContext): Promise<StepRecord> {
  const [opening, earlier] = await Promise.all([readOpening(ports, turn), ports.projects.steps(turn.id)])
  const startedMs = performance.now()
  const answer = await ports.model.complete({
    messages: [...opening.messages, ...(await transcript(ports, earlier))],
    schema: { name: 'answer', jsonSchema: ANSWER_JSON_SCHEMA },
    signal,
  })
  const parsed = parseAnswer(answer.text)
  return ports.projects.keepAnswer(turn.id, {
    number,
    answer: answer.text,
    thought: parsed.ok ? parsed.thought : '',
    actions: parsed.ok ? parsed.actions : [],
    manifest: earlier.at(-1)?.manifest ?? opening.manifest,
    model: answer.model,
    promptTokens: answer.promptTokens,
    completionTokens: answer.completionTokens,
    modelMs: Math.round(performance.now() - startedMs),
  })
}

/** Every earlier step of the turn: the model's own words, and what came back. */
async function transcript(ports: ActivityPorts, steps: readonly StepRecord[]): Promise<ChatMessage[]> {
  const parts = await Promise.all(
    steps.map(async (step): Promise<ChatMessage[]> => {
      const pictures = step.observations.flatMap(({ picture }) => (typeof picture === 'string' ? [picture] : []))
      const images = await Promise.all(pictures.map((key) => ports.artifacts.get(key)))
      return [
        { role: 'assistant', content: step.answer },
        // Pictures go ahead in a message of their own, so that the observations stay plain JSON.
        ...(images.length === 0
          ? []
          : [{ role: 'user' as const, content: images.map((bytes) => ({ type: 'image' as const, mediaType: 'image/png', bytes })) }]),
        {
          role: 'user',
          content: observationsMessage(
            step.observations.map(({ picture: _artifact, ms: _time, ...seen }) => seen as (typeof step.observations)[number]),
          ),
        },
      ]
    }),
  )
  return parts.flat()
}

const openingSchema = z.object({
  messages: z.array(z.object({ role: z.enum(['system', 'user', 'assistant']), content: z.string() })),
  manifest: z.record(z.string(), z.string().nullable()),
})

async function readOpening(ports: ActivityPorts, turn: TurnRecord): Promise<Opening> {
  return openingSchema.parse(JSON.parse(new TextDecoder().decode(await ports.artifacts.get(baseOf(turn).prompt))))
}
