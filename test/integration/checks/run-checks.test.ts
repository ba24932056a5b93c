import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { CheckResults } from '#src/activities/checks/run-checks.ts'
import { Failure } from '#src/domain/shared/failures.ts'
import { inspecting, PRICE } from '../../support/activities/use-checks.ts'
import type { Inspect } from '../../support/activities/use-checks.ts'
import { FILES, useWorld } from '../../support/activities/world.ts'

const world = useWorld()
let inspected: Inspect
beforeAll(async () => {
  inspected = inspecting(world)
})
beforeEach(() => world.reset())

const texts = ({ problems }: CheckResults) => problems.map(({ text }) => text)
const outcomes = ({ lines }: CheckResults) => Object.fromEntries(lines.map(({ name, outcome }) => [name, outcome]))
const BUILT = { Imports: 'passed', Types: 'passed', Build: 'passed' }
const SHOWN = { Page: 'passed', Accessibility: 'passed', Layout: 'passed', Keyboard: 'passed' }
const WRITTEN = { 'Design system': 'passed', Secrets: 'passed', Changes: 'passed' }
const IN_ORDER = { ...BUILT, ...SHOWN, ...WRITTEN }

test('correct work has no problems', async () => {
  const inspection = await inspected()
  expect(inspection.problems).toEqual([])
  expect(outcomes(inspection)).toEqual(IN_ORDER)
  expect(inspection.built.value?.ok === true && inspection.built.value.files.map(({ path, contentType }) => [path, contentType])).toEqual([
    ['index.html', 'text/html; charset=utf-8'],
    ['app.js', 'text/javascript; charset=utf-8'],
  ])
  expect(inspection.pictures.map(({ widthPx }) => widthPx)).toEqual([375, 768, 1280])
})

describe('imports', () => {
  test.each<[string, string, Record<string, string | null>]>([
    ['that package.json declares', `import { useState } from 'react'\n`, {}],
    ['of the repository itself', `import { Card } from './components/card'\n`, {}],
    ['of types alone', `import type { Motion } from 'framer-motion'\n`, {}],
    ['that the changed package.json declares', `import 'clsx'\n`, { 'package.json': '{"dependencies":{"react":"19","clsx":"2"}}' }],
  ])('%s pass', async (_case, source, more) => {
    expect(outcomes(await inspected({ [PRICE]: source, ...more }))).toEqual(IN_ORDER)
  })

  test('imports of undeclared packages fail with their location', async () => {
    const inspection = await inspected({ [PRICE]: `import 'react'\nimport { motion } from 'framer-motion'\n` })
    const problem = `${PRICE}:2: "framer-motion" is imported but not declared in package.json`
    const annotations = [
      { path: PRICE, line: 2, level: 'failure', message: `"framer-motion" is imported but not declared in package.json` },
    ]
    expect(inspection.lines[0]).toEqual({ name: 'Imports', outcome: 'failed', detail: problem, annotations })
    expect(texts(inspection)).toEqual([`Imports: ${problem}`])
  })

  test("imports that the repository had before don't count", async () => {
    expect(outcomes(await inspected({ 'src/other.ts': null, [PRICE]: 'export {}\n' }))['Imports']).toBe('passed')
  })
})

