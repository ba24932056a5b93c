import { readdir, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { DeterminismViolationError } from '@temporalio/workflow'
import { bundleWorkflowCode, DefaultLogger, Runtime, Worker } from '@temporalio/worker'
import { describe, expect, test } from 'vitest'
import { bundleWorkflows } from '#src/adapters/temporal/workflow-bundle.ts'
import { readDemoConfig } from '#src/config/demo-config.ts'
import { HISTORIES, readHistory } from '../../support/workflows/history-file.ts'
import { RECORDED } from '../../support/workflows/record-histories.ts'

/*
 * Workflows that started before a deployment continue after it by replaying their history. `histories/` has one history of each shape,
 * and today's workflows must replay them all.
 *
 * - A workflow gets a new shape: add a scenario to history-scenarios.ts, then run `node test/support/workflows/record-histories.ts <scenario>`.
 * - A history no longer replays: a running project would break in the same way. Make the change behind `patched()`, keep the history, and
 *   record another one under a new name.
 * - No release has used that history yet: record it again under its name.
 */

Runtime.install({ logger: new DefaultLogger('ERROR'), telemetryOptions: { logging: { filter: 'OFF', forward: {} } } })

const names = (await readdir(HISTORIES)).map((file) => file.replace(/\.json$/, ''))
const today = await bundleWorkflows(readDemoConfig().cacheFolder)

test('every scenario has a history', () => {
  expect(names).toEqual(expect.arrayContaining(RECORDED))
})

test.each(names)('today’s workflows replay %s', async (name) => {
  const replay = Worker.runReplayHistory({ workflowBundle: today }, await readHistory(name), name)
  await expect(replay).resolves.toBeUndefined()
})

test('the workflow bundle contains no schemas, because all of it is evaluated again for each workflow that starts', async () => {
  expect(await readFile(today.codePath, 'utf8')).not.toContain('node_modules/zod/')
})

test('a project that is inactive for thirty days ends its workflow', async () => {
  const { events } = (await readHistory('turn-done-before')) as { events: Record<string, unknown>[] }
  const timer = events.at(-1)?.['timerStartedEventAttributes'] as { timerId: string; startToFireTimeout: { seconds: number } }
  expect(timer.startToFireTimeout.seconds).toBe(30 * 24 * 60 * 60)
  const later = [
    { eventType: 18, timerFiredEventAttributes: { timerId: timer.timerId, startedEventId: events.length } },
    { eventType: 5, workflowTaskScheduledEventAttributes: { attempt: 1 } },
    { eventType: 6, workflowTaskStartedEventAttributes: { scheduledEventId: events.length + 2 } },
    { eventType: 7, workflowTaskCompletedEventAttributes: { scheduledEventId: events.length + 2, startedEventId: events.length + 3 } },
    { eventType: 2, workflowExecutionCompletedEventAttributes: { workflowTaskCompletedEventId: events.length + 4 } },
  ].map((event, index) => ({ ...event, eventId: events.length + 1 + index, eventTime: { seconds: 2_000_000_000 + index } }))
  const replay = Worker.runReplayHistory({ workflowBundle: today }, { events: [...events, ...later] }, 'quiet')
  await expect(replay).resolves.toBeUndefined()
})

describe('a change of the project’s workflow', () => {
  const bundleOf = (url: string) => bundleWorkflowCode({ workflowsPath: fileURLToPath(url), logger: new DefaultLogger('ERROR') })

  test('a change of the project’s workflow doesn’t replay earlier histories', async () => {
    const workflowBundle = await bundleOf(import.meta.resolve('./fixtures/changed-project-workflow.ts'))
    for (const name of ['turn-published', 'turn-cancelled', 'two-turns-and-the-end']) {
      const replay = Worker.runReplayHistory({ workflowBundle }, await readHistory(name), name)
      await expect(replay).rejects.toBeInstanceOf(DeterminismViolationError)
    }
  })

  test('a change of the project’s workflow replays them if it is made behind patched()', async () => {
    const workflowBundle = await bundleOf(import.meta.resolve('./fixtures/patched-project-workflow.ts'))
    for (const name of ['turn-published', 'turn-cancelled', 'two-turns-and-the-end']) {
      const replay = Worker.runReplayHistory({ workflowBundle }, await readHistory(name), name)
      await expect(replay).resolves.toBeUndefined()
    }
  })
})
