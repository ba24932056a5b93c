import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newVersion, publishTurn, startDatabase } from './prisma-world.ts'
import type { DatabaseWorld } from './prisma-world.ts'

let world: DatabaseWorld
let projectId: string
let previewPath: string
let unpublishedPath: string
beforeAll(async () => {
  world = await startDatabase()
  const turnId = await world.open()
  const { project, previewPath: path } = await world.projects.turn(turnId)
  projectId = project.id
  previewPath = path
  await world.projects.setPullRequest(projectId, 12)
  await publishTurn(world, turnId)
  const next = await world.open()
  unpublishedPath = (await world.projects.prepareVersion(await newVersion(world, next))).previewPath
})
afterAll(() => world.close())

test('a published version is shown with all that its page needs', async () => {
  expect(await world.versions.versionPage(projectId, 1)).toEqual({
    projectName: 'Pricing Card',
    repository: 'acme/shop',
    pullRequest: 12,
    version: 1,
    versions: [1],
    prompt: 'a pricing card',
    summary: 'A pricing card.',
    publishedAt: expect.any(Date),
    previewPath,
    files: [
      { path: 'src/card.tsx', content: 'export {}\n' },
      { path: '.ollio/preview.tsx', content: 'export default 1\n' },
    ],
    checks: [{ name: 'Types', outcome: 'passed', detail: '' }],
    pictures: ['375', '1280'],
    receipt: { credits: 10, promptTokens: 0, completionTokens: 0, seconds: expect.any(Number), steps: 0, model: '', dollars: null },
  })
  expect(await world.versions.picture(projectId, 1, '375')).toEqual({ artifact: 'c'.repeat(64), contentType: 'image/png' })
  expect(await world.versions.previewFile(previewPath, 'index.html')).toEqual({
    artifact: 'b'.repeat(64),
    contentType: 'text/html; charset=utf-8',
  })
})

describe('there is nothing to see', () => {
  test.each<[string, () => string, number]>([
    ['of a version that is not published yet', () => projectId, 2],
    ['of a version that never was', () => projectId, 3],
    ['of a version beyond what the database counts', () => projectId, 999_999_999_999],
    ['of version 0', () => projectId, 0],
    ['of another project', () => '0190a000-0000-7000-8000-000000000000', 1],
    ['of what is no id', () => `${projectId}'--`, 1],
    ['of no project', () => '', 1],
  ])('%s', async (_case, project, number) => {
    expect(await world.versions.versionPage(project(), number)).toBeNull()
    expect(await world.versions.picture(project(), number, '375')).toBeNull()
  })

  test.each(['768', '0', '375-dark', 'toString', '__proto__'])('by the name %s, of which there is no picture', async (name) => {
    expect(await world.versions.picture(projectId, 1, name)).toBeNull()
  })

  test.each<[string, () => string, string]>([
    ['of a preview that is not published yet', () => unpublishedPath, 'index.html'],
    ['of a file that was not built', () => previewPath, 'app.js'],
    ['of a file’s parent', () => previewPath, '../index.html'],
    ['of what every object has', () => previewPath, 'constructor'],
    ['of what every object inherits', () => previewPath, '__proto__'],
    ['of a file with a NUL', () => previewPath, 'index.html\0'],
    ['of another path', () => 'f'.repeat(32), 'index.html'],
    ['of a path with a NUL', () => '\0', 'index.html'],
  ])('%s', async (_case, preview, path) => {
    expect(await world.versions.previewFile(preview(), path)).toBeNull()
  })
})
