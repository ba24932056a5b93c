import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { StepRecord } from '#src/domain/projects/records.ts'
import { inspecting, PRICE, lineOf, problemOf } from '../../support/activities/use-checks.ts'
import type { Inspect } from '../../support/activities/use-checks.ts'
import { useWorld } from '../../support/activities/world.ts'

const world = useWorld()
let inspected: Inspect
beforeAll(async () => {
  inspected = inspecting(world)
})
beforeEach(() => world.reset())

/** Looks like a secret but never was one. */
const TOKEN = ['ghp', 'abcdefghijklmnopqrstuvwxyz0123456789'].join('_')

describe('secrets', () => {
  test.each<[string, Record<string, string>, string | null, string]>([
    ['a component', { [PRICE]: `// a\nexport const key = '${TOKEN}'\n` }, 'export default 1\n', `${PRICE}:2`],
    ['the preview', { [PRICE]: 'export {}\n' }, `export default '${TOKEN}'\n`, '.ollio/preview.tsx:1'],
  ])('secrets in %s are reported by rule and location only', async (_where, changes, preview, place) => {
    const inspection = await inspected(changes, { preview })
    expect(lineOf(inspection, 'Secrets')?.detail).toBe(`${place}: This looks like a secret (github/GITHUB_TOKEN)`)
    expect(inspection.hasSecret).toBe(true)
    expect(JSON.stringify([inspection.lines, inspection.problems])).not.toContain(TOKEN)
  })

  test('secrets are the only problem reported, since a compiler could quote them', async () => {
    const compiler = { types: `${PRICE}(1,1): error TS2322: Type '"${TOKEN}"' is not assignable` }
    const { problems } = await inspected({ [PRICE]: `export const key: number = '${TOKEN}'\n` }, { compiler })
    expect(problems.map(({ text }) => text.split(':')[0])).toEqual(['Secrets'])
    expect(JSON.stringify(problems)).not.toContain(TOKEN)
  })

  test("secrets can't be hidden by a comment or in the summary", async () => {
    const step = {
      toolCalls: [{ tool: 'finish', args: { summary: `Use ${TOKEN}` } }],
      observations: [],
      thought: '',
    } as unknown as StepRecord
    expect(lineOf(await inspected(undefined, { steps: [step] }), 'Secrets')?.detail).toContain('summary:1')
    const hidden = `/* secretlint-disable */\nexport const key = '${TOKEN}' // secretlint-disable-line\n`
    expect((await inspected({ [PRICE]: hidden })).hasSecret).toBe(true)
  })

  test("secrets that were in the repository before don't count", async () => {
    const old = `export const key = '${TOKEN}'\n`
    expect((await inspected({ [PRICE]: `${old}export {}\n` }, { base: { [PRICE]: old } })).hasSecret).toBe(false)
  })
})

describe('edits', () => {
  const lines = (count: number, text: string) => Array.from({ length: count }, (_, index) => `${text} ${index}\n`).join('')
  const wrote = (tool: string, path: string) =>
    ({ toolCalls: [{ tool, args: { path } }], observations: [{ tool, ok: true }], thought: '' }) as unknown as StepRecord
  const base = { [PRICE]: lines(50, '// old') }
  const refined = { base, operation: 'refine' as const }

  test('edits are counted per file', async () => {
    const inspection = await inspected({ [PRICE]: `${lines(48, '// old')}// new\n`, 'src/a.ts': 'export {}\n' }, refined)
    expect(lineOf(inspection, 'Changes')).toEqual({
      name: 'Changes',
      outcome: 'passed',
      detail: '2 files: +2 −2 lines',
      edits: [
        { path: PRICE, added: 1, removed: 2, lines: 49, before: expect.stringMatching(/^[0-9a-f]{64}$/) },
        { path: 'src/a.ts', added: 1, removed: 0, lines: 1 },
      ],
    })
  })

  test('edits that rewrite a whole file in a small refinement are sent back once', async () => {
    const inspection = await inspected({ [PRICE]: lines(50, '// new') }, { ...refined, steps: [wrote('writeFile', `./${PRICE}`)] })
    expect(lineOf(inspection, 'Changes')).toMatchObject({
      outcome: 'warning',
      detail: `${PRICE} was rewritten: 50 of its 50 lines were removed`,
    })
    expect(problemOf(inspection, 'Changes')).toEqual({ text: expect.stringContaining('editFile'), once: true })
  })

  test('edits made with editFile may be of any size', async () => {
    const inspection = await inspected({ [PRICE]: lines(50, '// new') }, { ...refined, steps: [wrote('editFile', PRICE)] })
    expect(lineOf(inspection, 'Changes')?.outcome).toBe('passed')
  })
})

describe('the design system', () => {
  test('the design system lists what is used of it', async () => {
    const source = `import { Card } from './components/card'\nexport const Price = () => <Card className="bg-brand" />\n`
    const inspection = await inspected({ [PRICE]: source }, { base: { 'src/index.css': '@theme { --color-brand: #123456 }' } })
    expect(lineOf(inspection, 'Design system')).toEqual({
      name: 'Design system',
      outcome: 'passed',
      detail: 'uses Card; 1 token; no hard-coded values',
      design: { components: ['Card'], tokens: ['color-brand'] },
    })
  })

  test('the design system has warnings at the lines that bypass it, and sends nobody back', async () => {
    const source = 'export function BigCard() {\n  return <p className="p-[13px]" />\n}\n'
    const changes = { [PRICE]: source, 'src/index.css': '@import "tailwindcss";\n.a { color: #abc }\n' }
    const inspection = await inspected(changes, { compiler: { built: { 'index.html': '', 'app.css': '.p-\\[13px\\]{padding:13px}' } } })
    expect(lineOf(inspection, 'Design system')).toMatchObject({
      outcome: 'warning',
      annotations: [
        { path: PRICE, line: 1, message: 'BigCard looks like a duplicate of Card in src/components/card.tsx' },
        { path: PRICE, line: 2, message: 'p-[13px] is hard-coded' },
        { path: 'src/index.css', line: 2, message: '#abc is hard-coded' },
      ],
    })
    expect(inspection.problems).toEqual([])
  })
})

