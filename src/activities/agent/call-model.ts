import { ANSWER_JSON_SCHEMA, parseAnswer } from '#src/domain/agent/agent-protocol.ts'
import { Failure, toFailure } from '#src/domain/shared/failures.ts'
import { unreadableObservation } from '#src/domain/agent/prompts.ts'
import type { StepRecord, TurnRecord } from '#src/domain/projects/records.ts'
import { findRepetition } from '#src/domain/agent/find-repetition.ts'
import { estimateTokens } from '#src/domain/agent/transcript.ts'
import type { ModelAnswer } from '#src/ports/language-model.ts'
import type { Instruction } from '#src/ports/instructions.ts'
import type { ActivityPorts } from '../shared/activity-ports.ts'
import { runTools } from './run-tools.ts'
import type { NextStep } from './run-tools.ts'
import { modelMessages, withPictures } from './model-messages.ts'
import type { ModelMessages } from './model-messages.ts'
import type { ActivityContext } from '../shared/as-activity.ts'
import type { TurnStart } from '#src/domain/agent/turn-start.ts'
import { readTurnStart } from './stored-turn-start.ts'

/** The ports that this file uses. */
type Ports = Pick<
  ActivityPorts,
  'artifacts' | 'browser' | 'codeHost' | 'machine' | 'instructions' | 'model' | 'packages' | 'rules' | 'sandboxes' | 'steps' | 'turns'
>

export type CallModelInput = { turnId: string; number: number; unreadableBefore: number; limit: number }

const CUT =
  'The answer was cut off at the length limit, so none of it was run. Send less at once: fewer actions, smaller files, edits instead of whole files.'

/**
 * One model call and the file tools that it asked for. The call is complete once its Step row is committed: from then on a retry reads the
 * row and continues with the tool calls that have no observation yet.
 */
export async function callModel(
  ports: Ports,
  input: CallModelInput,
  context: ActivityContext,
): Promise<{ readable: boolean; next: NextStep }> {
  const [turn, steps] = await Promise.all([ports.turns.turn(input.turnId), ports.steps.steps(input.turnId)])
  const earlier = steps.filter(({ number }) => number < input.number)
  const known = steps.find(({ number }) => number === input.number)
  const step = known ?? (await ask(ports, turn, { number: input.number, earlier }, context))
  // An answer that could be read has at least one tool call.
  const isRead = step.toolCalls.length > 0
  const problem = isRead ? findRepetition(step.toolCalls, earlier) : step.cut ? CUT : problemOf(step.answer)
  if (problem === null) return { readable: true, next: await runTools(ports, turn, step, null, context) }

  await ports.steps.keepObservation(turn.id, step.number, 0, unreadableObservation(problem), step.changes)
  await ports.steps.finishStep(turn.id, step.number)
  if (input.unreadableBefore + 1 >= input.limit)
    throw new Failure(isRead ? 'model-repeats' : 'model-unreadable', `The model's answers were unusable ${input.limit} times in a row`)
  return { readable: false, next: { todo: 'think' } }
}

function problemOf(answer: string): string {
  const parsed = parseAnswer(answer)
  return parsed.ok ? 'The answer could not be stored.' : parsed.problem
}

async function ask(
  ports: Ports,
  turn: TurnRecord,
  { number, earlier }: { number: number; earlier: readonly StepRecord[] },
  { signal }: ActivityContext,
): Promise<StepRecord> {
  const [turnStart, instructions] = await Promise.all([readTurnStart(ports, turn), ports.instructions.readInstructions(turn.id, number)])
  const startedMs = performance.now()
  const { answer, prefix } = await answerTo(ports, turnStart, { earlier, instructions }, signal)
  const parsed = parseAnswer(answer.text)
  return ports.steps.keepAnswer(turn.id, {
    number,
    answer: answer.text,
    thought: parsed.ok ? parsed.thought : '',
    toolCalls: parsed.ok ? parsed.actions : [],
    changes: earlier.at(-1)?.changes ?? turnStart.changes,
    model: answer.model,
    promptTokens: answer.promptTokens,
    completionTokens: answer.completionTokens,
    modelMs: Math.round(performance.now() - startedMs),
    prefix,
    cut: answer.cut,
    withoutPictures: answer.withoutPictures,
  })
}

/** Calls the model. If the server says that the context is too long, retries once with shortened messages. */
async function answerTo(
  ports: Ports,
  turnStart: TurnStart,
  { earlier, instructions }: { earlier: readonly StepRecord[]; instructions: readonly Instruction[] },
  signal: AbortSignal,
): Promise<{ answer: ModelAnswer; prefix: string | null }> {
  const complete = async ({ messages, prefix }: ModelMessages) => {
    const schema = { name: 'answer', jsonSchema: ANSWER_JSON_SCHEMA }
    const request = { messages: await withPictures(ports, messages), schema, signal, model: turnStart.rules.model }
    return { answer: await ports.model.complete(request), prefix }
  }
  const usual = await modelMessages(ports, turnStart, earlier, { pressed: false, instructions })
  try {
    return await complete(usual)
  } catch (error) {
    const failure = toFailure(error)
    if (failure.kind !== 'model-overfull') throw failure
    const shorter = await modelMessages(ports, turnStart, earlier, { pressed: true, instructions })
    if (estimateTokens(shorter.messages) >= estimateTokens(usual.messages)) throw failure
    return complete(shorter)
  }
}
