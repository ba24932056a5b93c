import { beforeEach, describe, expect, test } from 'vitest'
import { checkVersion } from '#src/activities/checks/check-version.ts'
import { baseOf } from '#src/domain/projects/base-of-turn.ts'
import { callModel } from '#src/activities/agent/call-model.ts'
import { limitConcurrency } from '#src/domain/shared/concurrency-limit.ts'
import type { Machine } from '#src/ports/machine.ts'
import { freeMachine } from '#test/support/free-machine.ts'
import { Failure } from '#src/domain/shared/failures.ts'
import type { TurnRecord } from '#src/domain/projects/records.ts'
import { compiling } from '../../support/activities/fake-compiler.ts'
import { answerOf, attempt, FILES, useWorld } from '../../support/activities/world.ts'

const world = useWorld()
let turn: TurnRecord
beforeEach(async () => {
  world.reset()
  world.sandboxes.onRun = compiling()
  turn = await world.preparedTurn()
})

const CARD = 'export function Price() {\n  return <p>9</p>\n}\n'
const FINISH = { tool: 'finish', args: { summary: 'Made a price.' } }
const wrote = (path: string, content: string) => ({ tool: 'writeFile', args: { path, content } })
const PREVIEW = wrote('.ollio/preview.tsx', 'export default function Preview() {}\n')

/** A step of the agent; by default it writes a component with its preview and finishes. */
async function step(number = 1, ...actions: { tool: string; args: Record<string, unknown> }[]) {
  world.played.answers.push(answerOf(...(actions.length > 0 ? actions : [wrote('src/price.tsx', CARD), PREVIEW, FINISH])))
  return callModel(world.ports, { turnId: turn.id, number, unreadableBefore: 0, limit: 3 }, attempt())
}
const checked = (number: number | null = 1, last = false, context = attempt()) =>
  checkVersion(world.ports, { turnId: turn.id, number, last }, context)
const version = () => world.ports.versions.versionOfTurn(turn.id)
const observations = async (number = 1) => (await world.ports.steps.step(turn.id, number))?.observations ?? []

describe('while other checks use the processors', () => {
  /** A check that waits for a slot, which is taken until `end` is called. */
  async function inLine(context = attempt()) {
    await step()
    const atOnce = limitConcurrency(1)
    const other = Promise.withResolvers<void>()
    const others = atOnce(() => other.promise, attempt().signal)
    const asked = Promise.withResolvers<void>()
    const machine: Machine = {
      ...freeMachine,
      run: (_kind, work, signal) => {
        asked.resolve()
        return atOnce(work, signal)
      },
    }
    const verdict = checkVersion({ ...world.ports, machine }, { turnId: turn.id, number: 1, last: false }, context)
    await asked.promise
    return {
      verdict,
      end: () => {
        other.resolve()
        return others
      },
    }
  }

  test('a check waits for its turn', async () => {
    const ofChecks = () => world.sandboxes.created.filter(({ labels }) => labels.purpose === 'check').length
    const { verdict, end } = await inLine()
    expect(ofChecks()).toBe(0)
    await end()
    expect(await verdict).toBe('stands')
    expect(ofChecks()).toBeGreaterThan(0)
  })

  test('a check that is cancelled while it waits leaves nothing behind', async () => {
    const cancelled = new AbortController()
    const { verdict, end } = await inLine(attempt(1, cancelled.signal))
    cancelled.abort()
    await expect(verdict).rejects.toMatchObject({ kind: 'cancelled' })
    expect(await version()).toBeNull()
    await end()
  })
})