describe('suppressed type errors', () => {
  test('suppressed type errors of a whole file are a failure', async () => {
    const inspection = await inspected({ [PRICE]: '// @ts-nocheck\nexport {}\n' })
    expect(lineOf(inspection, 'Types')).toMatchObject({
      outcome: 'failed',
      detail: `${PRICE}:1: Type checking is turned off for the whole file`,
    })
    expect(problemOf(inspection, 'Types')?.once).toBe(false)
  })

  test('suppressed type errors of a whole file are a failure also beside errors that the repository had before', async () => {
    const old = 'src/old.ts:1:1: error TS2304: No'
    const compiler = { types: old, typesBefore: old }
    const inspection = await inspected({ [PRICE]: '// @ts-nocheck\nexport {}\n' }, { compiler })
    expect(lineOf(inspection, 'Types')?.outcome).toBe('failed')
  })

  test('suppressed type errors of one line are a warning, reported to the agent once', async () => {
    const inspection = await inspected({ [PRICE]: '// @ts-expect-error\nexport {}\n' })
    expect(lineOf(inspection, 'Types')?.outcome).toBe('warning')
    expect(problemOf(inspection, 'Types')?.once).toBe(true)
  })
})

test('a style sheet may not add code that runs in the build', async () => {
  const inspection = await inspected({
    'src/index.css': '@import "tailwindcss";\n@plugin "./evil.js";\n',
    'src/evil.js': 'export default 1\n',
  })
  expect(lineOf(inspection, 'Styles')).toMatchObject({ outcome: 'failed', annotations: [{ path: 'src/index.css', line: 2 }] })
})

test('a script or the preview may not import a style sheet with another extension', async () => {
  const evil = { 'src/evil.tsx': '/*\n*/@plugin "./evil.js";\n' }
  const inspection = await inspected(evil, { preview: `import '../src/evil.tsx?x&lang.css'\nexport default 1\n` })
  expect(lineOf(inspection, 'Styles')).toMatchObject({ outcome: 'failed', annotations: [{ path: '.ollio/preview.tsx', line: 1 }] })
})

describe('a changed file that can’t be parsed', () => {
  const broken = { 'src/price.test.tsx': `import { exec } from 'node:child_process'\nexport const =\n` }

  test('a changed file that can’t be parsed fails the checks that must know what it loads', async () => {
    const inspection = await inspected(broken)
    for (const name of ['Runs in CI', 'Styles'])
      expect(lineOf(inspection, name)).toMatchObject({ outcome: 'failed', detail: 'src/price.test.tsx can’t be parsed' })
  })

  test('a changed file that can’t be parsed leaves the other checks of sources not run', async () => {
    const inspection = await inspected({ [PRICE]: 'export const =\n' })
    expect(lineOf(inspection, 'Imports')).toMatchObject({ outcome: 'not run', notRun: { cause: 'page', required: true } })
    expect(lineOf(inspection, 'Design system')).toMatchObject({ outcome: 'not run', notRun: { cause: 'page', required: false } })
  })
})

test('a machine that is too busy to read a file fails no check', async () => {
  const reader = world.ports.sourceReader
  const busy = async () => ({ notRun: { cause: 'machine' as const, reason: 'this machine was too busy' } })
  world.ports.sourceReader = { ...reader, importsOf: busy, outlineOf: busy }
  try {
    const inspection = await inspected({ 'src/price.test.tsx': 'export {}\n', [PRICE]: 'export {}\n' })
    for (const name of ['Imports', 'Styles', 'Design system', 'Runs in CI'])
      expect(lineOf(inspection, name)).toMatchObject({
        outcome: 'not run',
        detail: 'this machine was too busy',
        notRun: { cause: 'machine' },
      })
  } finally {
    world.ports.sourceReader = reader
  }
})

describe('in a repository with Storybook', () => {
  const base = { 'package.json': '{"dependencies":{"react":"19"},"devDependencies":{"storybook":"10"}}' }
  const component = { 'src/components/price.tsx': 'export function Price() {\n  return null\n}\n' }

  test('a new component needs a story, and the agent is asked for it once', async () => {
    const without = await inspected(component, { base })
    expect([lineOf(without, 'Stories')?.outcome, problemOf(without, 'Stories')?.once]).toEqual(['warning', true])
    const story = { 'src/components/price.stories.tsx': `import { Price } from './price'\nexport default { component: Price }\n` }
    expect(lineOf(await inspected({ ...component, ...story }, { base }), 'Stories')?.outcome).toBe('passed')
  })

  test('existing components need none, and neither do those of other repositories', async () => {
    const old = await inspected(component, { base: { ...base, 'src/components/price.tsx': 'export const Price = 1\n' } })
    expect([lineOf(old, 'Stories'), lineOf(await inspected(component), 'Stories')]).toEqual([undefined, undefined])
  })
})
