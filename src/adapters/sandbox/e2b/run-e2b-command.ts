import type { Sandbox } from '@e2b/code-interpreter'
import { z } from 'zod'
import { Failure } from '#src/domain/shared/failures.ts'
import { hostileText } from '#src/domain/shared/hostile-text.ts'
import { LIVE_BYTES, LiveOutput } from '#src/domain/agent/live-output.ts'
import { refusedShellCommand } from '#src/domain/agent/refused-shell-command.ts'
import type { CommandOptions, CommandResult } from '#src/ports/sandbox.ts'
import { callInside } from './call-inside.ts'

const KEPT_BYTES = 64 * 1024
const FLOOD_BYTES = 512 * 1024 * 1024
const KILLED_BY_SIGNAL = 137
/** Extra time for the program inside to start and end, beyond the command's own timeout. */
const GRACE_MS = 30_000
/** Maximum number of pieces in which each stream is sent while the command runs. */
const LIVE_PIECES = 4_096
const PIECE_BYTES = 100
/** Maximum output of the program inside: both streams while the command runs, and their ends, in base64. */
const MESSAGE_BYTES = 2 * (2 * LIVE_BYTES + LIVE_PIECES * PIECE_BYTES + 2 * KEPT_BYTES)

/** Environment of a command. It contains nothing from our own process. */
const ENVIRONMENT = {
  PATH: '/usr/local/bin:/usr/bin:/bin',
  HOME: '/tmp',
  LANG: 'C.UTF-8',
  CI: 'true',
  NO_COLOR: '1',
  TERM: 'dumb',
}

const base64 = z.base64().transform((text) => Buffer.from(text, 'base64'))
const messageSchema = z.union([
  z.object({ stream: z.enum(['stdout', 'stderr']), bytes: base64 }),
  z.object({ problem: z.string() }),
  z.object({
    end: z.enum(['processor-time', 'clock', 'output']).nullable(),
    exitCode: z.number().int().nullable(),
    stdout: base64,
    stderr: base64,
    durationMs: z.number().nonnegative(),
    processorMs: z.number().nonnegative().nullable(),
  }),
])

export type RunOptions = CommandOptions & {
  /** Environment variables of every command. */
  baseEnv: Readonly<Record<string, string>>
  /** A folder in the sandbox, from `uploadPackages`. `null`: the template's packages. */
  modulesFolder: string | null
}

/** Runs a command as the sandbox's user. When this returns or fails, the command and everything that it started have ended. */
export async function runCommand(sandbox: Sandbox, options: RunOptions): Promise<CommandResult> {
  const { command, timeoutMs, processorMs = null, signal, env, onOutput, baseEnv, modulesFolder } = options
  const refused = refusedShellCommand(command)
  if (refused !== null) return refused
  const live = liveOutput(onOutput)
  let result: CommandResult | null = null
  await callInside(sandbox, {
    program: 'run-command',
    call: {
      ...{
        modules: modulesFolder,
        env: { ...ENVIRONMENT, ...baseEnv, ...env },
        timeoutMs,
        processorMs,
        liveBytes: live === null ? 0 : LIVE_BYTES,
      },
      ...{ livePieces: LIVE_PIECES, keptBytes: KEPT_BYTES, floodBytes: FLOOD_BYTES },
    },
    ...{ command, signal, timeoutMs: timeoutMs + GRACE_MS, maxBytes: MESSAGE_BYTES },
    onLine: (line) => {
      const message = parsed(line)
      if ('problem' in message) throw new Failure('sandbox-unavailable', `The sandbox could not isolate a command: ${message.problem}`)
      if ('stream' in message) live?.[message.stream].add(message.bytes)
      else result = resultOf(message)
    },
  })
  if (result === null) throw new Failure('sandbox-unavailable', 'A command in the sandbox ended without reporting a result')
  return result
}

function liveOutput(onOutput: CommandOptions['onOutput']) {
  if (onOutput === undefined) return null
  const of = (stream: 'stdout' | 'stderr') => new LiveOutput((text) => onOutput(stream, text))
  return { stdout: of('stdout'), stderr: of('stderr') }
}

function parsed(line: string): z.infer<typeof messageSchema> {
  try {
    return messageSchema.parse(JSON.parse(line))
  } catch (cause) {
    throw new Failure('sandbox-unavailable', 'The sandbox’s output for a command can’t be read', { cause })
  }
}

type End = Extract<z.infer<typeof messageSchema>, { end: unknown }>

function resultOf({ end, exitCode, stdout, stderr, durationMs, processorMs }: End): CommandResult {
  const decoder = new TextDecoder()
  const note = end === 'output' ? `\n[killed: more than ${FLOOD_BYTES / 1024 / 1024} MB of output]` : ''
  return {
    exitCode: end !== null || exitCode === KILLED_BY_SIGNAL ? null : exitCode,
    stdout: hostileText(decoder.decode(stdout)),
    stderr: hostileText(`${decoder.decode(stderr)}${note}`),
    stoppedBy: end,
    durationMs,
    processorMs,
  }
}
