import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { prepareTurn } from '#src/activities/agent/prepare-turn.ts'
import { readTree } from '#src/activities/agent/workspace.ts'
import { Failure } from '#src/domain/shared/failures.ts'
import type { TurnRecord } from '#src/domain/projects/records.ts'
import { publishedTurn } from '../../support/activities/publishing-world.ts'
import { realSandboxes, tarball } from '../../support/activities/real-workspace.ts'
import { repositoryOf } from '../../support/activities/fixture-repositories.ts'
import { ADDRESS, attempt, FILES, keyOf, openWorld } from '../../support/activities/world.ts'
import type { World } from '../../support/activities/world.ts'

let world: World
let issue = 0
let turn: TurnRecord
beforeAll(async () => {
  world = await openWorld({ sandboxes: await realSandboxes() })
  world.host.archive = async () => tarball(world.host.filesAt('main'))
})
afterAll(async () => {
  for (const { id } of await world.ports.sandboxes.list({})) await (await world.ports.sandboxes.connect(id))?.destroy()
  await world.close()
})
beforeEach(async () => {
  world.reset()
  issue += 1
  turn = await world.openTurn({}, { ...ADDRESS, issue })
})

const prepared = (context = attempt()) => prepareTurn(world.ports, { turnId: turn.id }, context)
const base = async () => (await world.ports.turns.turn(turn.id)).base ?? expect.fail('the turn has no base')
const prompt = async () =>
  JSON.parse(new TextDecoder().decode(await world.ports.artifacts.get((await base()).prompt))) as {
    messages: { role: string; content: string }[]
    manifest: Record<string, string>
  }

describe('prepareTurn', () => {
  test("prepareTurn creates a sandbox with the repository's files and returns the turn's limits", async () => {
    expect(await prepared()).toEqual({ steps: 20, milliseconds: 600_000 })
    const living = await world.ports.sandboxes.list({ turn: turn.id })
    expect(living.map(({ labels }) => labels)).toEqual([{ project: turn.project.id, turn: turn.id, purpose: 'work' }])
    const sandbox = await world.ports.sandboxes.connect(living[0]?.id ?? '')
    expect(new TextDecoder().decode(await sandbox?.readFile('src/components/card.tsx', 1_000))).toBe(FILES['src/components/card.tsx'])
  })

  test('prepareTurn stores the base: commit, files and hashes', async () => {
    const odd = { 'src/a b.ts': '1', 'src/ünï.ts': '2', "src/it's.ts": '3', 'src/back\\slash.ts': '4', '-rf': '5', 'src/*.ts': '6' }
    Object.assign(world.host.filesAt('main'), odd)
    await prepared()
    const kept = await base()
    expect(kept.sha).toBe((await world.host.defaultBranch()).sha)
    const tree = await readTree(world.ports, kept)
    expect(tree).toEqual(Object.fromEntries(Object.entries({ ...FILES, ...odd }).map(([path, text]) => [path, keyOf(text)])))
  })

  test('prepareTurn stores the first messages: system prompt, repository facts, request', async () => {
    Object.assign(world.host.filesAt('main'), {
      'AGENTS.md': 'Use tabs.',
      'src/components/badge.tsx': 'export function Badge({ tone }: { tone?: "new" | "sale" }) {}',
    })
    await prepared()
    const { messages, manifest } = await prompt()
    expect(messages.map(({ role }) => role)).toEqual(['system', 'user'])
    expect(messages[0]?.content).toContain('You are Ollio')
    for (const fact of [
      'acme/shop',
      '- src/components/badge.tsx: Badge { tone?: "new" | "sale" }',
      'Use tabs.',
      'Stylesheet: src/index.css',
      'You have 20 steps and 10 minutes',
    ]) {
      expect(messages[0]?.content).toContain(fact)
    }
    expect(JSON.parse(messages[1]?.content ?? '')).toMatchObject({ request: 'a pricing card', turn: 1, filesOfEarlierTurns: [] })
    expect(manifest).toEqual({})
  })

  test("prepareTurn uses the team's instructions and paths from the default branch", async () => {
    const config =
      'instructions: Never use icons.\npaths:\n  - src/components\ncloses: true\ndraft: true\nlabels: [ui]\nreviewers: [theo]\nmodel: another\npublicPictures: true\ntemplate: nextjs\n'
    Object.assign(world.host.filesAt('main'), { '.github/ollio.yml': config })
    await prepared()
    const { messages, ...kept } = await prompt()
    expect(messages[0]?.content).toContain("The team's instructions to Ollio:\nNever use icons.")
    expect(kept).toEqual({
      ...{ manifest: {}, paths: ['src/components'], closes: true, template: 'nextjs', unused: [] },
      ...{ draft: true, labels: ['ui'], reviewers: ['theo'], model: 'another', publicPictures: true },
    })
  })

  test("prepareTurn uses the project's package", async () => {
    Object.assign(world.host.filesAt('main'), await repositoryOf('monorepo-npm'))
    turn = await world.openTurn({ packageFolder: 'packages/web' }, { ...ADDRESS, issue: (issue += 1) })
    await prepared()
    const text = (await prompt()).messages[0]?.content
    expect(text).toContain('- packages/web/src/components/basket.tsx: Basket { items: string[] }')
    expect(text).toContain('OLLIO_PACKAGE=packages/web')
  })

  test('prepareTurn skips files that are too large to read', async () => {
    const large = `/* ${'x'.repeat(1024 * 1024)} */`
    Object.assign(world.host.filesAt('main'), { 'src/generated.css': large, 'AGENTS.md': large })
    await prepared()
    expect((await prompt()).messages[0]?.content).toContain('Stylesheet: src/index.css')
  })
})

