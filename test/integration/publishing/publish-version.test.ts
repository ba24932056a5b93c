import { beforeEach, describe, expect, test } from 'vitest'
import { publishVersion } from '#src/activities/publishing/publish-version.ts'
import { baseOf } from '#src/domain/projects/base-of-turn.ts'
import { Failure } from '#src/domain/shared/failures.ts'
import type { TurnRecord } from '#src/domain/projects/records.ts'
import { committed as commitOf, prepareVersion, publishedTurn } from '../../support/activities/publishing-world.ts'
import { ADDRESS, bytesOf, useWorld } from '../../support/activities/world.ts'

const world = useWorld()
let turn: TurnRecord
let commitSha: string
beforeEach(async () => {
  world.reset()
  turn = await world.preparedTurn()
})

const FILES = { 'src/price.tsx': 'export {}\n', 'src/old.ts': null, 'vite.config.ts': 'x', '.ollio/preview.tsx': 'export default 1\n' }
/** Prepares a version and commits it; publishing starts from there. */
async function committed(...options: Parameters<typeof prepareVersion>[3][]): Promise<void> {
  await prepareVersion(world, turn, FILES, ...options)
  commitSha = await commitOf(world, turn)
}
const published = (partial = false) => publishVersion(world.ports, { turnId: turn.id, commitSha, partial })
const version = async () => (await world.ports.versions.versionOfTurn(turn.id)) ?? expect.fail('there is no version')
const now = () => world.ports.turns.turn(turn.id)

