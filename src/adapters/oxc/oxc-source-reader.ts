import type { AnyText } from '#src/domain/shared/hostile-text.ts'
import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { measured, notRun } from '#src/domain/checks/measured.ts'
import type { Measured } from '#src/domain/checks/measured.ts'
import type { SourceReader } from '#src/ports/source-reader.ts'
import { processTimeMs } from './process-time.ts'

/**
 * Limits for one file. No file of a size that we read needs a hundredth of the processor time. The real time only ends what waits for a
 * machine that is too busy.
 */
const LIMITS = { processorMs: 5_000, realMs: 60_000, pollMs: 250 }

export type SourceRequest = { method: keyof SourceReader; path: string; text: AnyText }
type Answer = Measured<unknown>
type Waiting = { request: SourceRequest; answer: (value: Answer) => void }

/**
 * Reads source code in a separate process. The parser is native code without a depth limit, so a file can crash it or keep it busy. Such a
 * file must cost only its own answer, which then says why there is none. The process gets one file at a time, so a crash repeats nothing.
 */
export function createSourceReader(given: Partial<typeof LIMITS> = {}): SourceReader {
  const limits = { ...LIMITS, ...given }
  const waiting: Waiting[] = []
  let child: ChildProcess | null = null
  let watch: NodeJS.Timeout | undefined

  const settle = (answer: Answer): void => {
    clearInterval(watch)
    waiting.shift()?.answer(answer)
    if (waiting.length > 0) send()
    else child?.channel?.unref()
  }
  /** Ends the process, whose last answer no longer counts. */
  const giveUp = (answer: Answer): void => {
    const ended = child
    child = null
    ended?.kill('SIGKILL')
    settle(answer)
  }
  const start = (): ChildProcess => {
    const started = fork(new URL('./reader-process.ts', import.meta.url), { env: {}, execArgv: [], stdio: 'ignore' })
    // The process runs our own code. It answers with what it read, or with null for a file that can't be parsed.
    started.on('message', (value) => {
      if (child === started) settle(value === null ? notRun('page', `${pathOfOldest()} can’t be parsed`) : measured(value))
    })
    const ended = (): void => {
      if (child !== started) return
      child = null
      if (waiting.length > 0) settle(notRun('page', `${pathOfOldest()} crashes the parser`))
    }
    // Wait for 'disconnect', not 'exit': the exit can be reported before the last answer arrives.
    started.once('disconnect', ended)
    started.once('error', ended)
    started.unref()
    return started
  }
  const pathOfOldest = (): string => waiting[0]?.request.path ?? ''
  const send = (): void => {
    const [oldest] = waiting
    if (oldest === undefined) return
    const reading = (child ??= start())
    reading.channel?.ref()
    // If the process has just exited, `ended` answers.
    reading.send(oldest.request, () => undefined)
    const startedMs = performance.now()
    const usedBefore = reading.pid === undefined ? null : processTimeMs(reading.pid)
    watch = setInterval(() => {
      const realMs = performance.now() - startedMs
      const usedMs = reading.pid === undefined || usedBefore === null ? null : processTimeMs(reading.pid)
      // Where the processor time can't be measured, the real time stands for it.
      const processorMs = usedMs === null || usedBefore === null ? realMs : usedMs - usedBefore
      if (processorMs > limits.processorMs) giveUp(notRun('page', `${pathOfOldest()} keeps the parser busy for too long`))
      else if (realMs > limits.realMs) giveUp(notRun('machine', 'this machine was too busy'))
    }, limits.pollMs).unref()
  }
  const ask = <Result>(method: keyof SourceReader, path: string, text: AnyText): Promise<Measured<Result>> =>
    new Promise((resolve) => {
      waiting.push({ request: { method, path, text }, answer: resolve as (value: Answer) => void })
      if (waiting.length === 1) send()
    })
  const orNull = async <Result>(answer: Promise<Measured<Result>>): Promise<Result | null> => (await answer).value ?? null
  return {
    importsOf: (path, text) => ask('importsOf', path, text),
    outlineOf: (path, text) => ask('outlineOf', path, text),
    componentsOf: (path, text) => orNull(ask('componentsOf', path, text)),
    exportedObject: (path, text) => orNull(ask('exportedObject', path, text)),
  }
}
