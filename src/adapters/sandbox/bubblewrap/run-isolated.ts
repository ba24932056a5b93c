import { spawn, type ChildProcess } from 'node:child_process'
import { Failure } from '#src/domain/shared/failures.ts'
import { hostileText } from '#src/domain/shared/hostile-text.ts'
import { LiveOutput } from '#src/domain/agent/live-output.ts'
import type { CommandResult, StoppedBy } from '#src/ports/sandbox.ts'
import { OutputTail } from './output-tail.ts'
import { processorClock } from './processor-time.ts'

export type IsolatedRun = {
  /** A command line from `isolate` that reports its status on `STATUS_FD`. */
  argv: readonly string[]
  timeoutMs: number
  processorMs?: number | undefined
  /** The control groups that it enters. */
  groups: readonly string[]
  signal: AbortSignal
  onStart?: (pid: number) => void
  onOutput?: ((stream: 'stdout' | 'stderr', text: string) => void) | undefined
}

export const STATUS_FD = 3
const KEPT_BYTES = 64 * 1024
/** Reading output costs our own processor time even if it is not kept, so there is a limit. */
const FLOOD_BYTES = 512 * 1024 * 1024
const KILLED_BY_SIGNAL = 137
const CLOSE_MS = 1_000
const PROCESSOR_TIME_POLL_MS = 500

/**
 * Runs the command until it ends, reaches a limit or is aborted, and leaves no process behind: with bubblewrap's own process its PID namespace
 * dies, and with that everything in it, whatever session it is in. Fails with 'cancelled', or with 'sandbox-unavailable' if the isolation
 * could not be set up.
 */
export async function runIsolated(run: IsolatedRun): Promise<CommandResult> {
  const { argv, timeoutMs, processorMs, groups, signal, onStart, onOutput } = run
  if (signal.aborted) throw new Failure('cancelled', 'Cancelled before the command started')
  const startedAt = performance.now()
  const child = start(argv)
  const tails = { stdout: new OutputTail(KEPT_BYTES), stderr: new OutputTail(KEPT_BYTES), status: new OutputTail(1024) }
  const used = processorClock(groups, () => child.pid)
  let end: StoppedBy | 'abort' | null = null
  const kill = (reason: typeof end) => {
    end ??= reason
    killGroup(child)
  }
  const collect = (stream: NodeJS.ReadableStream | null | undefined, tail: OutputTail) =>
    stream?.on('data', (chunk: Buffer) => {
      tail.add(chunk)
      if (tail.totalBytes > FLOOD_BYTES) kill('output')
    })
  collect(child.stdout, tails.stdout)
  collect(child.stderr, tails.stderr)
  if (onOutput !== undefined) {
    for (const stream of ['stdout', 'stderr'] as const) {
      const live = new LiveOutput((text) => onOutput(stream, text))
      child[stream]?.on('data', (chunk: Buffer) => live.add(chunk))
    }
  }
  const status = child.stdio[STATUS_FD]
  if (status && 'on' in status) collect(status as NodeJS.ReadableStream, tails.status)

  const clock = setTimeout(() => kill('clock'), timeoutMs)
  let lastMs = used()
  const meter = setInterval(() => {
    lastMs = used() ?? lastMs
    if (processorMs !== undefined && lastMs !== null && lastMs > processorMs) kill('processor-time')
  }, PROCESSOR_TIME_POLL_MS)
  const abort = () => kill('abort')
  signal.addEventListener('abort', abort, { once: true })
  if (child.pid !== undefined) onStart?.(child.pid)
  const code = await ended(child, () => tails.stdout.totalBytes + tails.stderr.totalBytes + tails.status.totalBytes).finally(() => {
    clearTimeout(clock)
    clearInterval(meter)
    signal.removeEventListener('abort', abort)
  })

  if (end === 'abort') throw new Failure('cancelled', 'Cancelled while the command ran')
  const stderr = tails.stderr.text()
  if (end === null && code !== null && !tails.status.text().includes('"exit-code"')) {
    throw new Failure('sandbox-unavailable', `bubblewrap could not isolate a command: ${stderr.trim().slice(-500)}`)
  }
  return {
    exitCode: end !== null || code === KILLED_BY_SIGNAL ? null : code,
    stdout: hostileText(tails.stdout.text()),
    stderr: hostileText(end === 'output' ? `${stderr}\n[killed: more than ${FLOOD_BYTES / 1024 / 1024} MB of output]` : stderr),
    stoppedBy: end,
    durationMs: Math.round(performance.now() - startedAt),
    processorMs: used() ?? lastMs,
  }
}

/** Starts it as the leader of a session and a process group, without a terminal that processes inside could type into. */
function start(argv: readonly string[]): ChildProcess {
  try {
    return spawn(argv[0] ?? '', argv.slice(1), { env: {}, detached: true, stdio: ['ignore', 'pipe', 'pipe', 'pipe'] })
  } catch (cause) {
    throw new Failure('sandbox-unavailable', 'bubblewrap could not be started', { cause })
  }
}

/** Kills a command line from `isolate`, which is the leader of a process group. */
export function killGroup(child: Pick<ChildProcess, 'pid'>): void {
  if (child.pid === undefined) return
  try {
    process.kill(-child.pid, 'SIGKILL')
  } catch {
    // It has just ended by itself.
  }
}

/**
 * Resolves with the exit code (`null` for a signal) when all output has arrived. If something still holds the pipes after the exit, it waits
 * until they have been silent for a moment; `received()` counts the bytes that arrived.
 */
async function ended(child: ChildProcess, received: () => number): Promise<number | null> {
  const { promise, resolve, reject } = Promise.withResolvers<number | null>()
  let pause: NodeJS.Timeout | undefined
  const closeWhenSilent = (before: number): void => {
    pause = setTimeout(() => {
      // Output that came while this process had no processor is read before the next timer.
      setImmediate(() => {
        if (received() === before) child.stdio.forEach((stream) => stream?.destroy())
        else closeWhenSilent(received())
      })
    }, CLOSE_MS)
  }
  child.once('error', (error) => reject(new Failure('sandbox-unavailable', 'bubblewrap could not be started', { cause: error })))
  child.once('exit', () => closeWhenSilent(-1))
  child.once('close', (code) => resolve(code))
  return await promise.finally(() => clearTimeout(pause))
}
