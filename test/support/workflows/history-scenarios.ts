import type { ParsedCommand } from '#src/domain/commands/parse-command.ts'
import { commandKey, commandWorkflowId } from '#src/domain/projects/ids.ts'
import { failWith, untilAborted, usually } from './fake-activities.ts'
import type { Output, Script } from './fake-activities.ts'
import { until } from './workflow-world.ts'
import type { WorkflowWorld } from './workflow-world.ts'

/** The run whose history a scenario records. */
export type RecordedRun = { workflowId: string; runId?: string }
type Story = (house: WorkflowWorld) => Promise<RecordedRun>

/** A project with one turn, until nothing is running. */
function turn(script: Script = {}): Story {
  return async (house) => {
    const play = house.play(script)
    await play.ask(play.turn(1))
    await play.idle()
    return play.project
  }
}

function command(script: Script = {}, written?: ParsedCommand): Story {
  return async (house) => {
    const play = house.play(script)
    const message = play.command(1, written === undefined ? {} : { command: written })
    await play.send(message)
    return { workflowId: commandWorkflowId(message) }
  }
}

/** First reads, then changes files, with a slow tool call in between. */
function think({ number }: { number: number }): Output<'think'> {
  if (number === 1) return { readable: true, next: { todo: 'think' } }
  return { readable: true, next: number === 2 ? { todo: 'act', index: 1 } : { todo: 'finish' } }
}

async function twoTurns(house: WorkflowWorld): Promise<RecordedRun> {
  const play = house.play()
  await play.ask(play.turn(1))
  await play.idle()
  await play.ask(play.turn(2), play.turn(2))
  await play.idle()
  await play.sessions.pullRequestClosed(play.address, { merged: true, pullRequest: 12 })
  await play.project.result()
  return play.project
}

async function queued(house: WorkflowWorld): Promise<RecordedRun> {
  const door = Promise.withResolvers<void>()
  const play = house.play({
    open: async (input, context) => {
      await door.promise
      return usually('open')(input, context)
    },
  })
  await play.ask(play.turn(1))
  await until(() => play.inputs('open').length === 1)
  await play.ask(...Array.from({ length: 21 }, (_, index) => play.turn(22 - index)))
  await until(() => play.inputs('answer').length === 1)
  await play.project.terminate('The scenario needs no more events')
  door.resolve()
  return play.project
}

async function cancelled(house: WorkflowWorld): Promise<RecordedRun> {
  const play = house.play({ think: (_input, context) => untilAborted(context) })
  await play.ask(play.turn(1))
  await until(() => play.inputs('think').length === 1)
  await play.project.cancel()
  await play.project.result().catch(() => undefined)
  return play.project
}

function opens(operation: 'restore' | 'rebase'): NonNullable<Script['open']> {
  return ({ message }) => ({ outcome: 'open', turnId: commandKey(message), operation })
}

async function deleted(house: WorkflowWorld): Promise<RecordedRun> {
  const play = house.play({ think: (_input, context) => untilAborted(context) })
  await play.ask(play.turn(1))
  await until(() => play.inputs('think').length === 1)
  await play.sessions.stop(play.address, { why: 'deleted', message: play.command(2, { command: { name: 'delete' } }) })
  await play.project.result()
  return play.project
}

async function rechecked(house: WorkflowWorld): Promise<RecordedRun> {
  const play = house.play()
  const first = play.turn(1)
  await play.ask(first)
  await play.idle()
  await play.sessions.requestRecheck(play.address, commandKey(first))
  await until(() => play.inputs('report').length === 2)
  await play.idle()
  return play.project
}

async function waited(house: WorkflowWorld): Promise<RecordedRun> {
  const play = house.play({ open: ({ message }) => ({ outcome: 'open', turnId: commandKey(message), waits: true }) })
  const first = play.turn(1)
  await play.ask(first)
  await until(() => play.inputs('open').length === 1)
  await play.sessions.grantSlot(play.address, commandKey(first))
  await play.idle()
  return play.project
}

