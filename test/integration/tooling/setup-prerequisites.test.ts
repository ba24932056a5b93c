import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { bareMachine } from '../../support/tooling/bare-machine.ts'
import { freshCheckout, type FreshCheckout } from '../../support/tooling/fresh-checkout.ts'

let checkout: FreshCheckout
beforeEach(async () => {
  checkout = await freshCheckout()
})
afterEach(() => checkout.close())

/** Node arguments that override a property of `process`, because the tests have only one Node and one system. */
function feigned(property: string, value: string): string[] {
  return ['--import', `data:text/javascript,Object.defineProperty(process, ${JSON.stringify(property)}, { value: ${value} })`]
}

async function refusal(options: Parameters<FreshCheckout['start']>[0]): Promise<string[]> {
  const { code, lines } = await checkout.start(options).ended
  expect(code).toBe(1)
  return lines
}

test('a Node that is too old is reported before it reads code that it cannot parse', async () => {
  await rm(join(checkout.folder, 'scripts/setup'), { recursive: true })
  const node = [...feigned('versions', "{ node: '12.22.9' }"), ...feigned('version', "'v12.22.9'")]
  expect(await refusal({ node })).toEqual([
    'Ollio needs Node.js 20 or newer, but this is v12.22.9. Install a newer version from https://nodejs.org and try again.',
  ])
})

test('the oldest supported Node works', async () => {
  const node = feigned('versions', "{ ...process.versions, node: '20.0.0' }")
  expect((await checkout.start({ node }).ended).lines).toContain('the task runs')
})

test('a system other than Linux is reported at once', async () => {
  expect(await refusal({ node: feigned('platform', "'darwin'") })).toEqual([
    'Ollio runs generated code in bubblewrap, which is available on Linux only. Use a Linux machine, for example a virtual one.',
  ])
})

test.each([
  ['npm', ['git'], 'Ollio needs npm, which comes with Node.js. Install it and try again.'],
  ['git', ['npm'], 'Ollio needs git. Install it with your package manager and try again.'],
])('a machine without %s is reported at once', async (_name, present, sentence) => {
  await rm(join(checkout.folder, 'programs'), { recursive: true })
  for (const name of present) await checkout.program(name, '')
  expect(await refusal({ prefix: bareMachine(checkout) })).toEqual([sentence])
})

test('a folder with the name of a program does not count as the program', async () => {
  await rm(join(checkout.folder, 'programs'), { recursive: true })
  await checkout.program('npm', '')
  await checkout.file('programs/git/README', '')
  expect(await refusal({ prefix: bareMachine(checkout) })).toEqual([expect.stringMatching(/^Ollio needs git\. /)])
})

test('a read-only checkout is reported', async () => {
  await checkout.program('git', '')
  const [sentence = '', ...rest] = await refusal({ prefix: bareMachine({ folder: checkout.folder, writable: false }) })
  expect(sentence).toMatch(/^The setup cannot write to this checkout\. Make it writable, or free some disk space, and try again\. EROFS: /)
  expect(rest).toEqual([])
})

test('a missing script name is reported', async () => {
  expect(await refusal({ script: [] })).toEqual(['Name the script to run, for example: node scripts/setup.mjs src/demo.ts'])
})
