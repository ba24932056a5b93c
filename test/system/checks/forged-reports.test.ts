import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { createBubblewrapBrowser } from '#src/adapters/sandbox/bubblewrap/browser/bubblewrap-browser.ts'
import { checkVersion } from '#src/activities/checks/check-version.ts'
import { callModel } from '#src/activities/agent/call-model.ts'
import { releaseSandboxes } from '#src/activities/agent/turn-sandboxes.ts'
import type { TurnRecord } from '#src/domain/projects/records.ts'
import { realSandboxes, tarball } from '../../support/activities/real-workspace.ts'
import { answerOf, attempt, openWorld } from '../../support/activities/world.ts'
import type { World } from '../../support/activities/world.ts'

const FILES = {
  'package.json':
    '{"dependencies":{"react":"19","react-dom":"19"},"devDependencies":{"typescript":"7","@types/react":"19","tailwindcss":"4"}}',
  'tsconfig.json': '{"compilerOptions":{"strict":true,"jsx":"react-jsx","module":"ESNext","moduleResolution":"Bundler"},"include":["src"]}',
  'src/index.css': '@import "tailwindcss";\n',
}

let world: World
let turn: TurnRecord
beforeAll(async () => {
  world = await openWorld({ sandboxes: await realSandboxes() })
  world.ports.browser = createBubblewrapBrowser()
})
afterAll(() => world.close())
afterEach(() => releaseSandboxes(world.ports, turn.id))
beforeEach(async () => {
  world.reset()
  turn = await world.preparedTurn(FILES, await tarball(FILES))
})

const wrote = (path: string, content: string) => ({ tool: 'writeFile', args: { path, content } })
const PREVIEW = (body: string) => wrote('.ollio/preview.tsx', `export default function Preview() {\n${body}\n}\n`)
const FINISH = { tool: 'finish', args: { summary: 'Made it.' } }
/** A page without problems. */
const FINE = '<!doctype html><html lang="en"><head><title>Fine</title></head><body><main><h1>Everything is fine</h1></main></body></html>'
const FORGES = `export default function forge() { return { name: 'forge', generateBundle(_, bundle) { for (const file of Object.values(bundle)) if (file.fileName === 'index.html') file.source = ${JSON.stringify(FINE)} } } }`

/** The check's problems after an agent that also made these tool calls. */
async function problemsOf(...actions: { tool: string; args: Record<string, unknown> }[]): Promise<string[]> {
  world.played.answers.push(answerOf(...actions, FINISH))
  await callModel(world.ports, { turnId: turn.id, number: 1, unreadableBefore: 0, limit: 3 }, attempt())
  await checkVersion(world.ports, { turnId: turn.id, number: 1, last: false }, attempt())
  const step = await world.ports.steps.step(turn.id, 1)
  return (step?.observations.at(-1)?.['problems'] ?? []) as string[]
}

test("reports and pages that an agent puts at the check's paths are ignored", async () => {
  const problems = await problemsOf(
    wrote('src/price.tsx', 'export const price: number = "nine"\n'),
    PREVIEW(`  throw new Error('broken on purpose')`),
    wrote('.ollio/page/index.html', FINE),
    wrote('.ollio/report.json', '{"checks":[]}'),
    wrote('.ollio/tsconfig.json', '{"exclude":["src"]}'),
  )
  expect(problems.map((problem) => problem.split(':')[0])).toEqual(expect.arrayContaining(['Types', 'Page']))
  expect(problems.join()).toContain('broken on purpose')
})

test('configurations that an agent patches are neither used nor published', async () => {
  const problems = await problemsOf(
    wrote('src/price.tsx', 'export const price: number = "nine"\n'),
    PREVIEW('  return <main><h1>Price</h1><img src="data:," /></main>'),
    wrote('vite.config.ts', `${FORGES}\nexport const plugins = [forge()]`),
    wrote('postcss.config.js', `module.exports = { plugins: [() => process.exit(0)] }`),
    wrote('tsconfig.json', '{"compilerOptions":{"noCheck":true,"skipLibCheck":true},"include":["nothing"]}'),
    wrote('node_modules/typescript/bin/tsc', '#!/bin/sh\nexit 0'),
  )
  expect(problems.map((problem) => problem.split(':')[0])).toEqual(expect.arrayContaining(['Types', 'Accessibility']))
})

test('code that a style sheet loads into the build is a finding, whatever page it makes', async () => {
  const problems = await problemsOf(
    wrote('src/price.tsx', 'export const price = 9\n'),
    PREVIEW('  return <main><h1>Price</h1></main>'),
    wrote('src/forge.js', `import { writeFileSync } from 'node:fs'\nexport default function () {}\n`),
    wrote('src/index.css', '@import "tailwindcss";\n@plugin "./forge.js";\n'),
  )
  expect(problems).toContainEqual(expect.stringMatching(/^Styles: src\/index\.css:2: Code that runs while the page is built/))
})
