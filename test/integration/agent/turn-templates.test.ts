import { beforeEach, expect, test } from 'vitest'
import { prepareTurn } from '#src/activities/agent/prepare-turn.ts'
import { inCheckSandbox } from '#src/activities/agent/turn-sandboxes.ts'
import { openWorkspace } from '#src/activities/agent/workspace.ts'
import { ADDRESS, attempt, useWorld } from '../../support/activities/world.ts'

const world = useWorld()
let issue = 0
beforeEach(() => {
  world.reset()
  world.sandboxes.onRun = (command, sandbox) => {
    if (command.includes('sha256sum')) sandbox.write('.ollio/tree', '')
  }
})

const templates = () => world.sandboxes.created.map(({ template }) => template)
const packageJson = (dependencies: Record<string, string>) => ({ 'package.json': JSON.stringify({ dependencies }) })

test.each([
  ['react', { react: '19' }, { next: '16', react: '19' }],
  ['nextjs', { next: '16', react: '19' }, { react: '19' }],
])('all sandboxes of a turn use the template %s of its base', async (template, before, after) => {
  Object.assign(world.host.filesAt('main'), packageJson(before))
  const { id } = await world.openTurn({}, { ...ADDRESS, issue: (issue += 1) })
  await prepareTurn(world.ports, { turnId: id }, attempt())
  Object.assign(world.host.filesAt('main'), packageJson(after))
  const turn = await world.ports.turns.turn(id)
  await inCheckSandbox(
    world.ports,
    turn,
    null,
    async () => undefined,
    async () => undefined,
  )
  await openWorkspace(world.ports, turn, {}, attempt(2))
  expect(templates()).toEqual([template, template, template])
})

test('a turn prepared before there were several templates uses react', async () => {
  await openWorkspace(world.ports, await world.preparedTurn(), {}, attempt(2))
  expect(templates()).toEqual(['react'])
})

test('a repository without a package.json uses react', async () => {
  delete world.host.filesAt('main')['package.json']
  const { id } = await world.openTurn({}, { ...ADDRESS, issue: (issue += 1) })
  await prepareTurn(world.ports, { turnId: id }, attempt())
  expect(templates()).toEqual(['react'])
})
