import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { limitConcurrency } from '#src/domain/shared/concurrency-limit.ts'
import { unsupportedReply } from '#src/domain/messages/command-replies.ts'
import { repositoryOf } from '#test/support/activities/fixture-repositories.ts'
import { startScriptedModel, type ScriptedModel } from '#test/support/scripted-model.ts'
import { startStack, untilTrue, type Stack } from '#test/support/stack/start-stack.ts'
import { SCRIPTS } from '../../support/stack/kind-scripts.ts'
import { ask, botComments, callsIn, expectPublished, playing, turnIn, type Outcome } from '../../support/stack/kind-turns.ts'
import { ADDING, EMPTY, lockedRepository, MIRROR } from '../../support/stack/package-scripts.ts'

const NEXT = await readFile(join(import.meta.dirname, '../../../sandbox-templates/nextjs/package.json'), 'utf8')
/** The first installation and build on a machine take long. */
const PATIENCE_MS = 400_000

let model: ScriptedModel
let stage: Stack
beforeAll(async () => {
  model = await startScriptedModel(playing({ ...SCRIPTS, empty: EMPTY, locked: ADDING }))
  stage = await startStack({ modelUrl: model.url })
})
afterAll(async () => {
  await stage.close()
  await model.close()
})

const twoAtOnce = limitConcurrency(2)

function turn(name: string, files: Record<string, string>, command = '/ollio generate a small card'): Promise<Outcome> {
  return twoAtOnce(() => turnIn({ stage, model }, name, files, command), new AbortController().signal)
}

type Expected = {
  command?: string
  /** Files of the repository that replace those of its kind. */
  files?: Record<string, string>
  prompt: (string | RegExp)[]
  changes: string[]
}

const KINDS: Record<keyof typeof SCRIPTS, Expected> = {
  'css-modules': {
    prompt: ['it has no Tailwind', 'files named in PascalCase', '- src/components/Lamp/Lamp.tsx: Lamp {'],
    changes: ['src/components/Beacon/Beacon.module.css', 'src/components/Beacon/Beacon.tsx', 'src/components/Beacon/index.ts'],
  },
  javascript: {
    prompt: ['Language: JavaScript. Tailwind: none.', 'Non-relative imports resolve from: src', 'default exports as in the repository'],
    changes: ['src/components/PriceTag.jsx'],
  },
  'tailwind-3': {
    prompt: ['Tailwind CSS 3 with the repository’s own tokens', 'borderRadius.card: 1rem', 'The repository uses React 18'],
    changes: ['src/components/tree-card.tsx'],
  },
  'monorepo-npm': {
    command: '/ollio generate --package packages/web the total of a basket',
    prompt: ['Work only in the package packages/web', 'Import aliases: @acme/* → packages/*/src'],
    changes: ['packages/web/src/components/basket-total.tsx'],
  },
  'next-app': {
    // The current version of Next.
    files: { 'package.json': NEXT },
    prompt: ['Framework: Next, React 19.', /starts with 'use client'/, '~ui → components/ui/index.ts'],
    changes: ['components/map-legend.tsx'],
  },
}

test.concurrent.each(Object.entries(KINDS))(
  'a turn works in a repository of the kind %s',
  { timeout: PATIENCE_MS },
  async (kind, { command, files, prompt, changes }) => {
    const outcome = await turn(kind, { ...(await repositoryOf(kind)), ...files }, command)
    expectPublished(outcome, 3)
    expect(outcome.files).toEqual(changes)
    expect(outcome.checks).not.toHaveProperty('Packages')
    for (const said of prompt) expect(outcome.prompt).toMatch(said)
  },
)

test.concurrent('an empty repository gets its first primitives and their packages', { timeout: PATIENCE_MS }, async () => {
  const outcome = await turn('empty', await repositoryOf('empty'))
  expectPublished(outcome, 3)
  expect(outcome.prompt).toMatch(/no components yet[^]*\/template\/primitives/)
  expect(outcome.files).toEqual([
    'package.json',
    'src/components/dune-card.tsx',
    'src/components/ui/button.tsx',
    'src/components/ui/card.tsx',
    'src/index.css',
    'src/lib/cn.ts',
  ])
  expect(outcome.body).toMatch(
    /^New or changed dependencies: `class-variance-authority@.+`, `clsx@.+`, `tailwind-merge@.+`, `tailwindcss@.+`\. The repository has no lockfile\.$/m,
  )
  expect(outcome.checks['Packages']).toMatch(/^passed: installed/)
  expect(JSON.parse(await outcome.textOf('package.json'))).toMatchObject({ dependencies: { clsx: expect.any(String), react: '19.2.0' } })
})

test.concurrent('an added package is in the lockfile, with the registry of the others', { timeout: PATIENCE_MS }, async () => {
  const outcome = await turn('locked', await lockedRepository())
  expectPublished(outcome, 3)
  expect(outcome.files).toEqual(['package-lock.json', 'package.json', 'src/components/berth-list.tsx'])
  expect(outcome.body).toMatch(/^New or changed dependency: `clsx@[\d.]+`\. `package-lock\.json` is updated\.$/m)
  expect(outcome.checks['Packages']).toMatch(/^passed: installed clsx.*package-lock\.json is updated$/)
  const lockfile = await outcome.textOf('package-lock.json')
  const addresses = [...lockfile.matchAll(/"resolved": "([^"]*)"/g)].map(([, address]) => address ?? '')
  expect(addresses).toContainEqual(expect.stringMatching(/\/clsx-[\d.]+\.tgz$/))
  expect(addresses.filter((address) => !address.startsWith(MIRROR))).toEqual([])
  expect(lockfile).not.toMatch(/127\.0\.0\.1|localhost/)
})

test.concurrent('a repository without React gets one reply and no turn', { timeout: PATIENCE_MS }, async () => {
  const { issue } = await ask(stage, 'vue', await repositoryOf('vue'), '/ollio generate a small card')
  await untilTrue(async () => (await botComments(stage, 'vue', issue)).length > 0)
  expect(await botComments(stage, 'vue', issue)).toEqual([expect.stringContaining(unsupportedReply())])
  expect(await stage.query(`SELECT FROM "Repository" WHERE name = 'vue'`)).toEqual([])
  expect(callsIn(model, 'vue')).toEqual([])
})
