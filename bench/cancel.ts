import { readdir, readFile } from 'node:fs/promises'
import { say } from './stack/instant-model.ts'
import { openHouse, until } from './stack/bench-stack.ts'
import type { House } from './stack/bench-stack.ts'
import type { BenchOptions } from './main.ts'
import type { Bench } from './measurement.ts'

const ROUNDS = 100
const MARK = '86399'
const COMMAND = { tool: 'executeCommand', args: { command: `sleep ${MARK}`, timeoutSeconds: 300 } }

/** From the comment that cancels to everything aborted: the call of the model, or the command and all that it started; and to the end of the turn. */
export async function benchCancel({ onProgress }: BenchOptions): Promise<Bench[]> {
  const house = await openHouse(onProgress)
  try {
    const model = { aborted: [] as number[], ended: [] as number[] }
    const command = { aborted: [] as number[], ended: [] as number[] }
    for (let round = 0; round <= ROUNDS; round += 1) {
      const [first, second] = [await cancelledModel(house), await cancelledCommand(house)]
      if (round === 0) continue
      model.aborted.push(first.abortedMs)
      model.ended.push(first.endedMs)
      command.aborted.push(second.abortedMs)
      command.ended.push(second.endedMs)
      onProgress(`${round} of ${ROUNDS}`)
    }
    const reach = 'under 2 s'
    return [
      {
        title: 'Cancel, from the comment on',
        rows: [
          { what: 'the call of the model is aborted', samplesMs: model.aborted, reach },
          { what: 'the command is gone, with all that it started', samplesMs: command.aborted, reach },
          { what: 'the turn has ended and the credits are back (model)', samplesMs: model.ended },
          { what: 'the turn has ended and the credits are back (command)', samplesMs: command.ended },
        ],
        notes: ['These times hold the webhook, the admission by GitHub and the signal; the reach is from the signal on.'],
      },
    ]
  } finally {
    await house.close()
  }
}

type Times = { abortedMs: number; endedMs: number }

async function cancelledModel(house: House): Promise<Times> {
  house.model.calls.length = 0
  house.model.script = () => null
  const asked = await house.ask('/ollio generate a greeting card')
  const call = await until(async () => house.model.calls[0])
  const cancel = await house.ask('/ollio cancel', asked.issue)
  const abortedMs = await until(async () => call.abortedMs ?? undefined)
  await house.ended(asked)
  return { abortedMs: abortedMs - cancel.askedMs, endedMs: performance.now() - cancel.askedMs }
}

async function cancelledCommand(house: House): Promise<Times> {
  house.model.script = () => say('I wait.', COMMAND)
  const asked = await house.ask('/ollio generate a greeting card')
  await until(async () => ((await isSleeping()) ? true : undefined))
  const cancel = await house.ask('/ollio cancel', asked.issue)
  await until(async () => ((await isSleeping()) ? undefined : true))
  const abortedMs = performance.now() - cancel.askedMs
  await house.ended(asked)
  return { abortedMs, endedMs: performance.now() - cancel.askedMs }
}

/** True where the sandbox's command is among this machine's processes. */
async function isSleeping(): Promise<boolean> {
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const lines = await Promise.all(ids.map((id) => readFile(`/proc/${id}/cmdline`, 'latin1').catch(() => '')))
  return lines.some((line) => line === `sleep\0${MARK}\0`)
}