describe('a failed check tells people the first line and the agent everything', () => {
  test('a failed check tells people the first line and the agent everything for types', async () => {
    const inspection = await inspected(undefined, { compiler: { types: '\n  a.ts: error 1\nb.ts: error 2' } })
    expect(inspection.lines).toContainEqual({ name: 'Types', outcome: 'failed', detail: 'a.ts: error 1' })
    expect(texts(inspection)).toEqual(['Types: a.ts: error 1\nb.ts: error 2'])
    expect(inspection.built.value?.ok).toBe(true)
  })

  test('a failed check tells people the first line and the agent everything for types, without errors that the repository had before', async () => {
    const old = 'src/old.ts:1:1: error TS2304: No'
    const known = await inspected(undefined, { compiler: { types: old, typesBefore: old } })
    expect(known.lines).toContainEqual({ name: 'Types', outcome: 'passed', detail: 'no new type errors' })
    const fresh = `${PRICE}:1:1: error TS2304: No`
    const both = await inspected(undefined, { compiler: { types: `${old}\n${fresh}`, typesBefore: old } })
    expect(texts(both)).toEqual([`Types: ${fresh}`])
  })

  test('type errors without a place that the repository had before are not new', async () => {
    const old = `error TS2688: Cannot find type definition file for 'jest'.`
    const { lines, problems } = await inspected(undefined, { compiler: { types: old, typesBefore: old } })
    expect(lines).toContainEqual({ name: 'Types', outcome: 'passed', detail: 'no new type errors' })
    expect(problems).toEqual([])
  })

  test('types are not run if the repository has more errors than can be compared, and the version is no draft for that', async () => {
    const old = 'src/old.ts:1:1: error TS2304: No\n… and 900 more lines'
    const known = await inspected(undefined, { compiler: { types: old, typesBefore: old } })
    const detail = 'the repository has more type errors than can be compared'
    const notRun = { cause: 'repository', required: false }
    expect(known.lines).toContainEqual({ name: 'Types', outcome: 'not run', notRun, detail })
    const fresh = `${PRICE}:1:1: error TS2304: No`
    const both = await inspected(undefined, { compiler: { types: `${fresh}\n${old}`, typesBefore: old } })
    expect(texts(both)).toEqual([`Types: ${fresh}`])
  })

  test('a failed check tells people the first line and the agent everything for a build, without checks of the page', async () => {
    const inspection = await inspected(undefined, { compiler: { page: 'error: no loader' } })
    const page = Object.fromEntries(Object.keys(SHOWN).map((name) => [name, 'not run']))
    expect(outcomes(inspection)).toEqual({ ...BUILT, ...page, ...WRITTEN, Build: 'failed' })
    expect(inspection).toMatchObject({
      built: { value: { ok: false } },
      pictures: [],
      problems: [{ text: 'Build: error: no loader', once: false }],
    })
  })

  test('the build line contains a one-line note if the page was built with other packages', async () => {
    const note = `made with Next 16 ${'x'.repeat(300)}\nand more`
    const { lines } = await inspected(undefined, { compiler: { note } })
    expect(lines.find(({ name }) => name === 'Build')).toMatchObject({ outcome: 'passed', detail: `2 files, ${note.slice(0, 200)}` })
  })

  test.each<[string, Record<string, string>, string]>([
    ['many', Object.fromEntries(Array.from({ length: 201 }, (_, index) => [`${index}.js`, 'x'])), 'too large: 201 files'],
    ['large', { 'index.html': 'x'.repeat(25 * 1024 * 1024) }, 'too large: 1 files'],
    ['large alone', { 'index.html': 'x', 'app.js': 'x'.repeat(9 * 1024 * 1024) }, 'app.js of the built page is too large'],
  ])(
    'a failed check tells people the first line and the agent everything for a build whose files are too %s',
    async (_case, built, problem) => {
      const inspection = await inspected(undefined, { compiler: { built } })
      expect(inspection.built.value?.ok).toBe(false)
      expect(texts(inspection)).toEqual([expect.stringContaining(problem)])
    },
  )

  test('a failed check tells people the first line and the agent everything for a page with errors and for an empty page', async () => {
    const broken = await inspected(undefined, { page: { errors: ['TypeError: x', 'Failed to load y', 'z'] } })
    expect(broken.lines).toContainEqual({ name: 'Page', outcome: 'failed', detail: 'TypeError: x; Failed to load y' })
    expect(texts(broken)).toEqual(['Page: TypeError: x\nFailed to load y\nz'])
    world.reset()
    const empty = await inspected(undefined, { page: { text: ' \n' } })
    expect(empty.lines).toContainEqual({ name: 'Page', outcome: 'failed', detail: 'the page is empty' })
  })

  test('a failed check tells people the first line and the agent everything up to the limit of a problem', async () => {
    const { problems } = await inspected(undefined, { compiler: { types: 'x'.repeat(50_000) } })
    expect(problems[0]?.text).toHaveLength(4_000)
  })
})

describe('work without a preview', () => {
  test('work without a preview shows its components, and the agent is asked for a preview', async () => {
    const inspection = await inspected({ [PRICE]: 'export {}\n', 'src/price.test.tsx': '', 'src/lib.ts': '' }, { preview: null })
    expect(inspection.lines[0]).toMatchObject({ name: 'Preview', outcome: 'warning' })
    expect(inspection.problems).toEqual([{ text: expect.stringContaining('.ollio/preview.tsx'), once: true }])
    expect(inspection.built.value?.ok).toBe(true)
    const preview = world.sandboxes.created[0]?.texts()['.ollio/preview.tsx']
    expect(preview).toContain('from "../src/price"')
    expect(preview).not.toMatch(/price\.test|lib/)
  })
})

test('the checked tree contains the changes and not the deleted files', async () => {
  await inspected({ [PRICE]: 'export {}\n', 'src/components/card.tsx': null })
  for (const sandbox of world.sandboxes.created) {
    expect(sandbox.texts()).toMatchObject({ 'package.json': FILES['package.json'], [PRICE]: 'export {}\n' })
    expect(sandbox.files.has('src/components/card.tsx')).toBe(false)
  }
})

test('a sandbox that can’t be destroyed does not undo what was found in it', async () => {
  const stuck = async () => Promise.reject(new Failure('sandbox-unavailable', 'A control group could not be removed'))
  const create = world.sandboxes.create.bind(world.sandboxes)
  world.sandboxes.create = async (...args) => Object.assign(await create(...args), { destroy: stuck })
  try {
    expect(outcomes(await inspected())).toEqual(IN_ORDER)
  } finally {
    world.sandboxes.create = create
  }
})

test('a style sheet that the work deletes is not used in the build', async () => {
  await inspected({ [PRICE]: 'export {}\n', 'src/index.css': null })
  const commands = world.sandboxes.created.flatMap((sandbox) => sandbox.commands).filter((command) => command.includes(`'page'`))
  expect(commands).toHaveLength(1)
  expect(commands[0]).not.toContain('index.css')
})
