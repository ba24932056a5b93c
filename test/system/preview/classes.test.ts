import { describe, expect, test } from 'vitest'
import { checkClasses } from '#src/activities/checks/check-classes.ts'
import type { Subject } from '#src/activities/checks/check-subject.ts'
import type { CheckLine } from '#src/domain/projects/records.ts'
import { createSourceReader } from '#src/adapters/oxc/oxc-source-reader.ts'
import { measured } from '#src/domain/checks/measured.ts'
import { repositoryProfile } from '#src/domain/repository/repository-profile.ts'
import { shopWith, smallWith, type Workspace } from '../../support/preview/compile-page.ts'
import { kindsOfRepository, packageJson } from '../../support/preview/kinds-of-repository.ts'

const kinds = kindsOfRepository()
const reader = createSourceReader()
const NAMES = ['flex', 'items-center', 'gap-2', 'rounded-lg', 'bg-sky-700', 'p-4', 'hover:p-6', 'md:w-1/2', 'top-[13px]', 'text-white']
const card = (names: string) => `export function Card({ name }: { name: string }) {\n  return <p className="${names}">{name}</p>\n}\n`
const previewOf = (path: string) =>
  `import { Card } from '../${path}'\n\nexport default function Preview() {\n  return <Card name="Ines" />\n}\n`
const tailwind4 = (sheet: string, more: Workspace): Workspace => smallWith({ 'src/index.css': sheet, ...more })

const TAILWIND_3 = { react: '^18.3.1', 'react-dom': '^18.3.1', '@types/react': '^18.3.0', tailwindcss: '^3.4.17' }
const tailwind3 = (config: string, path: string, names: string): Workspace => ({
  ...smallWith({ '.ollio/preview.tsx': previewOf(path), [path]: card(names) }),
  'package.json': packageJson({ ...TAILWIND_3, '@tailwindcss/typography': '^0.5.15' }),
  'src/index.css': '@tailwind base;\n@tailwind components;\n@tailwind utilities;\n',
  'tailwind.config.js': config,
})

/** The line of the check for a built page, on which the files `changed` are new. */
async function lineOf(workspace: Workspace, changed: string[], withPackages = false): Promise<CheckLine | undefined> {
  const { compiler } = kinds()
  const { page } = await (withPackages
    ? compiler.compileWithPackages(workspace, 'src/index.css')
    : compiler.compile(workspace, 'src/index.css'))
  expect(page).toEqual([0])
  const texts = Object.fromEntries(Object.entries(workspace).filter((entry): entry is [string, string] => entry[1] !== null))
  const isChanged = ([path]: [string, string]): boolean => changed.includes(path)
  const profile = repositoryProfile({ paths: Object.keys(texts), texts })
  const base = { profile, texts: Object.fromEntries(Object.entries(texts).filter((entry) => !isChanged(entry))) }
  const subject = { changed: Object.fromEntries(Object.entries(texts).filter(isChanged)), base } as unknown as Subject
  const built = measured({ ok: true as const, files: await compiler.pageFiles(), note: null })
  return (await checkClasses(subject, { built, profile }, reader, { cause: 'page', reason: 'no page' }))?.line
}

const CARD = 'src/card.tsx'
const shown = { '.ollio/preview.tsx': previewOf(CARD) }
const ALL = { outcome: 'passed', detail: `${NAMES.length} of ${NAMES.length} classes exist in the built CSS` }

describe('with Tailwind 4', () => {
  const prefixed = `@import "tailwindcss" prefix(tw);\n`

  test('with Tailwind 4, unprefixed classes fail where the repository uses a prefix, which is named', async () => {
    const line = await lineOf(tailwind4(prefixed, { ...shown, [CARD]: card(NAMES.join(' ')) }), [CARD])
    expect(line).toMatchObject({ outcome: 'failed', detail: expect.stringContaining(`0 of ${NAMES.length} classes exist`) })
    expect(line?.detail).toContain("The repository's Tailwind uses the prefix `tw:` (src/index.css): write `tw:flex` instead of `flex`.")
  })

  test('with Tailwind 4, the same classes pass with the prefix', async () => {
    const names = NAMES.map((name) => `tw:${name}`).join(' ')
    expect(await lineOf(tailwind4(prefixed, { ...shown, [CARD]: card(`tw:group ${names}`) }), [CARD])).toMatchObject(ALL)
  })

  test('with Tailwind 4, all ways to write classes are found in the built CSS', async () => {
    const names = [
      '-mt-2',
      'p-4!',
      '2xl:p-2',
      'w-1/2',
      'bg-red-500/20',
      "before:content-['.x;{']",
      '[&>p]:mt-4',
      'data-[state=open]:flex',
      'grid-cols-[1fr_auto]',
      '*:p-1',
      'space-y-4',
      '@container',
      '@md:flex',
      'group-hover:flex',
      'not-hover:flex',
      'text-[color:var(--x)]',
      'sr-only',
    ]
    const line = await lineOf(tailwind4('@import "tailwindcss";\n', { ...shown, [CARD]: card(names.join(' ')) }), [CARD])
    expect(line).toMatchObject({ outcome: 'passed', detail: `${names.length} of ${names.length} classes exist in the built CSS` })
  })

  test('with Tailwind 4, colors that the theme does not have are named', async () => {
    const names = 'p-4 bg-brand text-brand border-brand ring-brand'
    const line = await lineOf(tailwind4('@import "tailwindcss";\n', { ...shown, [CARD]: card(names) }), [CARD])
    expect(line).toMatchObject({ outcome: 'failed', detail: expect.stringContaining('1 of 5 classes exist') })
  })

  test('with Tailwind 4, a stylesheet that names its sources finds no class elsewhere', async () => {
    const sheet = `@import "tailwindcss" source("./components");\n`
    const inside = { 'src/components/card.tsx': card(NAMES.join(' ')), '.ollio/preview.tsx': previewOf('src/components/card.tsx') }
    expect(await lineOf(tailwind4(sheet, inside), ['src/components/card.tsx'])).toMatchObject(ALL)
    const line = await lineOf(
      tailwind4(sheet, { ...inside, ...shown, [CARD]: card(NAMES.join(' ')), 'src/components/card.tsx': card('p-1') }),
      [CARD],
    )
    expect(line).toMatchObject({ outcome: 'failed' })
    expect(line?.detail).toContain("No class of src/** is in Tailwind's sources: src/index.css has src/components.")
  })
})

