import { expect, test } from 'vitest'
import { toFailure } from '#src/domain/shared/failures.ts'
import type { Sandbox, SandboxLabels } from '#src/ports/sandbox.ts'
import { bytes, LABELS, longTime, type ProviderUnderTest, run, textOf } from './use-sandbox.ts'

const LOST = { name: 'Failure', kind: 'sandbox-lost' }

/** Calls every method of a sandbox. */
function everyUse(sandbox: Sandbox): Promise<unknown>[] {
  return [
    sandbox.writeFile('note', bytes('x')),
    sandbox.readFile('note', 10),
    sandbox.remove('note'),
    sandbox.rename('note', 'other'),
    sandbox.list('', 1),
    sandbox.snapshot(),
    run(sandbox, 'true'),
  ]
}

export function lifetimeContract(current: () => ProviderUnderTest): void {
  const create = (labels: Partial<SandboxLabels> = {}) => current().provider.create('react', { ...LABELS, ...labels })

  test('a new sandbox is empty, and has its labels', async () => {
    const sandbox = await create({ turn: 'new' })
    expect(sandbox.labels).toEqual({ project: 'pricing', turn: 'new', purpose: 'work' })
    expect(await sandbox.snapshot()).toEqual([])
    await sandbox.destroy()
  })

  test('another process connects by id and finds everything', async () => {
    const sandbox = await create()
    await sandbox.writeFile('note', bytes('from here'))
    expect(await current().fromElsewhere(sandbox.id, { run: 'cat note; echo from there > answer' })).toBe('from here')
    expect(await textOf(sandbox, 'answer')).toBe('from there\n')
    const again = await current().provider.connect(sandbox.id)
    expect(again).toMatchObject({ id: sandbox.id, labels: LABELS })
    expect(again && (await textOf(again, 'answer'))).toBe('from there\n')
    await sandbox.destroy()
  })

  test.each(['', '.', '..', '../..', 'sandbox', '00000000-0000-4000-8000-000000000000', '/etc', 'a\0b', '-'.repeat(36)])(
    'connecting to %j finds no sandbox',
    async (id) => {
      expect(await current().provider.connect(id)).toBeNull()
    },
  )

  test('sandboxes are found by any of their labels', async () => {
    const made = await Promise.all([
      create({ turn: 'listed', purpose: 'work' }),
      create({ turn: 'listed', purpose: 'check' }),
      create({ turn: 'other', project: 'other' }),
    ])
    const [work, check, other] = made.map(({ id }) => id)
    const idsOf = async (labels: Partial<SandboxLabels>) => (await current().provider.list(labels)).map(({ id }) => id).toSorted()
    expect(await idsOf({ turn: 'listed' })).toEqual([work, check].map(String).toSorted())
    expect(await idsOf({ turn: 'listed', purpose: 'check' })).toEqual([check])
    expect(await idsOf({ project: 'other' })).toEqual([other])
    expect(await idsOf({ project: 'none' })).toEqual([])
    expect(await idsOf({})).toEqual(expect.arrayContaining([work, check, other]))
    const [listed] = await current().provider.list({ project: 'other' })
    expect(listed).toMatchObject({ labels: { project: 'other', turn: 'other', purpose: 'work' } })
    expect(Math.abs(Date.now() - (listed?.createdAtMs ?? 0))).toBeLessThan(60_000)
    await Promise.all(made.map((sandbox) => sandbox.destroy()))
    expect(await idsOf({ turn: 'listed' })).toEqual([])
  })

  test('a destroyed sandbox is gone for everyone, may be destroyed again, and always fails the same way', async () => {
    const sandbox = await create({ turn: 'destroyed' })
    const second = await current().provider.connect(sandbox.id)
    await sandbox.writeFile('note', bytes('x'))
    await sandbox.destroy()
    expect(await current().provider.connect(sandbox.id)).toBeNull()
    expect(await current().provider.list({ turn: 'destroyed' })).toEqual([])
    for (const handle of [sandbox, second]) {
      expect(handle).not.toBeNull()
      if (handle === null) continue
      for (const use of await Promise.allSettled(everyUse(handle))) expect(use).toMatchObject({ status: 'rejected', reason: LOST })
      await handle.destroy()
    }
  })

  test('several callers may destroy a sandbox at the same moment', async () => {
    const sandbox = await create()
    await run(sandbox, 'for i in $(seq 1 300); do mkdir -p d$i; echo > d$i/f; done')
    await Promise.all([sandbox.destroy(), sandbox.destroy(), current().fromElsewhere(sandbox.id, 'destroy')])
    expect(await current().provider.connect(sandbox.id)).toBeNull()
  })

  test('destroying a sandbox from another process ends a command that runs in it', async () => {
    const sandbox = await create()
    const seconds = longTime()
    const running = run(sandbox, `setsid nohup sleep ${seconds} & touch started; sleep ${seconds}`)
    const outcome = Promise.allSettled([running])
    await expect.poll(async () => (await sandbox.list('', 1)).map(({ path }) => path), { timeout: 10_000 }).toContain('started')
    await current().fromElsewhere(sandbox.id, 'destroy')
    expect(await outcome).toMatchObject([{ status: 'rejected', reason: LOST }])
    await expect.poll(() => current().processesWith(seconds), { timeout: 5_000 }).toBe(0)
  })

  test('calls during a destruction work or report a lost sandbox, which is gone at the end', async () => {
    const sandbox = await create()
    const uses = Array.from({ length: 10 }, () => everyUse(sandbox)).flat()
    const destroyed = sandbox.destroy()
    const outcomes = await Promise.allSettled([...uses, ...everyUse(sandbox)])
    const kinds = outcomes.map((use) => (use.status === 'fulfilled' ? 'works' : toFailure(use.reason).kind))
    // Before the first write there was nothing to read, which is a failure of the path.
    expect(kinds.filter((kind) => !['works', 'sandbox-lost', 'sandbox-path'].includes(kind))).toEqual([])
    await destroyed
    expect(await current().provider.connect(sandbox.id)).toBeNull()
  })

  test('eight sandboxes are created, used and destroyed at once, each with files of its own', async () => {
    const numbers = Array.from({ length: 8 }, (_, index) => String(index))
    const outputs = await Promise.all(
      numbers.map(async (number) => {
        const sandbox = await create({ turn: `crowd-${number}` })
        await sandbox.writeFile('number', bytes(number))
        const { stdout } = await run(sandbox, 'ls; cat number')
        await sandbox.destroy()
        return stdout
      }),
    )
    expect(outputs).toEqual(numbers.map((number) => `node_modules\nnumber\n${number}`))
  })
}