describe('a later turn of a project', () => {
  test("a later turn of a project starts from its branch's current head, with the earlier turns and the last preview", async () => {
    const first = await publishedTurn(world, turn, { 'src/price.tsx': 'export {}\n', '.ollio/preview.tsx': 'export default 1\n' })
    const head = world.host.push(first.project.branch, 'a person’s own commit')
    turn = await world.openTurn({ command: { name: 'refine', prompt: 'bigger', cut: false } }, { ...ADDRESS, issue })
    await prepared()
    expect((await base()).sha).toBe(head)
    const { messages, manifest } = await prompt()
    expect(messages.map(({ role }) => role)).toEqual(['system', 'user', 'assistant', 'user'])
    expect(messages[1]?.content).toContain('a pricing card')
    expect(messages[2]?.content).toContain('What was made.')
    expect(JSON.parse(messages[3]?.content ?? '')).toMatchObject({ request: 'bigger', turn: 2, filesOfEarlierTurns: ['src/price.tsx'] })
    expect(await world.textsOf(manifest)).toEqual({ '.ollio/preview.tsx': 'export default 1\n' })
    const [living] = await world.ports.sandboxes.list({ turn: turn.id })
    const sandbox = await world.ports.sandboxes.connect(living?.id ?? '')
    expect(new TextDecoder().decode(await sandbox?.readFile('.ollio/preview.tsx', 1_000))).toBe('export default 1\n')
  })

  test('a later turn of a project ends if the branch of its pull request is gone', async () => {
    await publishedTurn(world, turn, { 'src/price.tsx': 'export {}\n' })
    world.host.branches.delete(turn.project.branch)
    turn = await world.openTurn({}, { ...ADDRESS, issue })
    await expect(prepared()).rejects.toMatchObject({ kind: 'branch-gone' })
  })
})

test('a turn ends if the base branch is gone', async () => {
  world.host.branches.delete('main')
  await expect(prepared()).rejects.toMatchObject({ kind: 'branch-gone' })
})

test("a turn ends if the team's configuration became invalid after admission", async () => {
  Object.assign(world.host.filesAt('main'), { '.github/ollio.yml': 'paths: src\n' })
  await expect(prepared()).rejects.toMatchObject({ kind: 'config-invalid', message: expect.stringContaining('line 1: paths') })
})

describe('a retry', () => {
  test('a retry of a prepared turn does nothing', async () => {
    await prepared()
    const before = await base()
    const archives = world.codeHost.calls('archive')
    expect(await prepared(attempt(2))).toEqual({ steps: 20, milliseconds: 600_000 })
    expect(await base()).toEqual(before)
    expect(world.codeHost.calls('archive')).toBe(archives)
  })

  test('a retry of a failed attempt starts again, with only one sandbox', async () => {
    world.turns.failNext('setBase', new Failure('database-busy', 'busy'))
    await expect(prepared()).rejects.toMatchObject({ kind: 'database-busy' })
    await prepared(attempt(2))
    expect(await world.ports.sandboxes.list({ turn: turn.id })).toHaveLength(1)
  })
})
