import { beforeEach, describe, expect, test } from 'vitest'
import { viewPage } from '#src/activities/agent/view-page.ts'
import { openWorkspace } from '#src/activities/agent/workspace.ts'
import type { Machine } from '#src/ports/machine.ts'
import { freeMachine } from '#test/support/free-machine.ts'
import { Failure } from '#src/domain/shared/failures.ts'
import type { Observation } from '#src/domain/agent/agent-protocol.ts'
import type { Changes, TurnRecord } from '#src/domain/projects/records.ts'
import { compiling } from '../../support/activities/fake-compiler.ts'
import type { Compiler } from '../../support/activities/fake-compiler.ts'
import { attempt, bytesOf, FILES, useWorld } from '../../support/activities/world.ts'

const world = useWorld()
let turn: TurnRecord
beforeEach(async () => {
  world.reset()
  turn = await world.preparedTurn()
})

async function seen(
  width: number | null,
  { compiler = {}, more = {}, preview = true }: { compiler?: Compiler; more?: Changes; preview?: boolean } = {},
): Promise<Observation> {
  world.sandboxes.onRun = compiling(compiler)
  const source = await world.ports.artifacts.put(bytesOf('export default 1\n'))
  const manifest = { ...(preview ? { '.ollio/preview.tsx': source } : {}), ...more }
  const workspace = await openWorkspace(world.ports, turn, manifest, attempt())
  const outcome = await viewPage(world.ports, turn, workspace, { width }, manifest, attempt())
  expect(outcome.changes).toBe(manifest)
  return outcome.observation
}

describe('viewPage', () => {
  test('viewPage waits for its turn while others use the processors', async () => {
    const cancelled = new Failure('cancelled', 'Cancelled while it waited for its turn')
    const machine: Machine = { ...freeMachine, run: async () => Promise.reject(cancelled) }
    world.sandboxes.onRun = compiling()
    const manifest = { '.ollio/preview.tsx': await world.ports.artifacts.put(bytesOf('export default 1\n')) }
    const workspace = await openWorkspace(world.ports, turn, manifest, attempt())
    const look = viewPage({ ...world.ports, machine }, turn, workspace, { width: null }, manifest, attempt())
    await expect(look).rejects.toMatchObject({ kind: 'cancelled' })
    expect(
      world.sandboxes.created.flatMap((sandbox) => Object.keys(sandbox.texts())).filter((path) => path.startsWith('.ollio/view')),
    ).toEqual([])
  })

  test('viewPage returns a picture, console errors and axe findings', async () => {
    const finding = { rule: 'label', impact: 'critical' as const, help: 'Name it' }
    const accessibility = [{ ...finding, elements: [{ path: 'input', html: '<input>' }] }]
    Object.assign(world.played.page, { errors: ['TypeError: x'], accessibility, text: '9 euros' })
    const picture = await world.ports.artifacts.put(bytesOf('a picture at 375'))
    expect(await seen(375)).toEqual({
      tool: 'viewPage',
      ok: true,
      width: 375,
      text: '9 euros',
      errors: ['TypeError: x'],
      accessibility: [{ ...finding, targets: ['input'] }],
      picture,
    })
  })

  test.each([
    [null, 1_280],
    [100, 320],
    [768, 768],
    [9_999, 1_920],
  ])('viewPage opens the page for %s px at %i px', async (asked, width) => {
    expect(await seen(asked)).toMatchObject({ ok: true, width })
  })

  test("viewPage builds for the turn's preview, with the repository's style sheet", async () => {
    await seen(null)
    expect(world.sandboxes.created[0]?.commands.at(-1)).toBe(
      `/template/compile_page.sh 'page' '.ollio/view' '/${turn.previewPath}/' 'src/index.css'`,
    )
  })

  test("viewPage builds in the turn's package, with the package's style sheet", async () => {
    const files = {
      'packages/web/package.json': '{"dependencies":{"react":"19"}}',
      'packages/web/src/index.css': '@import "tailwindcss";\n',
    }
    turn = await world.preparedTurn({ ...FILES, ...files })
    turn = { ...turn, project: { ...turn.project, packageFolder: 'packages/web' } }
    const envs: unknown[] = []
    const compile = compiling()
    const source = await world.ports.artifacts.put(bytesOf('export default 1\n'))
    const manifest = { '.ollio/preview.tsx': source }
    const workspace = await openWorkspace(world.ports, turn, manifest, attempt())
    world.sandboxes.onRun = (command, sandbox, options) => {
      envs.push(options.env)
      return compile(command, sandbox, options)
    }
    expect((await viewPage(world.ports, turn, workspace, { width: null }, manifest, attempt())).observation).toMatchObject({ ok: true })
    expect(world.sandboxes.created[0]?.commands.at(-1)).toContain("'packages/web/src/index.css'")
    expect(envs).toEqual([{ OLLIO_PACKAGE: 'packages/web' }])
  })

  test('viewPage works if the agent removed files that were read before', async () => {
    expect(await seen(null, { more: { 'src/index.css': null, 'package.json': null } })).toMatchObject({ ok: true })
    expect(world.sandboxes.created[0]?.commands.at(-1)).not.toContain('index.css')
  })

  test('viewPage requires a preview source', async () => {
    expect(await seen(null, { preview: false })).toMatchObject({ ok: false, error: expect.stringContaining('.ollio/preview.tsx') })
    expect(world.sandboxes.created[0]?.commands).toHaveLength(1)
  })

  test('viewPage returns the end of the output if the build fails', async () => {
    const observation = await seen(null, { compiler: { page: `${'x'.repeat(9_000)}the cause` } })
    expect(observation).toEqual({ tool: 'viewPage', ok: false, error: expect.stringMatching(/^x+the cause$/) })
    expect(observation['error']).toHaveLength(4_000)
  })
})
