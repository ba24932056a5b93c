import { readFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { startBenchStack, until } from './stack/bench-stack.ts'
import type { BenchStack } from './stack/bench-stack.ts'
import { fileSteps } from './stack/work-scripts.ts'
import type { BenchOptions } from './measurement.ts'
import type { Bench, Fact } from './measurement.ts'

const AT_ONCE = 20
const TURNS = 500
const EVERY = 100
const SETTLED_MS = 3_000

/** Measures the memory of the worker process while many turns run and after many turns. */
export async function benchMemory({ onProgress }: BenchOptions): Promise<Bench[]> {
  const stack = await startBenchStack(onProgress)
  try {
    stack.model.script = fileSteps(1)
    await stack.untilEnded(await stack.post('/ollio generate a greeting card'))
    const facts: Fact[] = [{ what: 'after one turn', value: await residentMb(stack) }]
    facts.push({ what: `with ${AT_ONCE} turns running`, value: await withManyRunning(stack), target: 'under 400 MB' })
    stack.model.script = fileSteps(1)
    for (let turn = 1; turn <= TURNS; turn += 1) {
      await stack.untilEnded(await stack.post('/ollio generate a greeting card'))
      if (turn % EVERY !== 0) continue
      onProgress(`${turn} of ${TURNS} turns`)
      facts.push({ what: `after ${turn} turns`, value: await residentMb(stack), ...(turn === TURNS ? { target: 'level' } : {}) })
    }
    return [{ title: 'The worker’s memory (resident)', rows: [], facts, notes: [] }]
  } finally {
    await stack.close()
  }
}

/** All turns have a sandbox and wait for the model. */
async function withManyRunning(stack: BenchStack): Promise<string> {
  stack.model.calls.length = 0
  const held = Promise.withResolvers<void>()
  stack.model.script = async (messages) => {
    await held.promise
    return fileSteps(1)(messages)
  }
  const posted = await Promise.all(Array.from({ length: AT_ONCE }, () => stack.post('/ollio generate a greeting card')))
  await until(async () => (stack.model.calls.length >= AT_ONCE ? true : undefined))
  const value = await residentMb(stack)
  held.resolve()
  for (const one of posted) await stack.untilEnded(one)
  return value
}

async function residentMb({ demo }: BenchStack): Promise<string> {
  await sleep(SETTLED_MS)
  const status = await readFile(`/proc/${demo.pids.worker}/status`, 'utf8')
  return `${Math.round(Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1]) / 1_024)} MB`
}
