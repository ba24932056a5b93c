import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import type { SourceReader } from '#src/ports/source-reader.ts'

/** Time limit for one file in milliseconds, once the process is ready. No file of a size that we read needs a hundredth of it. */
const READ_MS = 5_000

export type SourceRequest = { method: keyof SourceReader; path: string; text: string }
type Waiting = { request: SourceRequest; answer: (value: never) => void }

/**
 * Reads source code in a separate process. The parser is native code without a depth limit, so a file can crash it or keep it busy. Such a
 * file must cost only its own result, which is then null.
 */
export function createSourceReader({ readMs = READ_MS } = {}): SourceReader {
  const waiting: Waiting[] = []
  let child: ChildProcess | null = null
  let isUp = false
  let clock: NodeJS.Timeout | undefined

  const watch = (): void => {
    clearTimeout(clock)
    if (isUp && waiting.length > 0) clock = setTimeout(() => child?.kill('SIGKILL'), readMs)
  }
  const settle = (value: unknown): void => {
    // The process runs our own code and answers in the order of the requests.
    waiting.shift()?.answer(value as never)
    watch()
    if (waiting.length === 0) child?.channel?.unref()
  }
  const start = (): ChildProcess => {
    const started = fork(new URL('./reader-process.ts', import.meta.url), { env: {}, execArgv: [], stdio: 'ignore' })
    started.once('message', () => {
      // The first message says that the process is ready.
      isUp = true
      watch()
      started.on('message', settle)
    })
    const ended = (): void => {
      if (child !== started) return
      child = null
      isUp = false
      // The process was busy with the oldest request, which gets null. The others are sent again.
      if (waiting.length > 0) settle(null)
      for (const { request } of waiting) send(request)
    }
    // Wait for 'disconnect', not 'exit': the exit can be reported before the last answer arrives.
    started.once('disconnect', ended)
    started.once('error', ended)
    started.unref()
    return started
  }
  const send = (request: SourceRequest): void => {
    child ??= start()
    child.channel?.ref()
    // If the process has just exited, `ended` sends this request again.
    child.send(request, () => undefined)
  }
  const requestFor = (method: keyof SourceReader) => (path: string, text: string) =>
    new Promise<never>((resolve) => {
      const request = { method, path, text }
      waiting.push({ request, answer: resolve })
      if (waiting.length === 1) watch()
      send(request)
    })
  return {
    importsOf: requestFor('importsOf'),
    componentsOf: requestFor('componentsOf'),
    exportedObject: requestFor('exportedObject'),
    outlineOf: requestFor('outlineOf'),
  }
}
