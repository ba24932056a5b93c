import { randomUUID } from 'node:crypto'
import { startChild } from './stack/child.ts'
import { startBenchStack } from './stack/bench-stack.ts'
import type { BenchStack } from './stack/bench-stack.ts'
import { fileSteps } from './stack/work-scripts.ts'
import type { BenchOptions } from './measurement.ts'
import { ratio } from './measurement.ts'
import type { Bench } from './measurement.ts'

const STEPS = 18
const SAMPLES = 200
const OURS = 'one step: read the answer, write a file, store the row, call again'
const BARE = 'one activity of a bare loop'

/** Measures what an agent step costs besides the model's own time, compared with a loop of empty activities. */
export async function benchStep({ onProgress }: BenchOptions): Promise<Bench[]> {
  const stack = await startBenchStack(onProgress)
  const queue = `bare-${randomUUID()}`
  const bare = await startChild('bare/bare-worker.ts', [stack.demo.temporalAddress, queue])
  try {
    const ours = await stepTimes(stack, onProgress)
    onProgress('a loop of bare activities')
    const bareMs = await bareTimes(stack, queue)
    const rows = [
      { what: OURS, samplesMs: ours, target: 'p50 under 40 ms' },
      { what: BARE, samplesMs: bareMs },
    ]
    return [{ title: 'Our share of one agent step', rows, notes: [`Ours is ${ratio(rows, OURS, BARE)}`] }]
  } finally {
    await bare.stop()
    await stack.close()
  }
}

/** From one answer of the model to its next call. The first turn is the warm-up. */
async function stepTimes({ model, post, untilEnded }: BenchStack, onProgress: BenchOptions['onProgress']): Promise<number[]> {
  model.script = fileSteps(STEPS)
  const samplesMs: number[] = []
  for (let turn = 0; samplesMs.length < SAMPLES; turn += 1) {
    model.calls.length = 0
    await untilEnded(await post('/ollio generate a greeting card'))
    const times = model.calls.slice(1).map(({ atMs }, index) => atMs - (model.calls[index]?.answeredMs ?? atMs))
    if (turn > 0) samplesMs.push(...times)
    onProgress(`${samplesMs.length} of ${SAMPLES} steps`)
  }
  return samplesMs
}

async function bareTimes({ temporal }: BenchStack, taskQueue: string): Promise<number[]> {
  const run = (count: number): Promise<number[]> =>
    temporal.workflow.execute('bareLoop', { args: [count], taskQueue, workflowId: randomUUID() })
  await run(STEPS)
  const times = await run(SAMPLES + 1)
  return times.slice(1).map((atMs, index) => atMs - (times[index] ?? atMs))
}
