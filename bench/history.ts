import { openHouse } from './stack/bench-stack.ts'
import type { House } from './stack/bench-stack.ts'
import { fileSteps } from './stack/work-scripts.ts'
import type { BenchOptions } from './main.ts'
import type { Bench } from './measurement.ts'

const [FEW, MANY] = [2, 18]

/** What a step of the agent leaves in the history of its workflow: by what a long turn has more than a short one. */
export async function benchHistory({ onProgress }: BenchOptions): Promise<Bench[]> {
  const house = await openHouse(onProgress)
  try {
    const [few, many] = [await historyOf(house, FEW), await historyOf(house, MANY)]
    const each = (key: 'events' | 'bytes'): number => (many[key] - few[key]) / (MANY - FEW)
    return [
      {
        title: 'Event history',
        rows: [],
        facts: [
          { what: 'events of a step', value: each('events').toFixed(1), reach: 'under 25' },
          { what: 'bytes of a step', value: `${(each('bytes') / 1_024).toFixed(2)} KB`, reach: 'under 4 KB' },
          { what: `events of a turn of ${MANY} steps`, value: String(many.events) },
          { what: `bytes of a turn of ${MANY} steps`, value: `${(many.bytes / 1_024).toFixed(1)} KB` },
        ],
        notes: [],
      },
    ]
  } finally {
    await house.close()
  }
}

async function historyOf({ model, ask, ended, temporal }: House, steps: number): Promise<{ events: number; bytes: number }> {
  model.script = fileSteps(steps)
  const { workflowId } = await ended(await ask('/ollio generate a greeting card'))
  const handle = temporal.workflow.getHandle(workflowId)
  const { raw } = await handle.describe()
  return { events: Number(raw.workflowExecutionInfo?.historyLength ?? 0), bytes: Number(raw.workflowExecutionInfo?.historySizeBytes ?? 0) }
}
