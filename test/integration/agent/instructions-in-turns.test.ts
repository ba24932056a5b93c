import { beforeEach, describe, expect, test } from 'vitest'
import { runSlowTool } from '#src/activities/agent/run-tools.ts'
import { checkVersion } from '#src/activities/checks/check-version.ts'
import { deliverInstruction } from '#src/activities/projects/deliver-command.ts'
import { postFinalComment } from '#src/activities/messages/progress-comment.ts'
import { callModel } from '#src/activities/agent/call-model.ts'
import type { SteerCommand } from '#src/domain/commands/command-message.ts'
import type { TurnRecord } from '#src/domain/projects/records.ts'
import { hashing } from '../../support/activities/hashing.ts'
import { answerOf, attempt, commandMessage, useWorld } from '../../support/activities/world.ts'

const world = useWorld()
let turn: TurnRecord
beforeEach(async () => {
  world.reset()
  world.sandboxes.onRun = hashing()
  turn = await world.preparedTurn()
})

const words = (prompt: string): SteerCommand => ({ ...commandMessage(), command: { name: 'steer', prompt, cut: false } })
function say(prompt: string, message = words(prompt)): Promise<boolean> {
  const { issue, ordinal } = turn.project
  return deliverInstruction(world.ports, { address: { repositoryId: turn.project.repository.repositoryId, issue, ordinal }, message })
}
const thinkOf = (number: number) => callModel(world.ports, { turnId: turn.id, number, unreadableBefore: 0, limit: 3 }, attempt())
const observations = async (number: number) => (await world.ports.steps.step(turn.id, number))?.observations ?? []
const lastMessages = () => world.requests.at(-1)?.messages ?? []
/** The text of the last message of the last call. */
const lastWords = () => JSON.stringify(lastMessages().at(-1)?.content)
const LOOK = { tool: 'readFile', args: { path: 'src/index.css' } }
const WRITE = { tool: 'writeFile', args: { path: 'src/price.tsx', content: 'export const Price = () => null\n' } }
const FINISH = { tool: 'finish', args: { summary: 'Made it.' } }
const NOT_DONE = expect.stringContaining('Not run: a new message arrived')

describe('instructions to a running turn', () => {
  test('instructions to a running turn are sent with its next model call', async () => {
    world.played.answers.push(answerOf(LOOK), answerOf(FINISH))
    await thinkOf(1)
    expect(await say('make it blue')).toBe(true)
    await thinkOf(2)
    expect(JSON.parse(JSON.parse(lastWords()) as string)).toMatchObject({ said: [{ by: 'mara', words: 'make it blue' }] })
    expect(lastMessages().at(-1)?.role).toBe('user')
  })

  test('instructions to a running turn keep their position, byte for byte, in all later calls', async () => {
    world.played.answers.push(answerOf(LOOK), answerOf(LOOK, WRITE), answerOf(FINISH))
    await say('before anything')
    await thinkOf(1)
    await say('after the first')
    await thinkOf(2)
    const before = structuredClone(lastMessages())
    await say('after the second')
    await thinkOf(3)
    expect(lastMessages().slice(0, before.length)).toEqual(before)
    const said = lastMessages().map(({ content }) => /\\"words\\":\\"([^"\\]+)/.exec(JSON.stringify(content))?.[1] ?? null)
    expect(said.filter((each) => each !== null)).toEqual(['before anything', 'after the first', 'after the second'])
  })

  test('instructions to a running turn let the current tool call finish and stop the next one', async () => {
    world.sandboxes.onRun = async (command, sandbox, options) => {
      if (command === 'wait') await say('stop that')
      return hashing()(command, sandbox, options)
    }
    const command = { tool: 'executeCommand', args: { command: 'wait', timeoutSeconds: null } }
    world.played.answers.push(answerOf(command, WRITE, FINISH))
    expect((await thinkOf(1)).next).toEqual({ todo: 'act', index: 0 })
    expect(await runSlowTool(world.ports, { turnId: turn.id, number: 1, index: 0 }, attempt())).toEqual({ todo: 'think' })
    expect(await observations(1)).toMatchObject([
      { tool: 'executeCommand', ok: true },
      { tool: 'writeFile', ok: false, error: NOT_DONE },
    ])
  })

  test('instructions to a running turn that arrive while the model answers prevent it from finishing', async () => {
    world.played.answers.push(async () => {
      await say('not yet')
      return answerOf(FINISH)
    })
    expect((await thinkOf(1)).next).toEqual({ todo: 'think' })
    expect(await observations(1)).toMatchObject([{ tool: 'finish', ok: false, error: NOT_DONE }])
  })

  test('instructions to a running turn that arrive during the check send the agent back instead of publishing without them', async () => {
    world.played.answers.push(answerOf(WRITE, FINISH), answerOf(FINISH))
    await thinkOf(1)
    let said = false
    world.sandboxes.onRun = async (command, sandbox, options) => {
      if (!said) await say('one thing more')
      said = true
      return hashing()(command, sandbox, options)
    }
    expect(await checkVersion(world.ports, { turnId: turn.id, number: 1, last: false }, attempt())).toBe('sent-back')
    expect(await world.ports.versions.versionOfTurn(turn.id)).toBeNull()
    await thinkOf(2)
    expect(lastWords()).toContain('one thing more')
  })

  test('instructions to a running turn are read once if they are delivered twice', async () => {
    const message = words('make it blue')
    expect([await say('', message), await say('', message)]).toEqual([true, true])
    expect(await world.ports.instructions.instructions(turn.id)).toHaveLength(1)
  })

  test('instructions to a running turn are not accepted by a turn that has ended', async () => {
    await world.ports.turns.endTurn(turn.id, { state: 'FAILED', failure: 'model-busy', summary: '' })
    expect(await say('too late')).toBe(false)
  })

  test('instructions to a running turn that arrived too late get a reply at the end', async () => {
    await say('too late')
    await world.ports.turns.endTurn(turn.id, { state: 'UNCHANGED', summary: '' })
    await postFinalComment(world.ports, { turnId: turn.id })
    expect(world.host.comments.at(-1)?.body).toContain('Instructions from `mara` arrived too late for this turn')
  })

  test("instructions to a running turn are part of the turn's prompt in the next turn", async () => {
    world.played.answers.push(answerOf(WRITE, FINISH))
    await say('in blue, please')
    await thinkOf(1)
    expect(await checkVersion(world.ports, { turnId: turn.id, number: 1, last: true }, attempt())).toBe('stands')
    await world.ports.versions.publish(turn.id, { commitSha: 'c0ffee', fragments: [], partial: false })
    const [past] = await world.ports.turns.pastTurns(turn.project.id, 2)
    expect(past?.prompt).toBe('a pricing card\n\nin blue, please')
  })
})
