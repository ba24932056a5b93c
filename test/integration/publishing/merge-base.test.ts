import { beforeEach, describe, expect, test } from 'vitest'
import { checkVersion } from '#src/activities/checks/check-version.ts'
import { mergeBase } from '#src/activities/publishing/merge-base.ts'
import { openTurn } from '#src/activities/projects/open-turn.ts'
import { publishVersion } from '#src/activities/publishing/publish-version.ts'
import { stageVersion } from '#src/activities/publishing/stage-version.ts'
import { postFinalComment } from '#src/activities/messages/progress-comment.ts'
import type { ProjectAddress } from '#src/domain/projects/ids.ts'
import type { TurnRecord } from '#src/domain/projects/records.ts'
import { hashing } from '../../support/activities/hashing.ts'
import { publishedTurn } from '../../support/activities/publishing-world.ts'
import { ADDRESS, attempt, useWorld, turnRequest } from '../../support/activities/world.ts'

const PRICE = 'src/price.tsx'
const world = useWorld()
let address: ProjectAddress
let turn: TurnRecord
beforeEach(async () => {
  world.reset()
  world.sandboxes.onRun = hashing()
  address = { ...ADDRESS, issue: (address?.issue ?? 800) + 1 }
  await publishedTurn(world, await world.openTurn({ number: address.issue }, address), { [PRICE]: 'ours\n' })
  turn = await opened()
})

async function opened(): Promise<TurnRecord> {
  const opening = await openTurn(world.ports, { address, message: turnRequest({ command: { name: 'rebase' }, number: address.issue }) })
  if (opening.outcome !== 'open') throw new Error(opening.outcome)
  return world.ports.turns.turn(opening.turnId)
}
const merged = () => mergeBase(world.ports, { turnId: turn.id })
const commits = () => world.host.branches.get(turn.project.branch) ?? []
const now = () => world.ports.turns.turn(turn.id)

describe('rebase', () => {
  test('rebase merges the base branch with a merge commit and publishes the result as a version', async () => {
    expect(turn).toMatchObject({ operation: 'rebase', credits: 0, prompt: 'Merge main into this branch' })
    world.host.push('main', 'a new base', { 'src/base.ts': 'new\n' })
    const commitSha = (await merged()).commitSha ?? ''
    expect(commits().at(-1)).toMatchObject({ sha: commitSha, message: expect.stringContaining(`Ollio-Turn: ${turn.key}`) })
    expect(world.host.filesAt(turn.project.branch)).toMatchObject({ 'src/base.ts': 'new\n', [PRICE]: 'ours\n' })
    expect(await stageVersion(world.ports, { turnId: turn.id, mergeSha: commitSha }, attempt())).toBe('staged')
    expect(await checkVersion(world.ports, { turnId: turn.id, number: null, last: true, whole: true }, attempt())).toBe('stands')
    await publishVersion(world.ports, { turnId: turn.id, commitSha, partial: false })
    const version = await world.ports.versions.versionOfTurn(turn.id)
    expect(version).toMatchObject({ number: 2, commitSha, draft: false, summary: expect.stringContaining('Merged main into the branch') })
    expect(await world.textsOf(version?.files ?? {})).toEqual({ [PRICE]: 'ours\n' })
    expect(world.requests).toEqual([])
  })

  test('rebase merges once, also with retries', async () => {
    world.host.push('main', 'a new base', { 'src/base.ts': 'new\n' })
    world.codeHost.loseAnswer('merge')
    await expect(merged()).rejects.toThrow('got lost')
    const { length } = commits()
    expect(await merged()).toEqual({ commitSha: commits().at(-1)?.sha })
    expect(commits()).toHaveLength(length)
  })

  test('rebase does nothing if the base branch is already merged, and says so', async () => {
    expect(await merged()).toEqual({ commitSha: null })
    await world.ports.turns.endTurn(turn.id, { state: 'UNCHANGED', summary: '' })
    await postFinalComment(world.ports, { turnId: turn.id })
    expect(world.host.comments.at(-1)?.body).toMatch(/### Nothing to change[^]*The branch already contains main[^]*No commit was made\./)
    expect(world.host.comments.at(-1)?.body).not.toContain('credits')
  })

  test('rebase names the conflicting files and leaves the branch unchanged', async () => {
    world.host.push('main', 'a new base', { [PRICE]: 'theirs\n', 'src/base.ts': 'new\n' })
    const { length } = commits()
    await expect(merged()).rejects.toMatchObject({ kind: 'merge-conflict' })
    expect((await now()).conflicts).toEqual([PRICE])
    expect(commits()).toHaveLength(length)
    await world.ports.turns.endTurn(turn.id, { state: 'FAILED', failure: 'merge-conflict', summary: '' })
    await postFinalComment(world.ports, { turnId: turn.id })
    expect(world.host.comments.at(-1)?.body).toMatch(/does not resolve such conflicts[^]*- `src\/price.tsx`[^]*Nothing was published/)
  })

  test('rebase says that the merge commit stays if its checks fail', async () => {
    world.host.push('main', 'a new base', { 'src/base.ts': 'new\n' })
    const { commitSha } = await merged()
    await world.ports.turns.endTurn(turn.id, { state: 'FAILED', failure: 'nothing-builds', summary: '' })
    await postFinalComment(world.ports, { turnId: turn.id })
    expect(world.host.comments.at(-1)?.body).toContain(`The merge commit ${commitSha?.slice(0, 7)} is on the branch and stays there`)
  })

  test('rebase gets a reply if the project has no pull request', async () => {
    address = { ...address, issue: address.issue + 10_000 }
    const message = turnRequest({ command: { name: 'rebase' }, number: address.issue })
    expect(await openTurn(world.ports, { address, message })).toEqual({ outcome: 'nothing', answer: { about: 'nothing-to-refine' } })
  })
})
