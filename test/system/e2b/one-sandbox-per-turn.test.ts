import { expect, test } from 'vitest'
import type { SandboxLabels } from '#src/ports/sandbox.ts'
import { LABELS } from '#test/support/sandbox-contract/use-sandbox.ts'
import { useDoubled } from '../../support/e2b/use-e2b-double.ts'

const doubled = useDoubled()
const living = async (labels: SandboxLabels) => (await doubled().provider.list(labels)).map(({ id }) => id)

test('work that requests a sandbox again gets the same one, in another worker too', async () => {
  const labels = { ...LABELS, turn: 'again' }
  const first = await doubled().provider.create('react', labels)
  const second = await doubled().provider.create('react', labels)
  expect(second.id).toBe(first.id)
  expect(await living(labels)).toEqual([first.id])
})

test('a sandbox whose creation response was lost is found', async () => {
  const labels = { ...LABELS, turn: 'answer-lost' }
  const id = await doubled().madeBySomebody({ ...labels, ollio: 'sandbox' })
  expect((await doubled().provider.create('react', labels)).id).toBe(id)
})

test('several callers at the same moment all use the oldest sandbox, and the others are destroyed', async () => {
  const labels = { ...LABELS, turn: 'race' }
  const made = await Promise.all(Array.from({ length: 4 }, () => doubled().provider.create('react', labels)))
  expect(new Set(made.map(({ id }) => id)).size).toBe(1)
  expect(await living(labels)).toEqual([made[0]?.id])
})

test('a sandbox that ends at this moment is skipped', async () => {
  const labels = { ...LABELS, turn: 'ending' }
  const ending = await doubled().provider.create('react', labels)
  const gone = { answer: 404, body: { code: 404, message: 'not found' } }
  for (let look = 0; look < 2; look += 1)
    doubled().double.faults.plan({ method: 'GET', at: new RegExp(`^/sandboxes/${ending.id}$`), does: gone })
  expect((await doubled().provider.create('react', labels)).id).not.toBe(ending.id)
})

test('a check gets as many sandboxes as it requests, each a fresh one', async () => {
  const labels = { ...LABELS, turn: 'checked', purpose: 'check' } as const
  const made = [await doubled().provider.create('react', labels), await doubled().provider.create('react', labels)]
  expect((await living(labels)).toSorted()).toEqual(made.map(({ id }) => id).toSorted())
  expect(made[0]?.id).not.toBe(made[1]?.id)
})

test('sandboxes that are not ours are neither found nor touched', async () => {
  const theirs = await doubled().madeBySomebody({ project: 'theirs', turn: 'theirs', purpose: 'work' })
  expect(await doubled().provider.list({ project: 'theirs' })).toEqual([])
  expect(await doubled().provider.connect(theirs)).toBeNull()
  expect(doubled().double.cloud.sandboxes.has(theirs)).toBe(true)
})

test('more sandboxes than fit on a page of a list are all found', async () => {
  const turns = ['one', 'two', 'three', 'four', 'five', 'six', 'seven']
  await Promise.all(turns.map((turn) => doubled().provider.create('react', { ...LABELS, project: 'pages & more', turn })))
  const found = await doubled().provider.list({ project: 'pages & more' })
  expect(found.map(({ labels }) => labels.turn).toSorted()).toEqual(turns.toSorted())
})
