import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import type { SourceReader } from '#src/ports/source-reader.ts'

/** For one file, once the process is up; no file of a size that we read takes a hundredth of it. */
const READ_MS = 5_000

export type Asked = { method: keyof SourceReader; path: string; text: string }
type Waiting = { asked: Asked; answer: (value: never) => void }

/**
 * Reads source in a process beside ours: the parser is native code without a bound to its depth, and a file that brings it down, or
 * keeps it busy, must cost no more than that one answer.
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
    // What the process answers is made by our own code there, in the order in which it was asked.
    waiting.shift()?.answer(value as never)
    watch()
    if (waiting.length === 0) child?.channel?.unref()
  }
  const start = (): ChildProcess => {
    const started = fork(new URL('./reader-process.ts', import.meta.url), { env: {}, execArgv: [], stdio: 'ignore' })
    started.once('message', () => {
      // Its first message says that it is up.
      isUp = true
      watch()
      started.on('message', settle)
    })
    const ended = (): void => {
      if (child !== started) return
      child = null
      isUp = false
      // It was busy with the oldest; the others are asked again.
      if (waiting.length > 0) settle(null)
      for (const { asked } of waiting) send(asked)
    }
    // The channel ends behind the last answer, which the process's own end may overtake.
    started.once('disconnect', ended)
    started.once('error', ended)
    started.unref()
    return started
  }
  const send = (asked: Asked): void => {
    child ??= start()
    child.channel?.ref()
    // Where the process has just ended, its end is told too, and asks again.
    child.send(asked, () => undefined)
  }
  const ask = (method: keyof SourceReader) => (path: string, text: string) =>
    new Promise<never>((resolve) => {
      const asked = { method, path, text }
      waiting.push({ asked, answer: resolve })
      if (waiting.length === 1) watch()
      send(asked)
    })
  return {
    importsOf: ask('importsOf'),
    componentsOf: ask('componentsOf'),
    exportedObject: ask('exportedObject'),
    outlineOf: ask('outlineOf'),
  }
}