/** One scenario for each shape of a workflow's history. */
export const STORIES: Record<string, Story> = {
  'command-refused': command({ admit: () => ({ verdict: 'refused' }) }),
  'command-answered': command({ admit: () => ({ verdict: 'answer', answer: { about: 'help' } }) }),
  'command-delivered': command(),
  'command-without-project': command({ locate: () => ({ found: false }) }),
  'command-not-delivered': command({ deliver: () => failWith('github-refused') }),
  'turn-published': turn({ think }),
  'turn-sent-back': turn({ check: ({ last }) => (last ? 'stands' : 'sent-back') }),
  'turn-unreadable-once': turn({
    think: ({ number }) => (number === 1 ? { readable: false, next: { todo: 'think' } } : { readable: true, next: { todo: 'finish' } }),
  }),
  'turn-partial': turn({ prepare: () => ({ steps: 1, milliseconds: 600_000 }), think }),
  'turn-unchanged': turn({ check: () => 'unchanged' }),
  'turn-failed': turn({ check: () => failWith('nothing-builds') }),
  'turn-failed-in-publishing': turn({ commit: () => failWith('branch-moved') }),
  'turn-insufficient': turn({
    open: () => ({ outcome: 'insufficient', balance: 3, cost: 10, nextRefillAt: '2026-12-01T00:00:00.000Z' }),
  }),
  'turn-not-opened': turn({ open: () => failWith('github-refused') }),
  'turn-done-before': turn({ open: () => ({ outcome: 'already-done' }) }),
  'turn-cancelled': cancelled,
  'turn-nothing-to-do': turn({ open: () => ({ outcome: 'nothing', answer: { about: 'nothing-to-retry' } }) }),
  'turn-restored': turn({ open: opens('restore') }),
  'turn-rebased': turn({ open: opens('rebase') }),
  'turn-moved': turn({ commit: ({ mayMove }) => (mayMove === true ? { moved: true } : { commitSha: 'c0ffee' }) }),
  'project-deleted': deleted,
  'turn-waited-for-a-place': waited,
  'version-rechecked': rechecked,
  'command-steered': command({ admit: () => ({ verdict: 'steer' }) }, { name: 'steer', prompt: 'in blue', cut: false }),
  'command-to-unshare': command({ admit: () => ({ verdict: 'unshare' }) }, { name: 'unshare' }),
  'command-to-delete': command({ admit: () => ({ verdict: 'delete' }) }, { name: 'delete' }),
  'two-turns-and-the-end': twoTurns,
  'queue-full': queued,
}

/** For a server that suggests to continue as new early: what the first run passes on, and how the second one starts. */
export const LONG_STORIES: Record<string, (house: WorkflowWorld) => Promise<RecordedRun>> = {
  'continues-as-new': async (house) => longStory(house, 'first'),
  'continued-as-new': async (house) => longStory(house, 'second'),
}

async function longStory(house: WorkflowWorld, wanted: 'first' | 'second'): Promise<RecordedRun> {
  const door = Promise.withResolvers<void>()
  const play = house.play({
    prepare: async (input, context) => {
      await door.promise
      return usually('prepare')(input, context)
    },
  })
  await play.ask(play.turn(1))
  await until(() => play.inputs('prepare').length === 1)
  const { runId } = await play.project.describe()
  await play.ask(play.turn(2))
  await play.sessions.pullRequestClosed(play.address, { merged: true, pullRequest: 12 })
  door.resolve()
  await play.project.result()
  const { workflowId } = play.project
  if (wanted === 'first') return { workflowId, runId }
  const history = await house.client.workflow.getHandle(workflowId, runId).fetchHistory()
  const next = history.events?.at(-1)?.workflowExecutionContinuedAsNewEventAttributes?.newExecutionRunId
  if (!next) throw new Error('The first run did not continue as new')
  return { workflowId, runId: next }
}
