import { beforeEach, describe, expect, test } from 'vitest'
import { Failure } from '#src/domain/shared/failures.ts'
import type { TurnRecord } from '#src/domain/projects/records.ts'
import { committed as commitOf, prepareVersion } from '../../support/activities/publishing-world.ts'
import { FILES, useWorld } from '../../support/activities/world.ts'

const world = useWorld()
let turn: TurnRecord
beforeEach(async () => {
  world.reset()
  turn = await world.preparedTurn()
  await prepareVersion(world, turn, { 'src/price.tsx': 'export {}\n', 'src/index.css': null })
})

const committed = async () => ({ commitSha: await commitOf(world, turn) })
const commits = () => world.host.branches.get(turn.project.branch) ?? []

describe('the commit of a turn', () => {
  test('the commit of a turn is one commit on a new branch from the base, with the changed and deleted files', async () => {
    const { commitSha } = await committed()
    expect(commits().map(({ sha }) => sha)).toEqual([turn.base?.sha, commitSha])
    const { 'src/index.css': _removed, ...rest } = FILES
    expect(world.host.filesAt(turn.project.branch)).toEqual({ ...rest, 'src/price.tsx': 'export {}\n' })
    expect(world.host.filesAt('main')).toEqual(FILES)
  })

  test('the commit of a turn names the project, the author and the turn in its message', async () => {
    await committed()
    expect(commits().at(-1)?.message.split('\n')).toEqual([
      'Add Pricing Card',
      '',
      `Ollio-Turn: ${turn.key}`,
      'Co-authored-by: mara <8+mara@users.noreply.github.com>',
    ])
  })

  test('the commit of a turn is added to the branch if it exists', async () => {
    await world.host.ensureBranch(turn.project.repository, turn.project.branch, turn.base?.sha ?? '')
    await committed()
    expect(commits()).toHaveLength(2)
  })
})

describe('a retry finds the commit by its trailer', () => {
  test('a retry finds the commit by its trailer if the response got lost', async () => {
    world.codeHost.loseAnswer('commit')
    await expect(committed()).rejects.toThrow('got lost')
    expect(await committed()).toEqual({ commitSha: commits().at(-1)?.sha })
    expect(commits()).toHaveLength(2)
  })

  test('a retry finds the commit by its trailer if a person committed after it', async () => {
    const { commitSha } = await committed()
    world.host.push(turn.project.branch, 'mend a typo')
    expect(await committed()).toEqual({ commitSha })
    expect(commits()).toHaveLength(3)
  })

  test('a retry finds the commit by its trailer and ignores trailers of other turns, also quoted ones', async () => {
    world.host.branches.set(turn.project.branch, [...(world.host.branches.get('main') ?? [])])
    world.host.push(turn.project.branch, `Add it\n\nOllio-Turn: ${turn.key}0\nsee Ollio-Turn: ${turn.key}`)
    await expect(committed()).rejects.toMatchObject({ kind: 'branch-moved' })
  })
})

describe('a branch that changed', () => {
  test('a branch that changed is not overwritten if somebody pushed', async () => {
    world.host.branches.set(turn.project.branch, [...(world.host.branches.get('main') ?? [])])
    const head = world.host.push(turn.project.branch, 'a person’s work')
    await expect(committed()).rejects.toMatchObject({ kind: 'branch-moved' })
    expect(commits().at(-1)?.sha).toBe(head)
  })

  test('a branch that changed is not recreated if the branch of its pull request was deleted', async () => {
    await world.ports.projects.setPullRequest(turn.project.id, 12)
    await expect(committed()).rejects.toMatchObject({ kind: 'branch-gone' })
    expect(world.host.branches.has(turn.project.branch)).toBe(false)
  })
})

test('a refusal by GitHub is passed on and leaves no commit', async () => {
  world.codeHost.failNext('commit', new Failure('github-refused', 'a ruleset'))
  await expect(committed()).rejects.toMatchObject({ kind: 'github-refused' })
  expect(commits()).toHaveLength(1)
})

test('a turn without a version has nothing to commit', async () => {
  turn = await world.preparedTurn()
  await expect(committed()).rejects.toMatchObject({ kind: 'unexpected', message: expect.stringContaining('no version') })
})
