import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

/** A child that exits this often within a minute is not restarted. */
const MAX_EXITS_PER_MINUTE = 20
const PAUSE_MS = 300
const STOP_MS = 15_000
/** Same as for `npm start`: otherwise V8's young generation and the C library's heaps grow with the machine's processors and memory. */
const NODE_FLAGS = ['--max-semi-space-size=4']
const LITTLE_MEMORY = { MALLOC_ARENA_MAX: '2' }

export type SupervisedChild = {
  pid(): number
  /** False once it was given up, because it exits again and again. */
  isWanted(): boolean
  stop(): Promise<void>
}

/** Runs an entry point as a separate process and restarts it when it exits. Its output goes to `logFile`. */
export function superviseChild(options: {
  script: string
  env: Record<string, string>
  logFile: string
  /** Called after each start with the new process id. */
  onStart: (pid: number) => void
  onGivenUp: (reason: string) => void
}): SupervisedChild {
  const exits: number[] = []
  let stopping = false
  let isGivenUp = false
  let child = start()

  function start(): ChildProcess {
    const log = openSync(options.logFile, 'a')
    // setpriv replaces itself with the entry point, which gets SIGTERM when this process ends for any reason.
    const command = ['setpriv', '--pdeathsig', 'TERM', '--', process.execPath, ...NODE_FLAGS, options.script]
    const started = spawn(command[0] ?? '', command.slice(1), { env: { ...LITTLE_MEMORY, ...options.env }, stdio: ['ignore', log, log] })
    closeSync(log)
    started.once('exit', (code, signal) => {
      if (stopping) return
      void restart(`${options.script} ended with ${signal ?? `exit code ${code}`}`)
    })
    if (started.pid !== undefined) options.onStart(started.pid)
    return started
  }

  async function restart(reason: string): Promise<void> {
    const now = Date.now()
    exits.push(now)
    if (exits.filter((at) => now - at < 60_000).length >= MAX_EXITS_PER_MINUTE) {
      isGivenUp = true
      options.onGivenUp(`${reason} for the ${MAX_EXITS_PER_MINUTE}th time within a minute. It is not restarted. See ${options.logFile}`)
      return
    }
    await sleep(PAUSE_MS)
    if (!stopping) child = start()
  }

  return {
    pid: () => child.pid ?? 0,
    isWanted: () => !isGivenUp,
    async stop() {
      stopping = true
      if (child.exitCode !== null || child.signalCode !== null) return
      const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
      child.kill('SIGTERM')
      const killer = setTimeout(() => child.kill('SIGKILL'), STOP_MS)
      await gone
      clearTimeout(killer)
    },
  }
}
