import { z } from 'zod'
import { nearestName } from '../shared/nearest-name.ts'
import { renderedText } from '../shared/rendered-text.ts'

/** The longest prompt that is accepted, in UTF-16 code units; a longer one travels cut and is answered with a refusal. */
export const PROMPT_LIMIT = 4_000

/** The commands and what `/ollio help` and the documentation say of them. */
export const COMMANDS = {
  generate: { usage: '/ollio generate <what to build>', meaning: 'builds components and opens a pull request' },
  refine: {
    usage: '/ollio refine <what to change>',
    meaning: 'changes what an Ollio pull request has; on it, `/ollio <what to change>` does too',
  },
  steer: { usage: '/ollio steer <what to mind>', meaning: 'says something to the turn that runs, which hears it after its current action' },
  cancel: { usage: '/ollio cancel', meaning: 'ends the turn that runs; `/ollio cancel all` ends those that wait, too' },
  retry: { usage: '/ollio retry', meaning: 'repeats the last turn, where it failed or was cancelled' },
  fix: { usage: '/ollio fix', meaning: 'mends what the repository’s own checks found in the last commit' },
  undo: { usage: '/ollio undo', meaning: 'takes the last version back by a new commit' },
  restore: { usage: '/ollio restore <version>', meaning: 'makes a new commit with the state of an earlier version' },
  rebase: { usage: '/ollio rebase', meaning: 'brings the base branch in by a merge commit' },
  versions: { usage: '/ollio versions', meaning: 'lists what was published, with links' },
  status: { usage: '/ollio status', meaning: 'says what Ollio is doing here' },
  credits: { usage: '/ollio credits', meaning: 'says what is left of the repository’s credits' },
  unshare: {
    usage: '/ollio unshare',
    meaning: 'withdraws the links so far: what they show is for signed-in readers of the repository only',
  },
  delete: { usage: '/ollio delete', meaning: 'deletes what Ollio keeps of this conversation; for administrators' },
  help: { usage: '/ollio help', meaning: 'shows these commands' },
} as const

const NAMES = Object.keys(COMMANDS) as (keyof typeof COMMANDS)[]

const promptSchema = z.object({
  /** What to build or change, without invisible characters; empty where nothing was written. */
  prompt: z.string().max(PROMPT_LIMIT),
  /** True where the text was longer than the limit and is cut. */
  cut: z.boolean(),
})

/** A command that may name the package of a monorepo that it is about. */
const packagedSchema = promptSchema.extend({
  /** The folder after `--package`, as it was written; admission says what it is. */
  package: z.string().max(200).optional(),
})

/** What somebody wrote, once it is certain that it is meant for Ollio. */
export const parsedCommandSchema = z.discriminatedUnion('name', [
  packagedSchema.extend({ name: z.literal('generate') }),
  packagedSchema.extend({ name: z.literal('refine') }),
  /** `/ollio` and then something that is no command's name: a wish on a pull request of ours, a mistake elsewhere. */
  promptSchema.extend({ name: z.literal('bare') }),
  /** For the turn that runs. */
  promptSchema.extend({ name: z.literal('steer') }),
  z.object({ name: z.literal('retry') }),
  z.object({ name: z.literal('fix') }),
  z.object({ name: z.literal('undo') }),
  /** `null` where no version was named. */
  z.object({ name: z.literal('restore'), version: z.number().int().positive().nullable() }),
  z.object({ name: z.literal('rebase') }),
  z.object({ name: z.literal('unshare') }),
  z.object({ name: z.literal('delete') }),
  /** `all`: those that wait, too. */
  z.object({ name: z.literal('cancel'), all: z.boolean() }),
  z.object({ name: z.literal('versions') }),
  z.object({ name: z.literal('status') }),
  z.object({ name: z.literal('credits') }),
  z.object({ name: z.literal('help') }),
  /** One word that is nearly a command's name. */
  z.object({ name: z.literal('misspelt'), word: z.string().max(40), suggestion: z.string() }),
])

export type ParsedCommand = z.infer<typeof parsedCommandSchema>

/**
 * Reads the body of a comment, a review or an issue. `null`: it is not for Ollio.
 * Only a body whose first line begins with `/ollio`, in whatever case, counts; so quotes, code blocks and mentions in mid-sentence never do.
 */
export function parseCommand(body: string): ParsedCommand | null {
  const match = /^\/ollio(?![\p{L}\p{N}_/-]|\.\w)([^]*)$/iu.exec(body.replace(/^\uFEFF/, ''))
  if (match === null) return null
  const rest = renderedText(match[1] ?? '').trim()
  if (rest === '') return { name: 'bare', prompt: '', cut: false }
  const word = /^\S+/.exec(rest)?.[0] ?? ''
  const name = NAMES.find((candidate) => candidate === word.toLowerCase())
  if (name === undefined) {
    const suggestion = rest === word ? nearestName(word.toLowerCase(), NAMES) : null
    if (suggestion !== null) return { name: 'misspelt', word: word.slice(0, 40), suggestion }
    return { name: 'bare', ...toPrompt(rest) }
  }
  const behind = rest.slice(word.length)
  switch (name) {
    case 'generate':
    case 'refine':
      return { name, ...packaged(behind) }
    case 'steer':
      return { name, ...toPrompt(behind) }
    case 'cancel':
      return { name, all: /^\s*all\b/i.test(behind) }
    case 'restore':
      return { name, version: versionIn(behind) }
    default:
      return { name }
  }
}

/** `v2`, `V2` or `2`; `null` for anything else. */
function versionIn(text: string): number | null {
  const number = Number(/^\s*v?(\d{1,6})\s*$/i.exec(text)?.[1])
  return number > 0 ? number : null
}

/** `--package <folder>` or `--package=<folder>` right after the command's name; a phone makes one dash of two. */
function packaged(text: string): { package?: string; prompt: string; cut: boolean } {
  const option = /^\s*(?:--|[\u2013\u2014])package(?:=|\s+)(\S+)/iu.exec(text)
  if (option === null) return toPrompt(text)
  return { package: (option[1] ?? '').slice(0, 200).toWellFormed(), ...toPrompt(text.slice(option[0].length)) }
}

function toPrompt(text: string): { prompt: string; cut: boolean } {
  const prompt = text.trim()
  return prompt.length <= PROMPT_LIMIT ? { prompt, cut: false } : { prompt: prompt.slice(0, PROMPT_LIMIT).toWellFormed(), cut: true }
}
