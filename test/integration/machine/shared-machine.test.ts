import { fork } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { machineState } from '#src/adapters/machine/machine-state.ts'
import { createSharedMachine } from '#src/adapters/machine/shared-machine.ts'

const GB = 1024 ** 3
const free = async () => ({ running: 0, freeBytes: 8 * GB })
const busy = async () => ({ running: 10, freeBytes: 8 * GB })
const full = async () => ({ running: 0, freeBytes: GB })
const never = new AbortController().signal

/** Machines of a group that no other test uses. */
function machines(count: number, state = free, checks = 2) {
  const group = randomUUID()
  return Array.from({ length: count }, () => createSharedMachine({ slots: { check: checks, install: 1 }, group, state, pauseMs: 5 }))
}

/** Runs so many pieces of work on each machine. Returns how many ran at once at most. */
async function most(all: ReturnType<typeof machines>, pieces: number): Promise<number> {
  let [running, peak] = [0, 0]
  const work = async () => {
    running += 1
    peak = Math.max(peak, running)
    await sleep(20)
    running -= 1
  }
  await Promise.all(all.flatMap((machine) => Array.from({ length: pieces }, () => machine.run('check', work, never))))
  expect(running).toBe(0)
  return peak
}

test('all workers of a machine together run only so many pieces of work at once', async () => {
  expect(await most(machines(3), 4)).toBe(2)
  expect(await most(machines(2, free, 1), 3)).toBe(1)
})

test.each([
  ['processors are busy', busy],
  ['memory is scarce', full],
])('while %s, one piece of work at a time goes on', async (_what, state) => {
  expect(await most(machines(2, state), 3)).toBe(1)
})

test('different kinds of work do not wait for each other', async () => {
  const [machine] = machines(1, busy, 1)
  const inner = await machine?.run('install', async () => machine.run('check', async () => 'done', never), never)
  expect(inner).toBe('done')
})

test('work that fails frees its slot', async () => {
  const [machine] = machines(1, busy, 1)
  await expect(machine?.run('check', async () => Promise.reject(new Error('x')), never)).rejects.toThrow('x')
  expect(await machine?.run('check', async () => 1, never)).toBe(1)
})

test('work that is cancelled while it waits never starts', async () => {
  const [one, other] = machines(2, free, 1)
  const end = Promise.withResolvers<void>()
  const running = one?.run('check', () => end.promise, never)
  const cancel = new AbortController()
  let started = false
  const waiting = other?.run('check', async () => void (started = true), cancel.signal)
  await sleep(20)
  cancel.abort()
  await expect(waiting).rejects.toMatchObject({ kind: 'cancelled' })
  end.resolve()
  await running
  expect(started).toBe(false)
})

test('a slot of a killed process is free at once', async () => {
  const group = randomUUID()
  const child = fork(join(import.meta.dirname, '../../support/hold-slot.ts'), [group])
  await once(child, 'message')
  const machine = createSharedMachine({ slots: { check: 1, install: 1 }, group, state: free, pauseMs: 5 })
  let ran = false
  const waiting = machine.run('check', async () => void (ran = true), never)
  await sleep(60)
  expect(ran).toBe(false)
  child.kill('SIGKILL')
  await waiting
  expect(ran).toBe(true)
})

test('waiting for room ends when the machine is free, when it is cancelled, and in any case after a while', async () => {
  let running = 10
  const state = async () => ({ running, freeBytes: 8 * GB })
  const machine = createSharedMachine({ slots: { check: 1, install: 1 }, group: randomUUID(), state, pauseMs: 5 })
  const waiting = machine.untilRoom(never)
  expect(await Promise.race([waiting.then(() => 'room'), sleep(30, 'busy')])).toBe('busy')
  running = 0
  await waiting
  running = 10
  await expect(machine.untilRoom(AbortSignal.timeout(20))).rejects.toMatchObject({ kind: 'cancelled' })
  const hasty = createSharedMachine({ slots: { check: 1, install: 1 }, group: randomUUID(), state, pauseMs: 0 })
  await hasty.untilRoom(never)
})

test('the state of this machine has free memory and a number of running processes', async () => {
  const { running, freeBytes } = await machineState()
  expect(freeBytes).toBeGreaterThan(100 * 1024 ** 2)
  expect(running).toBeGreaterThanOrEqual(0)
})