describe('work that passes the checks', () => {
  test('work that passes the checks is stored as a version that is ready to be published', async () => {
    await step()
    expect(await checked()).toBe('stands')
    const kept = await version()
    expect(kept).toMatchObject({
      state: 'PREPARED',
      number: 1,
      summary: 'Made a price.',
      draft: false,
      previewPath: turn.previewPath,
      commitSha: null,
    })
    expect(await world.textsOf(kept?.files ?? {})).toEqual({ 'src/price.tsx': CARD })
    expect(kept?.checks.map(({ name, outcome }) => `${name} ${outcome}`)).toEqual([
      'Imports passed',
      'Types passed',
      'Build passed',
      'Page passed',
      'Accessibility passed',
      'Layout passed',
      'Keyboard passed',
      'Design system passed',
      'Secrets passed',
      'Changes passed',
    ])
    const { build = {}, pictures = {} } = kept ?? {}
    expect(Object.entries(build).map(([path, { contentType }]) => [path, contentType])).toEqual([
      ['app.js', 'text/javascript; charset=utf-8'],
      ['index.html', 'text/html; charset=utf-8'],
    ])
    expect(await world.textsOf(pictures)).toEqual({
      375: 'a picture at 375',
      768: 'a picture at 768',
      1280: 'a picture at 1280',
    })
  })

  test('work that passes the checks was checked in sandboxes that the agent never used and that are destroyed afterwards', async () => {
    await step()
    const work = world.sandboxes.created.length
    world.sandboxes.created[0]?.write('src/never-recorded.ts', 'x')
    await checked()
    const fresh = world.sandboxes.created.slice(work)
    expect(fresh.map(({ labels }) => labels.purpose)).toEqual(['check', 'check'])
    for (const sandbox of fresh)
      expect(Object.keys(sandbox.texts())).toEqual(expect.arrayContaining([...Object.keys(FILES), 'src/price.tsx']))
    for (const sandbox of fresh) expect(sandbox.files.has('src/never-recorded.ts')).toBe(false)
    expect([...world.sandboxes.living.values()].map(({ labels }) => labels.purpose)).toEqual(['work'])
  })

  test('work that passes the checks is published without files that may not be published', async () => {
    await step(1, wrote('src/price.tsx', CARD), wrote('.github/workflows/x.yml', 'on: push'), wrote('vite.config.ts', ''), PREVIEW, FINISH)
    await checked()
    expect(Object.keys((await version())?.files ?? {})).toEqual(['src/price.tsx'])
  })
})

describe('changes to a package.json', () => {
  const manifest = (changes: object) => wrote('package.json', JSON.stringify({ dependencies: { react: '19' }, ...changes }, null, 2))

  test("changes to a package.json keep the dependencies, in the base's formatting, and nothing else", async () => {
    await step(
      1,
      manifest({ dependencies: { react: '19', clsx: '2' }, scripts: { postinstall: 'x' } }),
      wrote('src/price.tsx', CARD),
      PREVIEW,
      FINISH,
    )
    expect(await checked()).toBe('stands')
    expect(await world.textsOf((await version())?.files ?? {})).toEqual({
      'package.json': '{"dependencies":{\n    "react": "19",\n    "clsx": "2"\n  }}',
      'src/price.tsx': CARD,
    })
  })

  test('changes to a package.json publish nothing if only other parts changed or the file is new', async () => {
    await step(1, manifest({ scripts: { test: 'x' } }), wrote('packages/new/package.json', '{"dependencies":{"a":"1"}}'), FINISH)
    expect(await checked()).toBe('unchanged')
  })
})

test('what the team allows to be published is decided when the turn starts', async () => {
  const opening = { messages: [{ role: 'system', content: 'You are Ollio.' }], manifest: {}, paths: ['server'] }
  const prompt = await world.ports.artifacts.put(new TextEncoder().encode(JSON.stringify(opening)))
  await world.ports.turns.setBase(turn.id, { ...baseOf(turn), prompt })
  await step(1, wrote('src/price.tsx', CARD), wrote('server/price.ts', 'export {}\n'), PREVIEW, FINISH)
  expect(await checked()).toBe('stands')
  expect(Object.keys((await version())?.files ?? {})).toEqual(['server/price.ts'])
})

describe('a turn without changes that may be published', () => {
  test.each<[string, { tool: string; args: Record<string, unknown> }[]]>([
    ['since it only looked', [FINISH]],
    ['but its preview', [PREVIEW, FINISH]],
    ['but what is configured', [wrote('tsconfig.json', '{}'), FINISH]],
    ['in the end', [wrote('src/index.css', 'x'), wrote('src/index.css', FILES['src/index.css'] ?? ''), FINISH]],
  ])('%s is unchanged', async (_why, actions) => {
    await step(1, ...actions)
    expect(await checked()).toBe('unchanged')
    expect(await version()).toBeNull()
  })
})

