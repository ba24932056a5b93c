import { randomUUID } from 'node:crypto'
import { checkAlone } from './sandbox-phases.ts'
import { startChild } from './stack/child.ts'
import { openHouse, until } from './stack/bench-stack.ts'
import type { Asked, House } from './stack/bench-stack.ts'
import { traceOf } from './stack/trace.ts'
import { fileSteps, fiveSteps } from './stack/work-scripts.ts'
import type { BenchOptions } from './main.ts'
import { ratio } from './measurement.ts'
import type { Bench } from './measurement.ts'

const TURNS = 20
const FIRST_CALLS = 200
const FIRST = 'comment to the agent’s first call of the model'
const BARE = 'a bare workflow with one activity'
const WHOLE = 'comment to pull request: five steps, all checks'
const CHECK = 'the check alone'

/** From a comment to the agent at work, and to its pull request. `trace`: one turn, phase by phase, in place of the figures. */
export async function benchTurn({ onProgress, trace }: BenchOptions): Promise<Bench[]> {
  const house = await openHouse(onProgress)
  const queue = `bare-${randomUUID()}`
  const bare = await startChild('bare/bare-worker.ts', [house.demo.temporalAddress, queue])
  try {
    if (trace) return [await traced(house)]
    const firstMs = await firstCalls(house, onProgress)
    const bareMs = await bareStarts(house, queue)
    const wholeMs = await wholeTurns(house, onProgress)
    onProgress('the check alone')
    const checkMs = await checkAlone(TURNS)
    const rows = [
      { what: FIRST, samplesMs: firstMs, reach: 'p50 under 500 ms' },
      { what: BARE, samplesMs: bareMs },
      { what: WHOLE, samplesMs: wholeMs, reach: 'under 12 s' },
      { what: CHECK, samplesMs: checkMs },
    ]
    const notes = [`The first call comes after ${ratio(rows, FIRST, BARE)} A turn takes ${ratio(rows, WHOLE, CHECK)}`]
    return [{ title: 'A turn with a model that answers at once', rows, notes }]
  } finally {
    await bare.stop()
    await house.close()
  }
}

async function firstCalls(house: House, onProgress: BenchOptions['onProgress']): Promise<number[]> {
  house.model.script = fileSteps(0)
  const samplesMs: number[] = []
  for (let turn = 0; turn <= FIRST_CALLS; turn += 1) {
    house.model.calls.length = 0
    const asked = await house.ask('/ollio generate a greeting card')
    const call = await until(async () => house.model.calls[0])
    if (turn > 0) samplesMs.push(call.atMs - asked.askedMs)
    await house.ended(asked)
    if (turn % 20 === 0) onProgress(`first calls: ${turn} of ${FIRST_CALLS}`)
  }
  return samplesMs
}

async function bareStarts({ temporal }: House, taskQueue: string): Promise<number[]> {
  const samplesMs: number[] = []
  for (let round = 0; round <= FIRST_CALLS; round += 1) {
    const startedMs = performance.now()
    await temporal.workflow.execute('bareLoop', { args: [1], taskQueue, workflowId: randomUUID() })
    if (round > 0) samplesMs.push(performance.now() - startedMs)
  }
  return samplesMs
}

async function wholeTurns(house: House, onProgress: BenchOptions['onProgress']): Promise<number[]> {
  const samplesMs: number[] = []
  for (let turn = 0; turn <= TURNS; turn += 1) {
    const ms = await wholeTurn(house)
    if (turn > 0) samplesMs.push(ms)
    onProgress(`turns: ${turn} of ${TURNS}`)
  }
  return samplesMs
}

async function wholeTurn(house: House): Promise<number> {
  house.model.script = fiveSteps
  const asked = await house.ask('/ollio generate a greeting card')
  await published(house, asked)
  return performance.now() - asked.askedMs
}

async function published(house: House, asked: Asked): Promise<void> {
  const { state } = await house.ended(asked)
  if (state !== 'PUBLISHED') throw new Error(`A turn of the benchmark is ${state}`)
}

/** One turn after a warm-up. */
async function traced(house: House): Promise<Bench> {
  await wholeTurn(house)
  house.model.script = fiveSteps
  const asked = await house.ask('/ollio generate a greeting card')
  const startedAt = Date.now()
  await published(house, asked)
  const turn = await house.turnOf(asked)
  return {
    title: 'One turn, phase by phase',
    rows: [],
    facts: await traceOf(house, { workflowId: turn?.workflowId ?? '', comment: asked.comment, startedAt }),
    notes: ['Each line: when it was scheduled after the comment, how long it waited for the worker, and how long it took.'],
  }
}
