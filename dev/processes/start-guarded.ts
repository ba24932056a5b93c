import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync, writeSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'

export type GuardedOptions = {
  command: string
  args: readonly string[]
  /** The whole environment of the server: nothing is inherited. */
  env: Record<string, string>
  /** Both streams are appended to it. */
  logFile: string
  stopSignal: NodeJS.Signals
  /** How long the server may take to stop before it is killed. */
  graceMs: number
  cwd?: string
  uid?: number
  gid?: number
}

export type Guarded = {
  /** Of the guardian; the server is its only child. */
  pid: number
  exited: Promise<void>
  readonly running: boolean
  /** Resolves when the server has ended. Harmless the second time. */
  stop(): Promise<void>
}

/** Starts a server that ends with this process, however this process ends, and that a Ctrl-C in the terminal does not reach. */
export function startGuarded(options: GuardedOptions): Guarded {
  const { env, logFile, ...order } = options
  const log = openSync(logFile, 'a')
  writeSync(log, `--- ${options.command}\n`)
  // Detached: a Ctrl-C goes to the whole process group of the terminal, but the servers must outlive those who use them.
  const guardian = spawn(process.execPath, [fileURLToPath(new URL('guardian.ts', import.meta.url)), JSON.stringify(order)], {
    env,
    stdio: ['pipe', log, log],
    detached: true,
  })
  closeSync(log)
  guardian.stdin?.on('error', () => undefined) // the guardian went first; `exited` tells
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

/** The end of a server's log, for an error message. */
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