describe('work that fails the checks', () => {
  beforeEach(() => {
    world.sandboxes.onRun = compiling({ types: 'src/price.tsx(2,10): error TS2322' })
  })

  test('work that fails the checks is sent back with the problems as the observation of finish', async () => {
    await step()
    expect(await checked()).toBe('sent-back')
    expect(await version()).toBeNull()
    expect((await observations()).at(-1)).toEqual({
      tool: 'finish',
      ok: false,
      error: expect.stringContaining('The checks found problems'),
      problems: ['Types: src/price.tsx(2,10): error TS2322'],
    })
    world.sandboxes.onRun = compiling()
    await step(2, FINISH)
    expect(world.requests.at(-1)?.messages.at(-1)?.content).toContain('error TS2322')
    expect(await checked(2)).toBe('stands')
  })

  test('work that fails the checks is published as a draft in the last round, if it builds', async () => {
    await step()
    expect(await checked(1, true)).toBe('stands')
    expect(await version()).toMatchObject({ draft: true })
    const types = { name: 'Types', outcome: 'failed', detail: 'src/price.tsx(2,10): error TS2322' }
    expect((await version())?.checks).toContainEqual(expect.objectContaining(types))
  })

  test('work that the machine had no time to build is not called broken: nobody is sent back, and the check is tried again', async () => {
    let builds = 0
    world.sandboxes.onRun = (command, sandbox, options) => {
      if (!command.includes(`'page'`)) return compiling()(command, sandbox, options)
      builds += 1
      return { exitCode: null, stoppedBy: 'clock' }
    }
    await step()
    await expect(checked()).rejects.toMatchObject({ kind: 'machine-busy' })
    expect(builds).toBe(2)
    expect(await observations()).toHaveLength(2)
    expect(await version()).toBeNull()
  })

  test('work whose types the machine had no time to check is a draft, and nobody is sent back', async () => {
    world.sandboxes.onRun = (command, sandbox, options) =>
      command.includes(`'types'`) ? { exitCode: null, stoppedBy: 'clock' } : compiling()(command, sandbox, options)
    await step()
    expect(await checked()).toBe('stands')
    const { draft, checks = [], recheckAt } = (await version()) ?? {}
    expect(checks.find(({ name }) => name === 'Types')).toMatchObject({ outcome: 'not run', notRun: { cause: 'machine', required: true } })
    expect(draft).toBe(true)
    expect(recheckAt).toBeInstanceOf(Date)
  })

  test("work that fails the checks ends the turn in the last round, if it doesn't build", async () => {
    world.sandboxes.onRun = compiling({ page: 'Could not resolve "./none"' })
    await step()
    await expect(checked(1, true)).rejects.toMatchObject({ kind: 'nothing-builds', message: expect.stringContaining('./none') })
    expect(await version()).toBeNull()
  })
})

test('a turn that reached its limit is published as a draft, even if all checks pass', async () => {
  await step(1, wrote('src/price.tsx', CARD), PREVIEW)
  expect(await checked(null, true)).toBe('stands')
  expect(await version()).toMatchObject({ draft: true, summary: 'I go on.' })
})

describe('a retry uses what was stored', () => {
  test('a retry uses what was stored if the version was stored', async () => {
    await step()
    world.versions.loseAnswer('prepareVersion')
    await expect(checked()).rejects.toThrow('got lost')
    const kept = await version()
    const sandboxes = world.sandboxes.created.length
    expect(await checked(1, false, attempt(2))).toBe('stands')
    expect(await version()).toEqual(kept)
    expect(world.sandboxes.created).toHaveLength(sandboxes)
  })

  test('a retry uses what was stored if the agent was sent back', async () => {
    world.sandboxes.onRun = compiling({ types: 'error' })
    await step()
    world.steps.loseAnswer('keepObservation')
    await expect(checked()).rejects.toThrow('got lost')
    world.sandboxes.onRun = compiling()
    expect(await checked(1, false, attempt(2))).toBe('sent-back')
    expect((await observations()).filter(({ tool }) => tool === 'finish')).toHaveLength(1)
  })

  test('a retry uses what was stored and starts again if nothing was stored, without the sandboxes of the attempt before', async () => {
    await step()
    const labels = { project: turn.project.id, turn: turn.id, purpose: 'check' as const }
    const left = await world.sandboxes.create('react', labels)
    world.versions.failNext('prepareVersion', new Failure('database-busy', 'busy'))
    await expect(checked()).rejects.toMatchObject({ kind: 'database-busy' })
    expect(world.sandboxes.living.has(left.id)).toBe(false)
    expect(await checked(1, false, attempt(2))).toBe('stands')
  })
})

test('a check that is aborted leaves no sandbox behind', async () => {
  await step()
  world.sandboxes.onRun = () => {
    throw new Failure('cancelled', 'aborted')
  }
  await expect(checked()).rejects.toMatchObject({ kind: 'cancelled' })
  await expect.poll(() => [...world.sandboxes.living.values()].map(({ labels }) => labels.purpose)).toEqual(['work'])
})
