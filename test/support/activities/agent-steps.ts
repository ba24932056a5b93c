import { expect } from 'vitest'
import { callModel } from '#src/activities/agent/call-model.ts'
import { runSlowTool } from '#src/activities/agent/run-tools.ts'
import type { TurnRecord } from '#src/domain/projects/records.ts'
import { answerOf, attempt } from './world.ts'
import type { World } from './world.ts'

/** The steps of a turn's agent, in a world whose turn is opened anew for each test. */
export function agentSteps(world: World, turn: () => TurnRecord) {
  const thinkOf = (number: number, unreadableBefore = 0, context = attempt()) =>
    callModel(world.ports, { turnId: turn().id, number, unreadableBefore, limit: 3 }, context)
  return {
    thinkOf,
    /** Runs the first step with these tool calls. */
    asked: async (...actions: { tool: string; args: Record<string, unknown> }[]) => {
      world.played.answers.push(answerOf(...actions))
      return (await thinkOf(1)).next
    },
    /** Runs the slow tool call at `index` of the first step. */
    acted: (index: number, context = attempt()) => runSlowTool(world.ports, { turnId: turn().id, number: 1, index }, context),
    step: async () => (await world.ports.steps.step(turn().id, 1)) ?? expect.fail('there is no step'),
    steps: () => world.ports.steps.steps(turn().id),
    /** The messages of the last model call. */
    lastMessages: () => world.requests.at(-1)?.messages ?? [],
  }
}
