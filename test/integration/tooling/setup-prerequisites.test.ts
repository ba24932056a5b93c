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

/** Node with something else to say about itself: there is but one Node here, and one system. */
function feigned(property: string, value: string): string[] {
  return ['--import', `data:text/javascript,Object.defineProperty(process, ${JSON.stringify(property)}, { value: ${value} })`]
}

async function refusal(options: Parameters<FreshCheckout['start']>[0]): Promise<string[]> {
  const { code, lines } = await checkout.start(options).ended
  expect(code).toBe(1)
  return lines
}

test('a Node that is too old is told so before it has read anything that it could not understand', async () => {
  await rm(join(checkout.folder, 'scripts/setup'), { recursive: true })
  const node = [...feigned('versions', "{ node: '12.22.9' }"), ...feigned('version', "'v12.22.9'")]
  expect(await refusal({ node })).toEqual([
    'Ollio needs Node 20 or newer to begin with, and this is v12.22.9: install a newer one from https://nodejs.org and start again.',
  ])
})

test('the oldest Node that will do goes on', async () => {
  const node = feigned('versions', "{ ...process.versions, node: '20.0.0' }")
  expect((await checkout.start({ node }).ended).lines).toContain('the task runs')
})

test('another system than Linux is told so at once', async () => {
  expect(await refusal({ node: feigned('platform', "'darwin'") })).toEqual([
    'Ollio runs generated code in bubblewrap, which is for Linux only: use a Linux machine, a virtual one for instance.',
  ])
})

test.each([
  ['npm', ['git'], 'Ollio needs npm, which comes with Node: install it and start again.'],
  ['git', ['npm'], 'Ollio needs git: install it with the package manager of your system and start again.'],
])('a machine without %s is told so at once', async (_name, present, sentence) => {
  await rm(join(checkout.folder, 'programs'), { recursive: true })
  for (const name of present) await checkout.program(name, '')
  expect(await refusal({ prefix: bareMachine(checkout) })).toEqual([sentence])
})

test('a folder is no program, though it has the name of one', async () => {
  await rm(join(checkout.folder, 'programs'), { recursive: true })
  await checkout.program('npm', '')
  await checkout.file('programs/git/README', '')
  expect(await refusal({ prefix: bareMachine(checkout) })).toEqual([expect.stringMatching(/^Ollio needs git: /)])
})

test('a checkout that can not be written to is told so', async () => {
  await checkout.program('git', '')
  const [sentence = '', ...rest] = await refusal({ prefix: bareMachine({ folder: checkout.folder, writable: false }) })
  expect(sentence).toMatch(/^The set-up has to write into this checkout: make that possible and start again\. EROFS: /)
  expect(rest).toEqual([])
})

test('no script is asked for by its name', async () => {
  expect(await refusal({ script: [] })).toEqual(['Name the script to run: node scripts/setup.mjs src/demo.ts'])
})