describe('publishing a turn', () => {
  test('publishing a turn opens one pull request that describes the changes', async () => {
    await committed()
    await published()
    expect(world.host.pulls).toMatchObject([{ headBranch: turn.project.branch, baseBranch: 'main', headSha: commitSha, draft: false }])
    const body = world.host.pulls[0]?.body
    for (const part of [
      'What was made.',
      'a pricing card',
      `#${turn.project.issue}`,
      'src/price.tsx',
      'src/old.ts',
      'Types',
      '10 credits',
    ]) {
      expect(body).toContain(part)
    }
    expect(body).toContain(world.ports.links.versionPage(turn.project.id, 1))
    expect(body).toContain('Not published, because Ollio must not change these files: `vite.config.ts`')
    expect(body).not.toContain('preview.tsx')
  })

  test('publishing a turn shows the pictures of the previous version and the purpose of each file', async () => {
    await committed()
    await published()
    expect(world.host.pulls[0]?.body).not.toContain('Before, in')
    const { issue } = turn.project
    const again = { number: issue, command: { name: 'refine' as const, prompt: 'wider', cut: false } }
    const next = await world.openTurn(again, { ...ADDRESS, issue })
    await publishedTurn(world, next, { 'src/price.tsx': '/** A price with its currency. */\nexport const Price = 1\n' })
    const body = world.host.pulls[0]?.body
    expect(body).toContain(`Pictures of v1: [375 pixels](${world.ports.links.picture(turn.project.id, 1, '375')})`)
    expect(body).toContain('- `src/price.tsx`: A price with its currency.')
    await world.ports.versions.revokeLinks(turn.project.id, new Date())
    const last = await world.openTurn({ ...again, id: 8_888 }, { ...ADDRESS, issue })
    await publishedTurn(world, last, { 'src/price.tsx': 'export const Price = 2\n' })
    expect(world.host.pulls[0]?.body).not.toContain('Before, in')
  })

  test('publishing a turn uses the commit style of the repository for the title', async () => {
    for (const subject of ['feat: a shop', 'fix(cart): a sum', 'chore: tidy']) world.host.push('main', `${subject}\n\nBody`)
    await committed()
    await published()
    expect(world.host.branches.get(turn.project.branch)?.at(-1)?.message).toMatch(/^feat: add Pricing Card\n/)
    expect(world.host.pulls).toMatchObject([{ title: 'feat: add Pricing Card' }])
  })

  test('publishing a turn lists the files that were not kept', async () => {
    await prepareVersion(world, turn, { 'src/price.tsx': 'export {}\n' })
    const seen = { tool: 'executeCommand', ok: true, notKept: ['src/large.ts', 'src/price.tsx'] }
    const [step] = await world.ports.steps.steps(turn.id)
    await world.ports.steps.keepObservation(turn.id, 1, step?.observations.length ?? 0, seen, step?.changes ?? {})
    await committed()
    await published()
    expect(world.host.pulls[0]?.body).toContain(
      'Not published, because Ollio must not change these files: `src/large.ts: too large or not a regular file`',
    )
  })

  test('publishing a turn lists the changes of package.json that were taken back', async () => {
    await prepareVersion(world, turn, {
      'src/price.tsx': 'export {}\n',
      'package.json': '{"dependencies":{"react":"19"},"scripts":{"postinstall":"x"},"type":"module"}',
    })
    commitSha = await commitOf(world, turn)
    await published()
    expect(world.host.pulls[0]?.body).toContain('must not change these files: `package.json: scripts, type`')
  })

  test('publishing a turn writes turn, version and project, and the context of the next turn', async () => {
    await committed()
    await published()
    expect(await now()).toMatchObject({
      state: 'PUBLISHED',
      project: { status: 'COMPLETED', pullRequest: world.host.pulls[0]?.number },
    })
    expect(await version()).toMatchObject({ state: 'PUBLISHED', commitSha })
    expect(await world.ports.turns.pastTurns(turn.project.id, turn.number + 1)).toEqual([
      {
        prompt: 'a pricing card',
        notes: [],
        summary: 'What was made.',
        files: ['src/old.ts', 'src/price.tsx', 'vite.config.ts'],
        previewSource: 'export default 1\n',
      },
    ])
  })

  test('publishing a turn adds a check run to its commit', async () => {
    await committed()
    await published()
    expect(world.host.checkRuns).toEqual([
      expect.objectContaining({ headSha: commitSha, name: 'Ollio', externalId: turn.key, conclusion: 'success' }),
    ])
  })

  test('publishing a turn adds annotations for findings, the most severe first, and links to the check report and the pictures', async () => {
    world.host.isRepositoryPublic = true
    const at = (path: string, level: 'failure' | 'warning') => ({ path, line: 3, level, message: 'm' })
    await committed({
      checks: [
        {
          name: 'Design system',
          outcome: 'warning',
          detail: 'd',
          annotations: [at('src/price.tsx', 'warning'), at('.ollio/preview.tsx', 'warning')],
          design: { components: ['Card'], tokens: ['color-brand'] },
        },
        { name: 'Types', outcome: 'failed', detail: 't', annotations: [at('src/price.tsx', 'failure')] },
        { name: 'Changes', outcome: 'passed', detail: 'c', edits: [{ path: 'src/price.tsx', added: 2, removed: 1, lines: 30 }] },
      ],
    })
    await published()
    const [run] = world.host.checkRuns
    expect(run?.annotations?.map(({ path, title, level }) => [path, title, level])).toEqual([
      ['src/price.tsx', 'Types', 'failure'],
      ['src/price.tsx', 'Design system', 'warning'],
    ])
    expect(run?.summary).toMatch(/\/check\.json\?s=[^]+\/375\.png\?s=[^]+`Card`, `color-brand`/)
    expect(run?.images).toEqual([{ alt: 'The page at 375 pixels', url: expect.stringContaining('/375.png?s=') }])
    expect(world.host.pulls[0]?.body).toContain('`src/price.tsx` (+2 −1 of 30 lines)')
    expect((await version()).checks.flatMap(({ annotations = [] }) => annotations)).toHaveLength(3)
  })

  test('publishing a turn follows the team’s settings once: a draft with labels and reviewers', async () => {
    const rules = { draft: true, labels: ['ui'], reviewers: ['theo', 'acme/design'] }
    const prompt = await world.ports.artifacts.put(bytesOf(JSON.stringify({ messages: [], manifest: {}, ...rules })))
    await world.ports.turns.setBase(turn.id, { ...baseOf(turn), prompt })
    await committed()
    await published()
    const [pull] = world.host.pulls
    expect(pull).toMatchObject({ draft: true })
    expect(world.host.dressed).toEqual([{ number: pull?.number, labels: ['ui'], reviewers: ['theo', 'acme/design'] }])
    Object.assign(pull ?? {}, { draft: false })
    await published()
    expect(world.host.pulls).toMatchObject([{ draft: false }])
    expect(world.host.dressed).toHaveLength(1)
  })

  test('publishing a turn opens a draft with a failed check run if a check failed', async () => {
    await committed({ draft: true, checks: [{ name: 'Types', outcome: 'failed', detail: 'error TS2322' }] })
    await published()
    expect(world.host.pulls).toMatchObject([{ draft: true }])
    expect(world.host.checkRuns).toMatchObject([{ conclusion: 'failure', title: 'Failed: types' }])
  })

  test('publishing a turn marks the version as partial if a limit was reached', async () => {
    await committed()
    await published(true)
    expect(await now()).toMatchObject({ state: 'PARTIAL', project: { status: 'COMPLETED' } })
    expect(world.host.pulls[0]?.body).toContain('**partial**')
  })

  test.each([
    [true, 'https://ollio.example', true],
    [false, 'https://ollio.example', false],
    [true, 'http://127.0.0.1:3000', false],
  ])('publishing a turn shows pictures only if everybody may see them: public %s at %s, %s', async (isPublic, publicUrl, shown) => {
    world.host.isRepositoryPublic = isPublic
    await committed()
    const ports = { ...world.ports, rules: { ...world.ports.rules, publicUrl } }
    await publishVersion(ports, { turnId: turn.id, commitSha, partial: false })
    expect(world.host.pulls[0]?.body.includes('<img ')).toBe(shown)
    expect(world.host.checkRuns[0]?.images).toHaveLength(shown ? 1 : 0)
  })
})

