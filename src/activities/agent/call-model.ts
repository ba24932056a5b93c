import { ANSWER_JSON_SCHEMA, parseAnswer } from '#src/domain/agent/agent-protocol.ts'
import { Failure, toFailure } from '#src/domain/shared/failures.ts'
import { unreadableObservation } from '#src/domain/agent/prompts.ts'
import type { StepRecord, TurnRecord } from '#src/domain/projects/records.ts'
import { repetitionIn } from '#src/domain/agent/find-repetition.ts'
import { estimateTokens } from '#src/domain/agent/transcript.ts'
import type { ModelAnswer } from '#src/ports/language-model.ts'
import type { Steer } from '#src/ports/projects.ts'
import type { ActivityPorts } from '../shared/activity-ports.ts'
import { perform } from './run-tools.ts'
import type { Next } from './run-tools.ts'
import { conversation, withPictures } from './model-messages.ts'
import type { Conversation } from './model-messages.ts'
import type { EffectContext } from '../shared/as-activity.ts'
import { readOpening } from './first-messages.ts'
import type { Opening } from './first-messages.ts'

export type ThinkInput = { turnId: string; number: number; unreadableBefore: number; limit: number }

const CUT =
  'The answer was cut at the length limit, so nothing of it was done. Answer with less at once: fewer actions, smaller files, edits instead of whole files.'

/**
 * One model call and the file actions that it asked for. The call counts as answered once its Step row is committed:
 * from then on a retry reads the row, and goes on with the actions that it has no observation of.
 */
export async function think(ports: ActivityPorts, input: ThinkInput, context: EffectContext): Promise<{ readable: boolean; next: Next }> {
  const [turn, steps] = await Promise.all([ports.projects.turn(input.turnId), ports.projects.steps(input.turnId)])
  const earlier = steps.filter(({ number }) => number < input.number)
  const known = steps.find(({ number }) => number === input.number)
  const step = known ?? (await ask(ports, turn, { number: input.number, earlier }, context))
  const answer = parseAnswer(step.answer)
  const problem = answer.ok ? repetitionIn(step.actions, earlier) : step.cut ? CUT : answer.problem
  if (problem === null) return { readable: true, next: await perform(ports, turn, step, null, context) }

  await ports.projects.keepObservation(turn.id, step.number, 0, unreadableObservation(problem), step.manifest)
  await ports.projects.finishStep(turn.id, step.number)
  if (input.unreadableBefore + 1 >= input.limit)
    throw new Failure(answer.ok ? 'model-repeats' : 'model-unreadable', `The model's answers led nowhere ${input.limit} times in a row`)
  return { readable: false, next: { todo: 'think' } }
}

async function ask(
  ports: ActivityPorts,
  turn: TurnRecord,
  { number, earlier }: { number: number; earlier: readonly StepRecord[] },
  { signal }: EffectContext,
): Promise<StepRecord> {
  const [opening, said] = await Promise.all([readOpening(ports, turn), ports.projects.hearSteers(turn.id, number)])
  const startedMs = performance.now()
  const { answer, prefix } = await answerTo(ports, opening, { earlier, said }, signal)
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
    prefix,
    cut: answer.cut,
    withoutPictures: answer.withoutPictures,
  })
}

/** Asks the model; where the server says that this is more than it can take, once more with less. */
async function answerTo(
  ports: ActivityPorts,
  opening: Opening,
  { earlier, said }: { earlier: readonly StepRecord[]; said: readonly Steer[] },
  signal: AbortSignal,
): Promise<{ answer: ModelAnswer; prefix: string | null }> {
  const complete = async ({ messages, prefix }: Conversation) => {
    const schema = { name: 'answer', jsonSchema: ANSWER_JSON_SCHEMA }
    const request = { messages: await withPictures(ports, messages), schema, signal, model: opening.model }
    return { answer: await ports.model.complete(request), prefix }
  }
  const usual = await conversation(ports, opening, earlier, { pressed: false, said })
  try {
    return await complete(usual)
  } catch (error) {
    const failure = toFailure(error)
    if (failure.kind !== 'model-overfull') throw failure
    const shorter = await conversation(ports, opening, earlier, { pressed: true, said })
    if (estimateTokens(shorter.messages) >= estimateTokens(usual.messages)) throw failure
    return complete(shorter)
  }
}
