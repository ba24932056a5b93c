import { parseArgs } from 'node:util'

export type DemoOptions = {
  /** Exit after both turns. */
  once: boolean
  /** Keep the repositories, projects and credits of the last run. */
  keep: boolean
  /** First of three ports. `null`: the default ports, or any free ones. */
  port: number | null
  /** Prompt of the first command. `null`: the prompt that the recorded model knows. */
  prompt: string | null
}

const USAGE = `Usage: npm run demo -- [--once] [--keep] [--port N] [--prompt "…"]
  --once         exit after both turns; the exit code is 0 only if both were published
  --keep         keep the repositories, projects and credits of the last run
  --port N       port of the local GitHub; Ollio's pages use N + 1, previews use N + 2
  --prompt "…"   prompt of the first command`

/** Invalid options after `npm run demo --`. The message contains the usage. */
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
    throw new UsageError('--port must be a number from 1 to 65533.')
  if (prompt?.trim() === '') throw new UsageError('--prompt must not be empty.')
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