describe('with Tailwind 3', () => {
  const config = `module.exports = { content: ['./src/components/**/*.tsx', './src/greeting.tsx'] }\n`

  test('with Tailwind 3, classes fail in a folder that its content does not have', async () => {
    const path = 'src/widgets/card.tsx'
    const line = await lineOf(tailwind3(config, path, NAMES.join(' ')), [path], true)
    // The other component uses p-4.
    expect(line).toMatchObject({ outcome: 'failed', detail: expect.stringContaining('1 of 10 classes exist') })
    expect(line?.detail).toContain(
      "No class of src/widgets/** is in Tailwind's sources: tailwind.config.js has src/components/**/*.tsx, src/greeting.tsx.",
    )
  })

  test('with Tailwind 3, the same classes pass in a folder that its content has', async () => {
    const path = 'src/components/card.tsx'
    expect(await lineOf(tailwind3(config, path, NAMES.join(' ')), [path], true)).toMatchObject(ALL)
  })

  test('with Tailwind 3, a configuration whose content finds nothing does not decide', async () => {
    const elsewhere = `module.exports = { prefix: 'tw-', content: ['./packages/*/src/**/*.tsx'] }\n`
    const path = 'src/widgets/card.tsx'
    expect(await lineOf(tailwind3(elsewhere, path, 'tw-flex hover:tw-p-6 -tw-mt-2 tw-group tw-m-1'), [path], true)).toMatchObject({
      outcome: 'passed',
      detail: '4 of 4 classes exist in the built CSS',
    })
  })
})

describe('without Tailwind', () => {
  const packages = { 'package.json': packageJson({ react: '^19.0.0', 'react-dom': '^19.0.0', '@types/react': '^19.0.0' }) }

  test('without Tailwind, a CSS module that does not define a name is a warning', async () => {
    const source = `import styles from './card.module.css'\n\nexport function Card({ name }: { name: string }) {\n  return <p className={styles.card}><b className={styles.naem}>{name}</b></p>\n}\n`
    const module = { [CARD]: source, 'src/card.module.css': '.card { padding: 1rem }\n.name { margin: 0 }\n' }
    const line = await lineOf(smallWith({ ...packages, ...shown, ...module, 'src/index.css': 'p { margin: 0 }\n' }), Object.keys(module))
    expect(line).toMatchObject({
      outcome: 'warning',
      detail: `1 of 2 classes exist in the built CSS; not defined: naem (${CARD}:4, not in src/card.module.css)`,
    })
  })

  test('without Tailwind, classes of plain CSS pass, and those of an absent framework fail', async () => {
    const sheet = { 'src/index.css': '.card { padding: 1rem; .card__name & { color: red } }\n.card--open, .is-on { margin: 0 }\n' }
    const workspace = (names: string) => smallWith({ ...packages, ...shown, ...sheet, [CARD]: card(names) })
    expect(await lineOf(workspace('card card__name card--open is-on'), [CARD])).toMatchObject({
      outcome: 'passed',
      detail: '4 of 4 classes exist in the built CSS',
    })
    const line = await lineOf(workspace('flex p-4 m-2 text-white'), [CARD])
    expect(line).toMatchObject({ outcome: 'failed', detail: expect.stringContaining('The repository has no Tailwind') })
  })
})

test('all classes of a recorded component exist in the sample shop', async () => {
  const workspace = await shopWith('generated')
  const changed = Object.keys(workspace).filter((path) => path.startsWith('src/components/'))
  const line = await lineOf(workspace, changed)
  expect(line).toMatchObject({ outcome: 'passed' })
  expect(line?.detail).toMatch(/^(\d+) of \1 classes exist in the built CSS$/)
})
