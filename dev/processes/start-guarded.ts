import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync, writeSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'

export type GuardedOptions = {
  command: string
  args: readonly string[]
  /** The server's whole environment; it inherits nothing. */
  env: Record<string, string>
  /** Receives stdout and stderr, appended. */
  logFile: string
  stopSignal: NodeJS.Signals
  /** How long the server may take to stop before it is killed. */
  graceMs: number
  cwd?: string
  uid?: number
  gid?: number
}

export type Guarded = {
  /** The process id of the guardian, whose only child is the server. */
  pid: number
  exited: Promise<void>
  readonly running: boolean
  /** Resolves when the server has ended. Idempotent. */
  stop(): Promise<void>
}

/** Starts a server that stops when this process ends, even by a crash, and that ignores Ctrl-C in the terminal. */
export function startGuarded(options: GuardedOptions): Guarded {
  const { env, logFile, ...order } = options
  const log = openSync(logFile, 'a')
  writeSync(log, `--- ${options.command}\n`)
  // Detached, because Ctrl-C goes to the terminal's whole process group and the servers must outlive the processes that use them.
  const guardian = spawn(process.execPath, [fileURLToPath(new URL('guardian.ts', import.meta.url)), JSON.stringify(order)], {
    env,
    stdio: ['pipe', log, log],
    detached: true,
  })
  closeSync(log)
  guardian.stdin?.on('error', () => undefined) // the guardian ended first; `exited` reports it
  let running = true
  const exited = once(guardian, 'exit').then(
    () => void (running = false),
    () => void (running = false),
  )
  guardian.unref()
  return {
    pid: guardian.pid ?? 0,
    exited,
    get running() {
      return running
    },
    async stop() {
      guardian.ref()
      guardian.stdin?.end()
      await exited
    },
  }
}

/** The end of a server's log, for error messages. */
export async function logTail(logFile: string, maxBytes = 2_000): Promise<string> {
  const file = await open(logFile)
  try {
    const { size } = await file.stat()
    const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(maxBytes), position: Math.max(0, size - maxBytes) })
    return buffer.toString('utf8', 0, bytesRead).trim()
  } finally {
    await file.close()
  }
}
