import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type CommandHandle, CommandExitError, type Sandbox } from '@e2b/code-interpreter'
import { Failure } from '#src/domain/shared/failures.ts'

export type InsideCall = {
  program: keyof typeof PROGRAMS
  /** Plain data that the program reads. */
  call: object
  /** A text that may be long, passed separately. */
  command?: string
  /** The program ends by itself before this time. */
  timeoutMs: number
  signal?: AbortSignal
  /** The program never prints more than this. */
  maxBytes: number
  onLine: (line: string) => void
}

const PROGRAMS = { 'run-command': textOf('command-program.ts'), workspace: textOf('workspace-program.ts') }
/**
 * The program's source is sent with each call. So nothing of ours in the sandbox can be changed, and no template can have an old version of
 * it.
 */
const START =
  'exec node --disable-warning=ExperimentalWarning --input-type=module-typescript -e "$OLLIO_PROGRAM" "$OLLIO_CALL" "$OLLIO_COMMAND"'

function textOf(name: string): string {
  return readFileSync(join(import.meta.dirname, 'inside', name), 'utf8')
}

/**
 * Runs one of our programs in a sandbox as root, which the agent's commands can't become, and passes on the lines that it prints. An abort
 * kills the program and everything that it started, before this fails with 'cancelled'.
 */
export async function callInside(sandbox: Sandbox, inside: InsideCall): Promise<void> {
  const { program, call, command = '', timeoutMs, signal, maxBytes, onLine } = inside
  if (signal?.aborted === true) throw new Failure('cancelled', 'Cancelled before the command started')
  const lines = new Lines(maxBytes, onLine)
  // Not aborted while it starts: after an interrupted start request, we could not know whether the program runs.
  const handle = await sandbox.commands.run(START, {
    ...{ background: true, stdin: false, user: 'root', cwd: '/', timeoutMs },
    envs: { OLLIO_PROGRAM: PROGRAMS[program], OLLIO_CALL: JSON.stringify(call), OLLIO_COMMAND: command },
    onStdout: (text: string) => lines.add(text),
  })
  await ended(handle, signal)
  if (lines.isTooMuch) throw new Failure('sandbox-unavailable', `A program in the sandbox printed more than ${maxBytes} bytes`)
}

async function ended(handle: CommandHandle, signal: AbortSignal | undefined): Promise<void> {
  const { promise: aborted, reject } = Promise.withResolvers<never>()
  const abort = (): void => {
    const cancelled = new Failure('cancelled', 'Cancelled while the command ran')
    handle.kill().then(() => reject(cancelled), reject)
  }
  if (signal?.aborted === true) abort()
  signal?.addEventListener('abort', abort, { once: true })
  try {
    await Promise.race([handle.wait(), aborted])
  } catch (error) {
    if (signal?.aborted === true) return await aborted
    if (!(error instanceof CommandExitError)) throw await killed(handle, error)
    throw new Failure('sandbox-unavailable', `A program in the sandbox ended with ${error.exitCode}: ${error.stderr.slice(-500)}`)
  } finally {
    signal?.removeEventListener('abort', abort)
  }
}

/** A program whose output we can't read any more must not go on. If the kill fails too, the program's own timeout ends it. */
async function killed(handle: CommandHandle, error: unknown): Promise<unknown> {
  await handle.kill().catch(() => false)
  return error
}

/** Splits output into lines, and ignores everything beyond `maxBytes`. */
class Lines {
  readonly #maxBytes: number
  readonly #onLine: (line: string) => void
  #pieces: string[] = []
  #bytes = 0
  isTooMuch = false

  constructor(maxBytes: number, onLine: (line: string) => void) {
    this.#maxBytes = maxBytes
    this.#onLine = onLine
  }

  add(text: string): void {
    this.#bytes += text.length
    this.isTooMuch ||= this.#bytes > this.#maxBytes
    if (this.isTooMuch) return
    const [first = '', ...more] = text.split('\n')
    this.#pieces.push(first)
    for (const piece of more) {
      this.#onLine(this.#pieces.join(''))
      this.#pieces = [piece]
    }
  }
}
