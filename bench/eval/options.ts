import { parseArgs } from 'node:util'

export type EvalOptions = {
  /** The file with the prompts. */
  prompts: string
  /** The folder for the results. */
  out: string
  /** How many projects run at the same time. */
  concurrency: number
}

const MOST_AT_ONCE = 16
const USAGE = `npm run eval -- --prompts FILE --out FOLDER [--concurrency N]
  --prompts FILE     one prompt per line, or JSON: a list of texts or { "prompt": "…", "refinements": ["…"] }
  --out FOLDER       receives results.md, results.json, index.html, the pictures and the logs
  --concurrency N    projects at the same time, 1 to ${MOST_AT_ONCE} (default: 2)`

/** The arguments of `npm run eval`, or the file that they name, are not valid. The message says what is expected. */
export class EvalUsageError extends Error {
  constructor(problem: string) {
    super(`${problem}\n\n${USAGE}`)
    this.name = 'EvalUsageError'
  }
}

/** Throws EvalUsageError. */
export function parseEvalOptions(args: string[]): EvalOptions {
  const { prompts, out, concurrency: atOnce } = parse(args)
  if (prompts === undefined || out === undefined) throw new EvalUsageError('Name the file with the prompts and the folder for the results.')
  const concurrency = Number(atOnce ?? '2')
  if (!(Number.isInteger(concurrency) && concurrency >= 1 && concurrency <= MOST_AT_ONCE))
    throw new EvalUsageError(`--concurrency takes a number from 1 to ${MOST_AT_ONCE}.`)
  return { prompts, out, concurrency }
}

function parse(args: string[]) {
  const text = { type: 'string' } as const
  try {
    return parseArgs({ args, options: { prompts: text, out: text, concurrency: text } }).values
  } catch (error) {
    throw new EvalUsageError(error instanceof Error ? error.message : String(error))
  }
}
