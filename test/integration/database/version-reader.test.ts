import { beforeAll, describe, expect, test } from 'vitest'
import { modelAnswer, newVersion, publishTurn, useDatabase } from '../../support/database-world.ts'

const world = useDatabase()
let projectId: string
let previewPath: string
let unpublishedPath: string
beforeAll(async () => {
  const turnId = await world.open()
  const { project, previewPath: path } = await world.turns.turn(turnId)
  projectId = project.id
  previewPath = path
  await world.projects.setPullRequest(projectId, 12)
  await publishTurn(world, turnId)
  const next = await world.open()
  unpublishedPath = (await world.versions.prepareVersion(await newVersion(world, next))).previewPath
})

test('a published version is read with everything that its page needs', async () => {
  expect(await world.versionReader.versionPage(projectId, 1)).toEqual({
    projectName: 'Pricing Card',
    repository: 'acme/shop',
    issue: 7,
    pullRequest: 12,
    version: 1,
    versions: [1],
    author: 'mara',
    prompt: 'a pricing card',
    summary: 'A pricing card.',
    publishedAt: expect.any(Date),
    previewPath,
    live: 'kept',
    files: [
      { path: 'src/card.tsx', content: 'export {}\n', before: null },
      { path: '.ollio/preview.tsx', content: 'export default 1\n', before: null },
    ],
    removed: ['src/old.tsx'],
    checks: [{ name: 'Types', outcome: 'passed', detail: '' }],
    pictures: ['375', '1280'],
    receipt: { credits: 10, promptTokens: 0, completionTokens: 0, seconds: expect.any(Number), steps: 0, model: '', dollars: null },
  })
  expect(await world.versionReader.picture(projectId, 1, '375')).toEqual({ artifact: 'c'.repeat(64), contentType: 'image/png' })
  expect(await world.versionReader.preview(previewPath)).toEqual({
    'index.html': { artifact: 'b'.repeat(64), contentType: 'text/html; charset=utf-8' },
  })
})

describe('nothing is returned', () => {
  test.each<[string, () => string, number]>([
    ['a version that is not published yet', () => projectId, 2],
    ["a version that doesn't exist", () => projectId, 3],
    ["a version number beyond the database's integers", () => projectId, 999_999_999_999],
    ['version 0', () => projectId, 0],
    ['another project', () => '0190a000-0000-7000-8000-000000000000', 1],
    ['an invalid project id', () => `${projectId}'--`, 1],
    ['an empty project id', () => '', 1],
  ])('nothing is returned for %s', async (_case, project, number) => {
    expect(await world.versionReader.versionPage(project(), number)).toBeNull()
    expect(await world.versionReader.picture(project(), number, '375')).toBeNull()
  })

  test.each(['768', '0', '375-dark', 'toString', '__proto__'])(
    'nothing is returned for a picture with the unknown name %s',
    async (name) => {
      expect(await world.versionReader.picture(projectId, 1, name)).toBeNull()
    },
  )

  test.each<[string, () => string]>([
    ['the preview of an unpublished version', () => unpublishedPath],
    ['an unknown preview path', () => 'f'.repeat(32)],
    ['a preview path with a NUL', () => '\0'],
  ])('nothing is returned for %s', async (_case, preview) => {
    expect(await world.versionReader.preview(preview())).toBeNull()
  })
})

test('a version is read with the earlier text of its files, its prompt and its steps', async () => {
  const turnId = await world.open({ issue: 21, prompt: 'a table' })
  const { project } = await world.turns.turn(turnId)
  await world.steps.keepAnswer(turnId, modelAnswer(1))
  await world.steps.keepObservation(turnId, 1, 0, { tool: 'listFiles', ok: true }, {})
  const edits = [{ path: 'src/card.tsx', added: 1, removed: 0, lines: 3, before: 'f'.repeat(64) }]
  await publishTurn(world, turnId, { checks: [{ name: 'Changes', outcome: 'passed', detail: '', edits }] })
  const next = await world.open({ issue: 21, prompt: 'a wider table' })
  await publishTurn(world, next, { files: { 'src/card.tsx': null, 'src/row.tsx': '9'.repeat(64) } })
  const failed = await world.open({ issue: 21, prompt: 'a green table' })
  await world.turns.endTurn(failed, { state: 'FAILED', failure: 'nothing-builds', summary: 'I tried.' })

  const [first, second] = await Promise.all([1, 2].map((number) => world.versionReader.versionPage(project.id, number)))
  expect(first?.files.map(({ before }) => before)).toEqual([{ artifact: 'f'.repeat(64) }, null])
  expect(second?.files.map(({ before }) => before)).toEqual([null, { text: 'export default 1\n' }])
  expect(await world.versionReader.files(project.id, 2, 'version')).toEqual({ 'src/row.tsx': '9'.repeat(64) })
  expect(await world.versionReader.files(project.id, 2, 'project')).toEqual({ 'src/row.tsx': '9'.repeat(64) })
  expect(await world.versionReader.files(project.id, 1, 'project')).toEqual({ 'src/card.tsx': 'a'.repeat(64) })
  expect(await world.versionReader.files(project.id, 3, 'project')).toBeNull()
  const conversation = await world.versionReader.projectTurns(project.id, 2)
  expect(conversation.map(({ prompt, state, failure, version, summary }) => [prompt, state, failure, version, summary])).toEqual([
    ['a wider table', 'PUBLISHED', null, 2, 'A pricing card.'],
    ['a green table', 'FAILED', 'nothing-builds', null, 'I tried.'],
  ])
  expect(await world.versionReader.transcript(project.id, 1)).toMatchObject([
    { number: 1, thought: 'I look.', toolCalls: [{ tool: 'listFiles', outcome: 'done' }] },
  ])
  expect(await world.versionReader.transcript(project.id, 2)).toEqual([])
  expect(await world.versionReader.projectTurns('no id', 10)).toEqual([])
})
