import { readFile } from 'node:fs/promises'
import { availableParallelism, freemem } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'

/** `running`: processes that run or wait for a processor now, per processor. */
export type MachineState = { running: number; freeBytes: number }

const SAMPLES = 4
const SAMPLE_MS = 25

/** Reads what the machine is doing at this moment. What the kernel doesn't tell counts as nothing running. */
export async function machineState(): Promise<MachineState> {
  let running = 0
  for (let sample = 0; sample < SAMPLES; sample += 1) {
    if (sample > 0) await sleep(SAMPLE_MS)
    running += Number(/^procs_running (\d+)$/m.exec(await textOf('/proc/stat'))?.[1] ?? 0)
  }
  const available = /^MemAvailable:\s+(\d+) kB$/m.exec(await textOf('/proc/meminfo'))?.[1]
  return {
    // This process is one of them.
    running: Math.max(0, running / SAMPLES - 1) / availableParallelism(),
    freeBytes: available === undefined ? freemem() : Number(available) * 1_024,
  }
}

async function textOf(path: string): Promise<string> {
  return readFile(path, 'utf8').catch(() => '')
}
