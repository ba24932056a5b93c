import { describe, expect, test } from 'vitest'
import { usually } from '../../support/workflows/fake-activities.ts'
import { until } from '../../support/workflows/workflow-world.ts'
import { useWorkflowWorld } from '../../support/workflows/use-workflow-world.ts'

const house = useWorkflowWorld()

describe('a closed pull request', () => {
  test('a closed pull request ends its project and the workflow', async () => {
    const play = house().play()
    await play.ask(play.turn(1))
    await play.idle()
    await play.sessions.pullRequestClosed(play.address, { merged: true, pullRequest: 12 })
    await play.project.result()
    expect(play.inputs('endProject')).toEqual([{ address: play.address, merged: true, pullRequest: 12 }])
    expect(play.inputs('sayEnd')).toEqual([{ address: play.address, merged: true }])
  })

  test('a closed pull request is ignored without a comment if a newer pull request replaced it', async () => {
    const play = house().play({ endProject: () => ({ ended: false }) })
    await play.sessions.pullRequestClosed(play.address, { merged: false, pullRequest: 12 })
    await play.project.result()
    expect(play.inputs('sayEnd')).toEqual([])
  })

  test('a closed pull request ends its project if no workflow is running any more', async () => {
    const play = house().play()
    await play.sessions.pullRequestClosed(play.address, { merged: true, pullRequest: 12 })
    await play.project.result()
    expect(play.trace()).toEqual(['endProject project', 'sayEnd project'])
    await play.sessions.pullRequestClosed(play.address, { merged: true, pullRequest: 12 })
    await play.project.result()
    expect(play.inputs('endProject')).toHaveLength(2)
  })

  test('a closed pull request ends its project after the running turn and the queued ones', async () => {
    const door = Promise.withResolvers<void>()
    const play = house().play({
      prepare: async (input, context) => {
        await door.promise
        return usually('prepare')(input, context)
      },
    })
    await play.ask(play.turn(1), play.turn(2))
    await until(() => play.inputs('prepare').length === 1)
    await play.sessions.pullRequestClosed(play.address, { merged: true, pullRequest: 12 })
    expect(await play.queue()).toEqual({ running: '1', waiting: ['2'] })
    expect(play.inputs('endProject')).toEqual([])
    door.resolve()
    await play.project.result()
    expect(play.trace('report').slice(-4)).toEqual(['publish 2', 'release 2', 'endProject project', 'sayEnd project'])
    expect(play.inputs('publish')).toHaveLength(2)
  })

  test('a closed pull request loses no turn that is requested while its end is being written', async () => {
    const door = Promise.withResolvers<void>()
    const play = house().play({ endProject: () => door.promise.then(() => ({ ended: true })) })
    await play.sessions.pullRequestClosed(play.address, { merged: true, pullRequest: 12 })
    await until(() => play.inputs('endProject').length === 1)
    await play.ask(play.turn(1))
    door.resolve()
    await play.project.result()
    expect(play.inputs('publish')).toHaveLength(1)
    expect(play.trace().at(-1)).toBe('sayEnd project')
  })

  test('a closed pull request lets the next turn start a new workflow, based on the database', async () => {
    const play = house().play()
    await play.sessions.pullRequestClosed(play.address, { merged: true, pullRequest: 12 })
    await play.project.result()
    await play.ask(play.turn(1))
    await play.idle()
    expect(play.inputs('publish')).toHaveLength(1)
  })
})

describe('a reopened pull request', () => {
  test('a reopened pull request reopens its project after the workflow has ended', async () => {
    const play = house().play()
    await play.sessions.pullRequestClosed(play.address, { merged: false, pullRequest: 12 })
    await play.project.result()
    await play.sessions.pullRequestReopened(play.address)
    await until(() => play.inputs('sayReopened').length === 1)
    expect(play.inputs('reopenProject')).toEqual([{ address: play.address }])
    expect(play.inputs('sayReopened')).toEqual([{ address: play.address, newer: null }])
    await play.ask(play.turn(1))
    await play.idle()
    expect(play.inputs('publish')).toHaveLength(1)
  })

  test('a reopened pull request is open in the end if it is reopened while its end is being written', async () => {
    const door = Promise.withResolvers<void>()
    const play = house().play({ endProject: () => door.promise.then(() => ({ ended: true })) })
    await play.sessions.pullRequestClosed(play.address, { merged: false, pullRequest: 12 })
    await until(() => play.inputs('endProject').length === 1)
    await play.sessions.pullRequestReopened(play.address)
    door.resolve()
    await until(() => play.inputs('sayReopened').length === 1)
    expect(play.trace()).toEqual(['endProject project', 'sayEnd project', 'reopenProject project', 'sayReopened project'])
    expect((await play.project.describe()).status.name).toBe('RUNNING')
  })

  test('a reopened pull request is closed if it is closed again before anything was done', async () => {
    const door = Promise.withResolvers<void>()
    const play = house().play({
      prepare: async (input, context) => {
        await door.promise
        return usually('prepare')(input, context)
      },
    })
    await play.ask(play.turn(1))
    await until(() => play.inputs('prepare').length === 1)
    await play.sessions.pullRequestReopened(play.address)
    await play.sessions.pullRequestClosed(play.address, { merged: true, pullRequest: 12 })
    door.resolve()
    await play.project.result()
    expect(play.inputs('reopenProject')).toEqual([])
    expect(play.inputs('endProject')).toEqual([{ address: play.address, merged: true, pullRequest: 12 }])
  })

  test('a reopened pull request gets a comment if the issue has a newer project', async () => {
    const play = house().play({ reopenProject: () => ({ newer: 2 }) })
    await play.sessions.pullRequestReopened(play.address)
    await until(() => play.inputs('sayReopened').length === 1)
    expect(play.inputs('sayReopened')).toEqual([{ address: play.address, newer: 2 }])
  })
})

describe('a project with a long history', () => {
  /** Enough steps to fill a history. */
  const MANY = 300

  test('a project with a long history continues in a new run with its queue and the closed pull request', async () => {
    const door = Promise.withResolvers<void>()
    const think = usually('think')
    const play = house().play({
      prepare: () => ({ steps: MANY, milliseconds: 600_000 }),
      think: async (input, context) => {
        if (play.inputs('think').length > MANY) return think(input, context)
        if (input.number === MANY) await door.promise
        return { readable: true, next: { todo: 'think' } }
      },
    })
    await play.ask(play.turn(1))
    await until(() => play.inputs('think').length === MANY)
    const { runId } = await play.project.describe()
    await play.ask(play.turn(3), play.turn(2))
    await play.sessions.pullRequestClosed(play.address, { merged: true, pullRequest: 12 })
    door.resolve()
    await play.project.result()
    expect(play.trace().filter((call) => call.startsWith('publish') || call.startsWith('end'))).toEqual([
      'publish 1',
      'publish 2',
      'publish 3',
      'endProject project',
    ])
    const first = house().client.workflow.getHandle(play.project.workflowId, runId)
    expect((await first.describe()).status.name).toBe('CONTINUED_AS_NEW')
    expect((await play.project.describe()).runId).not.toBe(runId)
  })
})
