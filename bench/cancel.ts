import { readdir, readFile } from 'node:fs/promises'
import { answer } from './stack/instant-model.ts'
import { startBenchStack, until } from './stack/bench-stack.ts'
import type { BenchStack } from './stack/bench-stack.ts'
import type { BenchOptions } from './measurement.ts'
import type { Bench } from './measurement.ts'

const ROUNDS = 100
const MARK = '86399'
const COMMAND = { tool: 'executeCommand', args: { command: `sleep ${MARK}`, timeoutSeconds: 300 } }

/**
 * Measures from the cancel comment until everything is aborted (the model call, or the command with its child processes), and until the
 * turn has ended.
 */
export async function benchCancel({ onProgress }: BenchOptions): Promise<Bench[]> {
  const stack = await startBenchStack(onProgress)
  try {
    const model = { aborted: [] as number[], ended: [] as number[] }
    const command = { aborted: [] as number[], ended: [] as number[] }
    for (let round = 0; round <= ROUNDS; round += 1) {
      const [first, second] = [await cancelledModel(stack), await cancelledCommand(stack)]
      if (round === 0) continue
      model.aborted.push(first.abortedMs)
      model.ended.push(first.endedMs)
      command.aborted.push(second.abortedMs)
      command.ended.push(second.endedMs)
      onProgress(`${round} of ${ROUNDS}`)
    }
    const target = 'under 2 s'
    return [
      {
        title: 'Cancel, from the comment',
        rows: [
          { what: 'model call aborted', samplesMs: model.aborted, target },
          { what: 'command and its child processes ended', samplesMs: command.aborted, target },
          { what: 'turn ended and credits returned (model call)', samplesMs: model.ended },
          { what: 'turn ended and credits returned (command)', samplesMs: command.ended },
        ],
        notes: ['The times include the webhook, the permission check with GitHub and the signal. The target counts from the signal.'],
      },
    ]
  } finally {
    await stack.close()
  }
}

type Times = { abortedMs: number; endedMs: number }

async function cancelledModel(stack: BenchStack): Promise<Times> {
  stack.model.calls.length = 0
  stack.model.script = () => null
  const posted = await stack.post('/ollio generate a greeting card')
  const call = await until(async () => stack.model.calls[0])
  const cancel = await stack.post('/ollio cancel', posted.issue)
  const abortedMs = await until(async () => call.abortedMs ?? undefined)
  await stack.untilEnded(posted)
  return { abortedMs: abortedMs - cancel.postedMs, endedMs: performance.now() - cancel.postedMs }
}

async function cancelledCommand(stack: BenchStack): Promise<Times> {
  stack.model.script = () => answer('I run the command.', COMMAND)
  const posted = await stack.post('/ollio generate a greeting card')
  await until(async () => ((await isSleeping()) ? true : undefined))
  const cancel = await stack.post('/ollio cancel', posted.issue)
  await until(async () => ((await isSleeping()) ? undefined : true))
  const abortedMs = performance.now() - cancel.postedMs
  await stack.untilEnded(posted)
  return { abortedMs, endedMs: performance.now() - cancel.postedMs }
}

/** True if the sandbox's command is among this machine's processes. */
async function isSleeping(): Promise<boolean> {
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const lines = await Promise.all(ids.map((id) => readFile(`/proc/${id}/cmdline`, 'latin1').catch(() => '')))
  return lines.some((line) => line === `sleep\0${MARK}\0`)
}
