import { beforeEach, describe, expect, test } from 'vitest'
import { releaseSandboxes } from '#src/activities/agent/turn-sandboxes.ts'
import { baseOf } from '#src/domain/projects/base-of-turn.ts'
import { openWorkspace } from '#src/activities/agent/workspace.ts'
import type { Changes, TurnRecord } from '#src/domain/projects/records.ts'
import { attempt, bytesOf, FILES, keyOf, useWorld } from '../../support/activities/world.ts'

const world = useWorld()
let turn: TurnRecord
beforeEach(async () => {
  world.reset()
  turn = await world.preparedTurn()
})

const open = (number = 1, manifest: Changes = {}) => openWorkspace(world.ports, turn, manifest, attempt(number))
const CHANGED = 'export function Card() {}\n'
/** A changed file, a new file and a deleted file. */
async function someManifest(): Promise<Changes> {
  const [card, fresh] = await Promise.all([world.ports.artifacts.put(bytesOf(CHANGED)), world.ports.artifacts.put(bytesOf('new\n'))])
  return { 'src/components/card.tsx': card, 'src/new.ts': fresh, 'src/index.css': null }
}
const WITH_CHANGES = { 'package.json': FILES['package.json'], 'src/components/card.tsx': CHANGED, 'src/new.ts': 'new\n' }

describe('the workspace of a turn', () => {
  test("the workspace of a turn contains the repository's files with the changes over them", async () => {
    const { sandbox, tree } = await open(1, await someManifest())
    expect(sandbox.labels).toEqual({ project: turn.project.id, turn: turn.id, purpose: 'work' })
    expect(world.sandboxes.created[0]?.texts()).toEqual(WITH_CHANGES)
    expect(tree).toEqual(Object.fromEntries(Object.entries(FILES).map(([path, text]) => [path, keyOf(text)])))
  })

  test("the workspace of a turn reuses the turn's existing sandbox", async () => {
    const first = await open()
    world.sandboxes.created[0]?.write('src/half-done.ts', 'x')
    const second = await open()
    expect(second.sandbox.id).toBe(first.sandbox.id)
    expect(world.sandboxes.created).toHaveLength(1)
    expect(world.sandboxes.created[0]?.commands).toHaveLength(1)
  })

  test("the workspace of a turn is rebuilt after a failed attempt, without that attempt's files", async () => {
    const first = await open()
    world.sandboxes.created[0]?.write('src/half-done.ts', 'x')
    const second = await open(2, await someManifest())
    expect(second.sandbox.id).not.toBe(first.sandbox.id)
    expect([...world.sandboxes.living.keys()]).toEqual([second.sandbox.id])
    expect(world.sandboxes.created[1]?.texts()).toEqual(WITH_CHANGES)
  })

  test('the workspace of a turn is rebuilt if the sandbox is gone', async () => {
    const first = await open()
    await first.sandbox.destroy()
    const second = await open(1, await someManifest())
    expect(second.sandbox.id).not.toBe(first.sandbox.id)
    expect(world.sandboxes.created[1]?.texts()).toEqual(WITH_CHANGES)
  })

  test('the workspace of a turn is rebuilt if there are two sandboxes, since either may be wrong', async () => {
    const labels = { project: turn.project.id, turn: turn.id, purpose: 'work' as const }
    await Promise.all([world.sandboxes.create('react', labels), world.sandboxes.create('react', labels)])
    const { sandbox } = await open()
    expect([...world.sandboxes.living.keys()]).toEqual([sandbox.id])
    expect(world.sandboxes.created.indexOf(await living(sandbox.id))).toBe(2)
  })

  test("the workspace of a turn is neither a check sandbox nor another turn's sandbox", async () => {
    const project = turn.project.id
    await world.sandboxes.create('react', { project, turn: turn.id, purpose: 'check' })
    await world.sandboxes.create('react', { project, turn: 'another', purpose: 'work' })
    await open(2)
    expect(world.sandboxes.living.size).toBe(3)
  })

  test("the workspace of a turn can't be opened if the repository can't be unpacked or the turn is not prepared", async () => {
    world.sandboxes.onRun = () => ({ exitCode: 2, stderr: 'tar: no space left on device' })
    await expect(open()).rejects.toMatchObject({ kind: 'repository-too-large', message: expect.stringContaining('no space left') })
    expect(() => baseOf({ ...turn, base: null })).toThrow('was not prepared')
  })

  test.each([
    ['the clock', { exitCode: null, stoppedBy: 'clock' as const }],
    ['the system', { exitCode: null }],
    ['an error of the sandbox', { exitCode: 2, stderr: 'tar: Cannot open: Input/output error' }],
  ])('a repository whose unpacking was ended by %s is not called too large, and is tried again', async (_what, result) => {
    world.sandboxes.onRun = () => result
    await expect(open()).rejects.toMatchObject({ kind: 'sandbox-unavailable' })
  })
})

async function living(id: string) {
  const sandbox = await world.sandboxes.connect(id)
  if (sandbox === null) throw new Error(`sandbox ${id} is gone`)
  return sandbox
}

test('all sandboxes of a turn are released at its end, and no others', async () => {
  const project = turn.project.id
  await open()
  await world.sandboxes.create('react', { project, turn: turn.id, purpose: 'check' })
  const other = await world.sandboxes.create('react', { project, turn: 'another', purpose: 'work' })
  await releaseSandboxes(world.ports, turn.id)
  expect([...world.sandboxes.living.keys()]).toEqual([other.id])
  await releaseSandboxes(world.ports, turn.id)
  expect(world.sandboxes.living.size).toBe(1)
})
