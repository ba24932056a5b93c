import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { PROJECT, stepOf, turnPageOf } from '../../support/pages/fake-versions.ts'
import { startPages } from '../../support/pages/pages-world.ts'
import type { PagesWorld } from '../../support/pages/pages-world.ts'

let world: PagesWorld
beforeAll(async () => {
  world = await startPages()
})
afterAll(() => world.close())
// Turn pages are cached for a moment, so each test has its own turn.
let number = 0
beforeEach(() => {
  number += 1
  change({})
})

const change = (changes: Parameters<typeof turnPageOf>[0]) =>
  void world.versions.turns.set(`${PROJECT}/${number}`, turnPageOf({ number, ...changes }))
const page = () => world.links.turnPage(PROJECT, number)
const below = (path: string) => page().replace('?', `${path}?`)
const textOf = async (url: string): Promise<string> => (await fetch(url)).text()

/** The events of a stream, until it ends or `count` have arrived. */
async function eventsOf(url: string, count = Number.POSITIVE_INFINITY): Promise<{ words: string; html: string; ended: boolean }[]> {
  const response = await fetch(url)
  expect([response.status, response.headers.get('content-type'), response.headers.get('content-encoding')]).toEqual([
    200,
    'text/event-stream',
    null,
  ])
  const events: { words: string; html: string; ended: boolean }[] = []
  let text = ''
  for await (const chunk of response.body ?? []) {
    text += new TextDecoder().decode(chunk)
    events.push(...[...text.matchAll(/^data: (.*)\n\n/gm)].map(([, data = '']) => JSON.parse(data)))
    text = text.slice(text.lastIndexOf('\n\n') + 2)
    if (events.length >= count) break
  }
  return events
}

test('the page of a running turn shows its status and steps, and reloads without JavaScript', async () => {
  const html = await textOf(page())
  for (const part of [
    `Pricing Card, turn ${number}`,
    'a pricing card',
    'Building · 1 step so far',
    'I look around first.',
    'readFile',
    'issue #3',
  ])
    expect(html).toContain(part)
  expect(html).toContain('<noscript><meta http-equiv="refresh" content="5" /></noscript>')
  expect(html).toContain(`data-events="/p/${PROJECT}/turns/${number}/events?s=`)
})

test.each([
  ['PUBLISHED', { version: 3, summary: 'Three tiers.' }, ['Published after 1 step', 'Three tiers.', 'Open version 3']],
  ['PARTIAL', { version: 3 }, ['Partially published after 1 step', 'Open version 3']],
  ['UNCHANGED', { summary: 'It is so already.' }, ['No changes made', 'It is so already.', 'no credits were charged']],
  ['FAILED', { failure: 'model-busy' }, ['>Failed</p>', 'too busy to answer', '/ollio retry']],
  ['CANCELLED', {}, ['Cancelled', '/ollio retry']],
] as const)('the page of a turn that ended %s shows the outcome and is not updated', async (state, changes, parts) => {
  change({ ...changes, state, phase: 'ended', endedAt: new Date() })
  const html = await textOf(page())
  for (const part of parts) expect(html).toContain(part)
  expect(html).not.toMatch(/data-events|http-equiv="refresh"/)
})

test('the stream of a turn sends each change once and ends with the turn', async () => {
  const events = eventsOf(below('/events'))
  await new Promise((resolve) => setTimeout(resolve, 1_500))
  change({ phase: 'thinking', steps: [stepOf(1, 'First.'), stepOf(2, 'Second.')] })
  await new Promise((resolve) => setTimeout(resolve, 2_500))
  change({ state: 'PUBLISHED', phase: 'ended', version: 1, steps: [] })
  const told = await events
  expect(told.map(({ words, ended }) => [words, ended])).toEqual([
    ['Building · 1 step so far', false],
    ['Thinking · 2 steps so far', false],
    ['Published after 0 steps', true],
  ])
  expect(told[1]?.html).toContain('Second.')
  expect(told[2]?.html).toContain('Open version 1')
})

test('the stream of a turn ends when its links are revoked', async () => {
  const events = eventsOf(below('/events'))
  await new Promise((resolve) => setTimeout(resolve, 1_500))
  world.versions.withdrawn.add(PROJECT)
  change({ steps: [stepOf(1, 'First.'), stepOf(2, 'Not for everybody.')] })
  const told = await events
  world.versions.withdrawn.clear()
  expect(told.map(({ words }) => words)).toEqual(['Building · 1 step so far'])
})

test('the state of a turn can be polled as well', async () => {
  const response = await fetch(below('/state'))
  expect(response.headers.get('cache-control')).toBe('no-store')
  expect(await response.json()).toMatchObject({ words: 'Building · 1 step so far', ended: false, html: expect.stringContaining('I look') })
})

test('text by a model stays text on the page of a turn', async () => {
  change({ steps: [stepOf(1, '<img src=x onerror=alert(1)>')] })
  for (const url of [page(), below('/state')]) expect(await textOf(url)).toContain('&lt;img src=x')
})

test.each(['', '/events', '/state'])('a turn is not found at “%s” without the right signature', async (path) => {
  const right = below(path)
  const another = world.links.turnPage(PROJECT, 1_000).split('?')[1]
  const version = world.links.versionPage(PROJECT, number).split('?')[1]
  const queries = ['', '?s=', `?${another}`, `?${version}`]
  const statuses = await Promise.all(queries.map(async (query) => (await fetch(right.replace(/\?.*$/, query))).status))
  expect(statuses).toEqual([404, 404, 404, 404])
  const answer = await fetch(right)
  expect(answer.status).toBe(200)
  await answer.body?.cancel()
})

test('an unknown turn is not found', async () => {
  expect((await fetch(world.links.turnPage(PROJECT, 999))).status).toBe(404)
  expect((await fetch(world.links.turnPage(PROJECT, 999).replace('/999', '/999/state'))).status).toBe(404)
})

test('clients beyond the stream limit are told to retry, and open streams continue', async () => {
  // Closed streams are noticed within a second.
  await new Promise((resolve) => setTimeout(resolve, 1_500))
  const aborts = new AbortController()
  const open = Array.from({ length: 200 }, () => fetch(below('/events'), { signal: aborts.signal }))
  expect((await Promise.all(open)).every(({ status }) => status === 200)).toBe(true)
  const late = await fetch(below('/events'))
  expect([late.status, late.headers.get('retry-after')]).toEqual([503, '5'])
  aborts.abort()
  await expect
    .poll(async () => (await fetch(below('/events'), { signal: AbortSignal.timeout(5_000) })).status, { timeout: 10_000 })
    .toBe(200)
})
