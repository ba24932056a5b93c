import { startBenchStack } from './stack/bench-stack.ts'
import type { BenchStack } from './stack/bench-stack.ts'
import { fileSteps } from './stack/work-scripts.ts'
import type { BenchOptions } from './measurement.ts'
import type { Bench } from './measurement.ts'

const [FEW, MANY] = [2, 18]

/** Measures what one agent step adds to the workflow history: the difference between a long turn and a short one, per step. */
export async function benchHistory({ onProgress }: BenchOptions): Promise<Bench[]> {
  const stack = await startBenchStack(onProgress)
  try {
    const [few, many] = [await historyOf(stack, FEW), await historyOf(stack, MANY)]
    const each = (key: 'events' | 'bytes'): number => (many[key] - few[key]) / (MANY - FEW)
    return [
      {
        title: 'Event history',
        rows: [],
        facts: [
          { what: 'events per step', value: each('events').toFixed(1), target: 'under 25' },
          { what: 'bytes per step', value: `${(each('bytes') / 1_024).toFixed(2)} KB`, target: 'under 4 KB' },
          { what: `events of a turn of ${MANY} steps`, value: String(many.events) },
          { what: `bytes of a turn of ${MANY} steps`, value: `${(many.bytes / 1_024).toFixed(1)} KB` },
        ],
        notes: [],
      },
    ]
  } finally {
    await stack.close()
  }
}

async function historyOf({ model, post, untilEnded, temporal }: BenchStack, steps: number): Promise<{ events: number; bytes: number }> {
  model.script = fileSteps(steps)
  const { workflowId } = await untilEnded(await post('/ollio generate a greeting card'))
  const handle = temporal.workflow.getHandle(workflowId)
  const { raw } = await handle.describe()
  return { events: Number(raw.workflowExecutionInfo?.historyLength ?? 0), bytes: Number(raw.workflowExecutionInfo?.historySizeBytes ?? 0) }
}
