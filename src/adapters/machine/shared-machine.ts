import { setTimeout as sleep } from 'node:timers/promises'
import { limitConcurrency } from '#src/domain/shared/concurrency-limit.ts'
import { Failure } from '#src/domain/shared/failures.ts'
import type { HeavyWork, Machine } from '#src/ports/machine.ts'
import { machineState } from './machine-state.ts'
import type { MachineState } from './machine-state.ts'
import { takeSlot } from './machine-slots.ts'
import type { ReleaseSlot } from './machine-slots.ts'

type Options = {
  /** How much of each kind may run at once on this machine. */
  slots: Readonly<Record<HeavyWork, number>>
  /** Processes with the same name share their slots. */
  group: string
  state?: () => Promise<MachineState>
  pauseMs?: number
}

const GB = 1024 ** 3
/** Further work starts only below this many running processes per processor, and above this much free memory. */
const BUSY_RUNNING = 3
const FREE_BYTES = 2 * GB
const PAUSE_MS = 100
/** After so many pauses, one piece of work at a time goes ahead on a machine that is always busy. */
const ROOM_PAUSES = 1_200

/**
 * Admits heavy work by what this machine has at the moment, across all processes of Ollio on it. One piece of each kind may always run,
 * so that work goes on on a machine that others keep busy; further pieces wait for processors and memory.
 */
export function createSharedMachine({ slots, group, state = machineState, pauseMs = PAUSE_MS }: Options): Machine {
  // The pieces of this process wait in the order in which they came, and only the first of them asks for a slot.
  const first: Record<HeavyWork, ReturnType<typeof limitConcurrency>> = { check: limitConcurrency(1), install: limitConcurrency(1) }

  async function hasRoom(): Promise<boolean> {
    const { running, freeBytes } = await state()
    return running < BUSY_RUNNING && freeBytes > FREE_BYTES
  }

  async function acquire(kind: HeavyWork, signal: AbortSignal): Promise<ReleaseSlot> {
    for (;;) {
      if (signal.aborted) throw cancelled()
      for (let index = 0; index < slots[kind]; index += 1) {
        const release = await takeSlot(`${group}-${kind}`, index)
        if (release === null) continue
        if (index === 0 || (await hasRoom())) return release
        release()
        break
      }
      await pause(pauseMs, signal)
    }
  }

  return {
    async run(kind, work, signal) {
      const release = await first[kind](() => acquire(kind, signal), signal)
      try {
        return await work()
      } finally {
        release()
      }
    },
    async untilRoom(signal) {
      for (let pauses = 0; pauses < ROOM_PAUSES && !(await hasRoom()); pauses += 1) await pause(pauseMs, signal)
    },
  }
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => {
    throw cancelled()
  })
}

function cancelled(): Failure {
  return new Failure('cancelled', 'Cancelled while waiting for room on this machine')
}
