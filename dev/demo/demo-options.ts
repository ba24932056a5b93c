import { parseArgs } from 'node:util'

export type DemoOptions = {
  /** Ends after both turns. */
  once: boolean
  /** Goes on with the repositories, projects and credits of the last start. */
  keep: boolean
  /** First of three ports; `null`: whichever are free. */
  port: number | null
  /** What the first command asks for; `null`: what the recorded model knows. */
  prompt: string | null
}

const USAGE = `npm run demo -- [--once] [--keep] [--port N] [--prompt "…"]
  --once         end after both turns; exit code 0 only if both were published
  --keep         go on with the repositories, projects and credits of the last start
  --port N       the local GitHub on port N, Ollio's pages on N + 1, the previews on N + 2
  --prompt "…"   another wish for the first command`

/** What somebody wrote after `npm run demo --` is off; the message says how it has to be. */
export class UsageError extends Error {
  constructor(problem: string) {
    super(`${problem}\n\n${USAGE}`)
    this.name = 'UsageError'
  }
}

/** Throws UsageError. */
export function parseDemoOptions(args: string[]): DemoOptions {
  const { port: portText, prompt, once, keep } = parse(args)
  const port = portText === undefined ? null : Number(portText)
  if (port !== null && !(Number.isInteger(port) && port >= 1 && port <= 65_533))
    throw new UsageError('--port takes a number from 1 to 65533.')
  if (prompt?.trim() === '') throw new UsageError('--prompt takes what is to be built.')
  return { once, keep, port, prompt: prompt ?? null }
}

function parse(args: string[]) {
  const flag = { type: 'boolean', default: false } as const
  try {
    return parseArgs({ args, options: { once: flag, keep: flag, port: { type: 'string' }, prompt: { type: 'string' } } }).values
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error))
  }
}