describe('a later turn', () => {
  test('a later turn updates the same pull request and keeps the text that people added', async () => {
    const first = await publishedTurn(world, turn, { 'src/price.tsx': 'export {}\n' })
    const [pull] = world.host.pulls
    if (pull === undefined) throw new Error('there is no pull request')
    pull.body = `Dear reviewers,\n\n${pull.body}\n\nCloses #1`
    turn = await world.openTurn({ command: { name: 'refine', prompt: 'bigger', cut: false } }, { ...ADDRESS, issue: first.project.issue })
    await publishedTurn(world, turn, { 'src/price.tsx': 'export const size = 2\n' })
    expect(world.host.pulls).toHaveLength(1)
    expect(pull.body).toMatch(/^Dear reviewers,\n\n[^]+ · v2 · [^]+Closes #1$/)
    expect((await version()).number).toBe(2)
    expect(world.host.branches.get(first.project.branch)).toHaveLength(3)
  })
})

describe('publishing is idempotent', () => {
  const everything = async () => ({
    pulls: structuredClone(world.host.pulls),
    checkRuns: structuredClone(world.host.checkRuns),
    commits: world.host.branches.get(turn.project.branch)?.length,
    turn: await now(),
    version: await version(),
    past: await world.ports.turns.pastTurns(turn.project.id, turn.number + 1),
    ledger: (await world.ports.ledger.summary(ADDRESS.repositoryId, 3))?.entries,
  })

  test('publishing is idempotent if everything was done before', async () => {
    await committed()
    await published()
    const { pulls: _before, ...before } = await everything()
    await published()
    const { pulls, ...after } = await everything()
    expect(after).toEqual(before)
    expect(pulls).toHaveLength(1)
  })

  test.each(['putPullRequest', 'putCheckRun'] as const)('publishing is idempotent if the response of %s got lost', async (method) => {
    await committed()
    world.codeHost.loseAnswer(method)
    await expect(published()).rejects.toThrow('got lost')
    await published()
    expect(await everything()).toMatchObject({ pulls: [{}], checkRuns: [{}], commits: 2, turn: { state: 'PUBLISHED' }, past: [{}] })
  })

  test.each(['setPullRequest', 'publish'] as const)(
    'publishing is idempotent if the rows were written but the result of %s got lost',
    async (method) => {
      await committed()
      if (method === 'publish') world.versions.loseAnswer(method)
      else world.projects.loseAnswer(method)
      await expect(published()).rejects.toThrow('got lost')
      await published()
      expect(await everything()).toMatchObject({ pulls: [{}], checkRuns: [{}], commits: 2, turn: { state: 'PUBLISHED' }, past: [{}] })
    },
  )
})

test('a turn whose credits were returned can’t be published', async () => {
  await committed()
  await world.ports.turns.endTurn(turn.id, { state: 'CANCELLED', failure: 'cancelled', summary: '' })
  await expect(published()).rejects.toMatchObject({ kind: 'unexpected' })
  expect(world.host.pulls).toEqual([])
})

test('a refused check run doesn’t undo a published turn', async () => {
  await committed()
  world.codeHost.failNext('putCheckRun', new Failure('github-refused', 'no permission'))
  await expect(published()).rejects.toMatchObject({ kind: 'github-refused' })
  await world.ports.turns.endTurn(turn.id, { state: 'FAILED', failure: 'github-refused', summary: '' })
  expect(await now()).toMatchObject({ state: 'PUBLISHED', failure: null })
})
