import { parseArgs } from 'node:util'

export type EvalOptions = {
  /** File of the prompts. */
  prompts: string
  /** Folder of what is written. */
  out: string
  /** Conversations at once. */
  concurrency: number
}

const MOST_AT_ONCE = 16
const USAGE = `npm run eval -- --prompts FILE --out FOLDER [--concurrency N]
  --prompts FILE     one prompt a line, or a list in JSON: texts, or { "prompt": "…", "refinements": ["…"] }
  --out FOLDER       gets results.md, results.json, index.html, its pictures and the logs
  --concurrency N    conversations at once, 1 to ${MOST_AT_ONCE}; 2 where nothing is said`

/** What somebody wrote after `npm run eval --`, or the file that it names, is off; the message says how it has to be. */
export class EvalUsageError extends Error {
  constructor(problem: string) {
    super(`${problem}\n\n${USAGE}`)
    this.name = 'EvalUsageError'
  }
}

/** Throws EvalUsageError. */
export function parseEvalOptions(args: string[]): EvalOptions {
  const { prompts, out, concurrency: atOnce } = parse(args)
  if (prompts === undefined || out === undefined) throw new EvalUsageError('Name the prompts and the folder for what comes of them.')
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
