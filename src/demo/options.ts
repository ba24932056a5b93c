import { parseArgs } from 'node:util'

export type DemoOptions = {
  /** Ends after both turns. */
  once: boolean
  /** First of three ports; `null`: whichever are free. */
  port: number | null
  /** What the first command asks for; `null`: what the recorded model knows. */
  prompt: string | null
}

export const USAGE = `npm run demo -- [--once] [--port N] [--prompt "…"]
  --once         end after both turns; exit code 0 only if both were published
  --port N       the local GitHub on port N, Ollio's pages on N + 1, the previews on N + 2
  --prompt "…"   another wish for the first command`

/** Throws an Error whose message is one sentence where the words are off. */
export function parseOptions(args: string[]): DemoOptions {
  const { values } = parseArgs({
    args,
    options: { once: { type: 'boolean', default: false }, port: { type: 'string' }, prompt: { type: 'string' } },
  })
  const port = values.port === undefined ? null : Number(values.port)
  if (port !== null && !(Number.isInteger(port) && port >= 1 && port <= 65_533)) throw new Error('--port takes a number from 1 to 65533.')
  if (values.prompt?.trim() === '') throw new Error('--prompt takes what is to be built.')
  return { once: values.once, port, prompt: values.prompt ?? null }
}
