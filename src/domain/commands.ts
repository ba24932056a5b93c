import { z } from 'zod'
import { shownText } from './visible-text.ts'

/** The longest prompt that is accepted, in UTF-16 code units; a longer one travels cut and is answered with a refusal. */
export const PROMPT_LIMIT = 4_000

/** The commands and what `/ollio help` and the documentation say of them. */
export const COMMANDS = {
  generate: { usage: '/ollio generate <what to build>', meaning: 'builds components and opens a pull request' },
  refine: {
    usage: '/ollio refine <what to change>',
    meaning: 'changes what an Ollio pull request has; on it, `/ollio <what to change>` does too',
  },
  status: { usage: '/ollio status', meaning: 'says what Ollio is doing here' },
  credits: { usage: '/ollio credits', meaning: 'says what is left of the repository’s credits' },
  help: { usage: '/ollio help', meaning: 'shows these commands' },
} as const

type CommandName = keyof typeof COMMANDS
const NAMES = Object.keys(COMMANDS) as CommandName[]

const promptSchema = z.object({
  /** What to build or change, without invisible characters; empty where nothing was written. */
  prompt: z.string().max(PROMPT_LIMIT),
  /** True where the text was longer than the limit and is cut. */
  cut: z.boolean(),
})

/** What somebody wrote, once it is certain that it is meant for Ollio. */
export const commandSchema = z.discriminatedUnion('name', [
  promptSchema.extend({ name: z.literal('generate') }),
  promptSchema.extend({ name: z.literal('refine') }),
  /** `/ollio` and then something that is no command's name: a wish on a pull request of ours, a mistake elsewhere. */
  promptSchema.extend({ name: z.literal('bare') }),
  z.object({ name: z.literal('status') }),
  z.object({ name: z.literal('credits') }),
  z.object({ name: z.literal('help') }),
  /** One word that is nearly a command's name. */
  z.object({ name: z.literal('misspelt'), word: z.string().max(40), suggestion: z.string() }),
])

export type Command = z.infer<typeof commandSchema>

/**
 * Reads the body of a comment, a review or an issue. `null`: it is not for Ollio.
 * Only a body whose first line begins with `/ollio`, in whatever case, counts; so quotes, code blocks and mentions in mid-sentence never do.
 */
export function parseCommand(body: string): Command | null {
  const match = /^\/ollio(?![\p{L}\p{N}_/-]|\.\w)([^]*)$/iu.exec(body.replace(/^\uFEFF/, ''))
  if (match === null) return null
  const rest = shownText(match[1] ?? '').trim()
  if (rest === '') return { name: 'bare', prompt: '', cut: false }
  const word = /^\S+/.exec(rest)?.[0] ?? ''
  const name = NAMES.find((candidate) => candidate === word.toLowerCase())
  if (name === undefined) {
    const suggestion = rest === word ? nearestName(word.toLowerCase()) : null
    if (suggestion !== null) return { name: 'misspelt', word: word.slice(0, 40), suggestion }
    return { name: 'bare', ...toPrompt(rest) }
  }
  if (name === 'generate' || name === 'refine') return { name, ...toPrompt(rest.slice(word.length)) }
  return { name }
}

function toPrompt(text: string): { prompt: string; cut: boolean } {
  const prompt = text.trim()
  return prompt.length <= PROMPT_LIMIT ? { prompt, cut: false } : { prompt: prompt.slice(0, PROMPT_LIMIT).toWellFormed(), cut: true }
}

function nearestName(word: string): CommandName | null {
  const near = NAMES.map((name) => ({ name, distance: editDistance(word, name) })).toSorted((a, b) => a.distance - b.distance)[0]
  return near !== undefined && near.distance <= 2 && near.distance < word.length ? near.name : null
}

/** Levenshtein's distance; both words are short. */
function editDistance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 2) return 3
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (const [i, left] of [...a].entries()) {
    const next = [i + 1]
    for (const [j, right] of [...b].entries()) {
      next.push(Math.min((row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1, (row[j] ?? 0) + (left === right ? 0 : 1)))
    }
    row = next
  }
  return row[b.length] ?? 0
}
