import { readFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { openHouse, until } from './stack/bench-stack.ts'
import type { House } from './stack/bench-stack.ts'
import { fileSteps } from './stack/work-scripts.ts'
import type { BenchOptions } from './main.ts'
import type { Bench, Fact } from './measurement.ts'

const AT_ONCE = 20
const TURNS = 500
const EVERY = 100
const SETTLED_MS = 3_000

/** What the worker's process holds with many turns running, and after many turns. */
export async function benchMemory({ onProgress }: BenchOptions): Promise<Bench[]> {
  const house = await openHouse(onProgress)
  try {
    house.model.script = fileSteps(1)
    await house.ended(await house.ask('/ollio generate a greeting card'))
    const facts: Fact[] = [{ what: 'after one turn', value: await residentMb(house) }]
    facts.push({ what: `with ${AT_ONCE} turns running`, value: await withManyRunning(house), reach: 'under 400 MB' })
    house.model.script = fileSteps(1)
    for (let turn = 1; turn <= TURNS; turn += 1) {
      await house.ended(await house.ask('/ollio generate a greeting card'))
      if (turn % EVERY !== 0) continue
      onProgress(`${turn} of ${TURNS} turns`)
      facts.push({ what: `after ${turn} turns`, value: await residentMb(house), ...(turn === TURNS ? { reach: 'level' } : {}) })
    }
    return [{ title: 'The worker’s memory (resident)', rows: [], facts, notes: [] }]
  } finally {
    await house.close()
  }
}

/** All of them in a sandbox, waiting for the model. */
async function withManyRunning(house: House): Promise<string> {
  house.model.calls.length = 0
  const held = Promise.withResolvers<void>()
  house.model.script = async (messages) => {
    await held.promise
    return fileSteps(1)(messages)
  }
  const asked = await Promise.all(Array.from({ length: AT_ONCE }, () => house.ask('/ollio generate a greeting card')))
  await until(async () => (house.model.calls.length >= AT_ONCE ? true : undefined))
  const value = await residentMb(house)
  held.resolve()
  for (const one of asked) await house.ended(one)
  return value
}

async function residentMb({ demo }: House): Promise<string> {
  await sleep(SETTLED_MS)
  const status = await readFile(`/proc/${demo.pids.worker}/status`, 'utf8')
  return `${Math.round(Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1]) / 1_024)} MB`
}
