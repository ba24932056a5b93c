import { describe, expect, test } from 'vitest'
import { useRecordedModel } from '../../support/recorded-model/use-recorded-model.ts'
import { machine } from '../../support/recorded-model/mistakes.ts'
import { playTurn, type Workspace } from '../../support/recorded-model/play.ts'
import { changed, shop, stored } from '../../support/recorded-model/shop-workspace.ts'

type Turn = { request: string; mistake: string; steps: number }
type Case = { folder: string; generate: Turn; looks: Turn; behaviour: Turn }

const CASES: readonly Case[] = [
  {
    folder: 'pricing-card',
    generate: { request: 'A responsive pricing card, with three tiers!', mistake: `Property 'amount' does not exist`, steps: 7 },
    looks: { request: 'Give every tier a plant icon', mistake: `no exported member 'PottedPlant'`, steps: 6 },
    behaviour: {
      request: 'Highlight the middle tier and add a monthly/yearly switch',
      mistake: 'occurs 3 times',
      steps: 7,
    },
  },
  {
    folder: 'sign-in-form',
    generate: { request: 'A login form with validation', mistake: 'color-contrast', steps: 6 },
    looks: { request: 'Put the form beside a panel with the benefits of an account', mistake: 'does not occur', steps: 6 },
    behaviour: { request: 'Let people show their password and warn them about caps lock', mistake: '"radix-ui" is imported', steps: 7 },
  },
  {
    folder: 'dashboard',
    generate: { request: "A dashboard of this month's figures with a chart", mistake: `Could not resolve 'd3-scale'`, steps: 8 },
    looks: { request: 'Give each figure a small trend line', mistake: 'TS2345', steps: 6 },
    behaviour: { request: 'Let people switch the chart between revenue and orders', mistake: 'occurs 2 times', steps: 6 },
  },
  {
    folder: 'orders-table',
    generate: { request: 'A sortable table of orders with an empty state', mistake: 'aria-allowed-attr', steps: 6 },
    looks: { request: 'Make the rows tighter and give each status its own colour and icon', mistake: 'TS2459', steps: 6 },
    behaviour: { request: 'Add a search by order number or customer', mistake: 'button-name', steps: 5 },
  },
]

const SYSTEM = { role: 'system', content: 'You build components.' } as const

const recorded = useRecordedModel()

/** Plays one turn after earlier turns, of which the model only gets the summaries. */
async function play(workspace: Workspace, turn: Turn, earlier: readonly Turn[]) {
  const history = earlier.flatMap(({ request }) => [
    { role: 'user', content: JSON.stringify({ request }) } as const,
    { role: 'assistant', content: 'Done.' } as const,
  ])
  return await playTurn(recorded.client, [SYSTEM, ...history], turn.request, workspace, machine())
}

/** The changed files of a workspace after these turns. */
async function after(...turns: Turn[]): Promise<Record<string, string>> {
  const workspace = await shop()
  for (const [index, turn] of turns.entries()) await play(workspace, turn, turns.slice(0, index))
  return await changed(workspace)
}

describe.each(CASES)('$folder', ({ folder, generate, looks, behaviour }) => {
  test('the generated files are the stored ones', async () => {
    expect(await after(generate)).toEqual(await stored(folder))
  })

  test('each refinement alone leads to its stored files', async () => {
    expect(await after(generate, looks)).toEqual(await stored(folder, 'looks'))
    expect(await after(generate, behaviour)).toEqual(await stored(folder, 'behaviour'))
  })

  test('both refinements lead to the same files in either order, and to their own where the other changes nothing', async () => {
    const both = await after(generate, looks, behaviour)
    expect(await after(generate, behaviour, looks)).toEqual(both)
    const [before, looked, behaved] = [await stored(folder), await stored(folder, 'looks'), await stored(folder, 'behaviour')]
    const expected = Object.keys({ ...looked, ...behaved }).map((path) => {
      if (looked[path] === before[path]) return [path, behaved[path]]
      return [path, behaved[path] === before[path] ? looked[path] : both[path]]
    })
    expect(both).toEqual(Object.fromEntries(expected))
  })

  test.each([
    ['generate', generate, []],
    ['looks', looks, [generate]],
    ['behaviour', behaviour, [generate]],
  ] as const)('the turn %s is short and plain, reads files first, makes one mistake and fixes it', async (_name, turn, earlier) => {
    const workspace = await shop()
    for (const one of earlier) await play(workspace, one, [])
    const known = new Set(workspace.keys())
    const { turns, summary, messages } = await play(workspace, turn, earlier)

    expect(turns).toHaveLength(turn.steps)
    const said = messages.flatMap(({ role, content }) => (role === 'user' && typeof content === 'string' ? [content] : []))
    const failures = said.filter((text) => /"ok":false|"accessibility":\["/.test(text))
    expect(failures).toHaveLength(1)
    expect(failures[0]?.replaceAll('\\"', '"')).toContain(turn.mistake)

    for (const { thought, actions } of turns) {
      expect(actions.length).toBeLessThanOrEqual(8)
      expect(thought).toMatch(/^[^\n]{20,240}$/)
      expect(thought.match(/[.?!](?= |$)/g)?.length).toBeLessThanOrEqual(2)
    }
    const actions = turns.flatMap((one) => one.actions)
    expect(new Set(turns[0]?.actions.map(({ tool }) => tool).filter((tool) => tool !== 'listFiles'))).toEqual(new Set(['readFile']))
    const overwritten = actions.filter(({ tool, args }) => tool === 'writeFile' && known.has(String(args['path'])))
    expect(overwritten).toEqual([])
    const widths = actions.filter(({ tool }) => tool === 'viewPage').map(({ args }) => args['width'])
    expect(widths).toEqual(expect.arrayContaining([375, 1280]))
    expect(turns.at(-1)?.actions.map(({ tool }) => tool)).toEqual(['finish'])
    expect(actions.filter(({ tool }) => tool === 'editFile').length).toBeGreaterThan(earlier.length)
    expect(summary.length).toBeLessThan(2_000)
  })
})
