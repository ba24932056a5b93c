import { MockActivityEnvironment } from '@temporalio/testing'
import { expect, test } from 'vitest'
import { createActivities } from '#src/activities/create-activities.ts'
import { Failure } from '#src/domain/shared/failures.ts'
import { ADDRESS, commandMessage, useWorld } from '../../support/activities/world.ts'

const world = useWorld()

test('the activities use the ports that they were created with', async () => {
  const activities = createActivities(world.ports)
  const turn = await world.preparedTurn()
  const { issue } = turn.project
  await world.sandboxes.create('react', { project: turn.project.id, turn: turn.id, purpose: 'work' })
  await new MockActivityEnvironment().run(activities.release, { turnId: turn.id })
  expect(world.sandboxes.living.size).toBe(0)
  await new MockActivityEnvironment().run(activities.endProject, { address: { ...ADDRESS, issue }, merged: true, pullRequest: 1 })
  expect(await world.ports.projects.latestOfIssue(ADDRESS.repositoryId, issue)).toMatchObject({ ended: true })
  expect(await new MockActivityEnvironment().run(activities.admit, { message: commandMessage() })).toEqual({
    verdict: 'turn',
    begins: true,
    packageFolder: '',
    baseBranch: 'main',
  })
})

test('the activities fail with our kinds of failure', async () => {
  const { admit } = createActivities(world.ports)
  world.codeHost.failNext('permissionOf', new Failure('github-unavailable', 'a bad gateway', { retryAfterMs: 5_000 }))
  const trying = new MockActivityEnvironment().run(admit, { message: commandMessage() })
  await expect(trying).rejects.toMatchObject({ type: 'github-unavailable', nonRetryable: false, nextRetryDelay: 5_000 })
})
