import { randomUUID } from 'node:crypto'
import { checkAlone } from './sandbox-phases.ts'
import { startChild } from './stack/child.ts'
import { startBenchStack, until } from './stack/bench-stack.ts'
import type { PostedCommand, BenchStack } from './stack/bench-stack.ts'
import { traceOf } from './stack/trace.ts'
import { fileSteps, fiveSteps } from './stack/work-scripts.ts'
import type { BenchOptions } from './measurement.ts'
import { ratio } from './measurement.ts'
import type { Bench } from './measurement.ts'

const TURNS = 20
const FIRST_CALLS = 200
const FIRST = 'comment to first model call'
const BARE = 'a bare workflow with one activity'
const WHOLE = 'comment to pull request: five steps, all checks'
const CHECK = 'the check alone'

/** Measures from a comment to the agent's first model call and to the pull request. `trace` shows the phases of one turn instead. */
export async function benchTurn({ onProgress, trace }: BenchOptions): Promise<Bench[]> {
  const stack = await startBenchStack(onProgress)
  const queue = `bare-${randomUUID()}`
  const bare = await startChild('bare/bare-worker.ts', [stack.demo.temporalAddress, queue])
  try {
    if (trace) return [await traced(stack)]
    const firstMs = await firstCalls(stack, onProgress)
    const bareMs = await bareStarts(stack, queue)
    const wholeMs = await wholeTurns(stack, onProgress)
    onProgress('the check alone')
    const checkMs = await checkAlone(TURNS)
    const rows = [
      { what: FIRST, samplesMs: firstMs, target: 'p50 under 500 ms' },
      { what: BARE, samplesMs: bareMs },
      { what: WHOLE, samplesMs: wholeMs, target: 'under 12 s' },
      { what: CHECK, samplesMs: checkMs },
    ]
    const notes = [`The first call takes ${ratio(rows, FIRST, BARE)} A turn takes ${ratio(rows, WHOLE, CHECK)}`]
    return [{ title: 'A turn with a model that answers at once', rows, notes }]
  } finally {
    await bare.stop()
    await stack.close()
  }
}

async function firstCalls(stack: BenchStack, onProgress: BenchOptions['onProgress']): Promise<number[]> {
  stack.model.script = fileSteps(0)
  const samplesMs: number[] = []
  for (let turn = 0; turn <= FIRST_CALLS; turn += 1) {
    stack.model.calls.length = 0
    const posted = await stack.post('/ollio generate a greeting card')
    const call = await until(async () => stack.model.calls[0])
    if (turn > 0) samplesMs.push(call.atMs - posted.postedMs)
    await stack.untilEnded(posted)
    if (turn % 20 === 0) onProgress(`first calls: ${turn} of ${FIRST_CALLS}`)
  }
  return samplesMs
}

async function bareStarts({ temporal }: BenchStack, taskQueue: string): Promise<number[]> {
  const samplesMs: number[] = []
  for (let round = 0; round <= FIRST_CALLS; round += 1) {
    const startedMs = performance.now()
    await temporal.workflow.execute('bareLoop', { args: [1], taskQueue, workflowId: randomUUID() })
    if (round > 0) samplesMs.push(performance.now() - startedMs)
  }
  return samplesMs
}

async function wholeTurns(stack: BenchStack, onProgress: BenchOptions['onProgress']): Promise<number[]> {
  const samplesMs: number[] = []
  for (let turn = 0; turn <= TURNS; turn += 1) {
    const ms = await wholeTurn(stack)
    if (turn > 0) samplesMs.push(ms)
    onProgress(`turns: ${turn} of ${TURNS}`)
  }
  return samplesMs
}

async function wholeTurn(stack: BenchStack): Promise<number> {
  stack.model.script = fiveSteps
  const posted = await stack.post('/ollio generate a greeting card')
  await published(stack, posted)
  return performance.now() - posted.postedMs
}

async function published(stack: BenchStack, posted: PostedCommand): Promise<void> {
  const { state } = await stack.untilEnded(posted)
  if (state !== 'PUBLISHED') throw new Error(`A turn of the benchmark is ${state}`)
}

/** One turn after a warm-up. */
async function traced(stack: BenchStack): Promise<Bench> {
  await wholeTurn(stack)
  stack.model.script = fiveSteps
  const posted = await stack.post('/ollio generate a greeting card')
  const startedAt = Date.now()
  await published(stack, posted)
  const turn = await stack.turnOf(posted)
  return {
    title: 'One turn, phase by phase',
    rows: [],
    facts: await traceOf(stack, { workflowId: turn?.workflowId ?? '', comment: posted.comment, startedAt }),
    notes: ['Each line shows when the activity was scheduled after the comment, how long it waited for the worker, and how long it took.'],
  }
}
