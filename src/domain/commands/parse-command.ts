import { z } from 'zod'
import { nearestName } from '../shared/nearest-name.ts'
import { renderedText } from '../shared/rendered-text.ts'

/** Longest accepted prompt, in UTF-16 code units. A longer one is cut, and the command is refused. */
export const PROMPT_LIMIT = 4_000

type CommandHelp = {
  usage: string
  /** Where the command can be written. */
  where: string
  /** One or two sentences without the last full stop. */
  meaning: string
  /** More sentences for docs/commands.md. */
  details?: string
}

const ANYWHERE = 'issue or pull request'

/** The source of `/ollio help` and of the tables in README.md and docs/commands.md. */
export const COMMANDS = {
  generate: {
    usage: '/ollio generate <what to build>',
    where: 'issue',
    meaning: 'Builds components and opens a pull request',
    details: 'If the issue already has an open Ollio pull request, that one is changed.',
  },
  refine: {
    usage: '/ollio refine <what to change>',
    where: ANYWHERE,
    meaning: 'Changes an Ollio pull request with one more commit. On the pull request, `/ollio <what to change>` does the same',
  },
  steer: {
    usage: '/ollio steer <instruction>',
    where: ANYWHERE,
    meaning: 'Sends an instruction to the running turn',
    details: 'The agent reads it after its current tool call, and nothing is published before that.',
  },
  cancel: {
    usage: '/ollio cancel',
    where: ANYWHERE,
    meaning: 'Cancels the running turn. `/ollio cancel all` also cancels the waiting ones',
    details:
      'Only the author of a turn or a repository admin can cancel it. The sandbox is deleted, the credits are returned, and the branch stays as it was.',
  },
  retry: {
    usage: '/ollio retry',
    where: ANYWHERE,
    meaning: 'Repeats the last turn if it failed or was cancelled',
    details:
      'If the last version has checks that were not run, only these run again, at no cost. The “Re-run” button of the Ollio check does the same.',
  },
  fix: {
    usage: '/ollio fix',
    where: ANYWHERE,
    meaning: 'Fixes what your own checks reported on the latest commit',
    details: 'The agent reads their messages, the places in the code and the end of their logs.',
  },
  undo: {
    usage: '/ollio undo',
    where: ANYWHERE,
    meaning: 'Takes the last version back with a new commit',
    details: 'Another undo takes back the version before it.',
  },
  restore: {
    usage: '/ollio restore <version>',
    where: ANYWHERE,
    meaning: 'Restores an earlier version with a new commit',
  },
  update: {
    usage: '/ollio update',
    where: ANYWHERE,
    meaning: 'Merges the base branch into the pull request',
    details: 'The result is checked and gets a preview. `rebase`, the old name of the command, still works.',
  },
  versions: {
    usage: '/ollio versions',
    where: ANYWHERE,
    meaning: 'Lists the published versions with their previews and commits',
  },
  status: {
    usage: '/ollio status',
    where: ANYWHERE,
    meaning: 'Shows what is published, running and waiting',
  },
  credits: {
    usage: '/ollio credits',
    where: ANYWHERE,
    meaning: 'Shows how many credits the repository has left',
    details: 'It also shows the top-ups, the next refill, the cost of this project by person, and the last ten entries of the ledger.',
  },
  unshare: {
    usage: '/ollio unshare',
    where: ANYWHERE,
    meaning: 'Revokes all links so far. After that, only people with access to the repository can open the pages, by signing in',
    details: 'The live previews are gone. Versions that are published later get new links.',
  },
  delete: {
    usage: '/ollio delete',
    where: ANYWHERE,
    meaning: 'Deletes everything that Ollio stores for this project. Needs the maintain or admin role',
    details: 'The pages are gone at once, the files within hours.',
  },
  help: { usage: '/ollio help', where: ANYWHERE, meaning: 'Shows this list' },
} as const satisfies Record<string, CommandHelp>

const NAMES = Object.keys(COMMANDS) as (keyof typeof COMMANDS)[]
/** `rebase` was the name of `update`; parsed commands, running workflows and the database still use it. */
const WORDS = [...NAMES, 'rebase'] as const

const promptSchema = z.object({
  /** What to build or change, without invisible characters; empty if nothing was written. */
  prompt: z.string().max(PROMPT_LIMIT),
  /** Whether the text was longer than the limit and was cut. */
  cut: z.boolean(),
})

/** A command that can name a package of a monorepo. */
const packagedSchema = promptSchema.extend({
  /** The folder after `--package`, as it was written; admission resolves it. */
  package: z.string().max(200).optional(),
})

/** A comment that is a command for Ollio. */
export const parsedCommandSchema = z.discriminatedUnion('name', [
  packagedSchema.extend({ name: z.literal('generate') }),
  packagedSchema.extend({ name: z.literal('refine') }),
  /** `/ollio` without a command's name: a prompt on a pull request of ours, a mistake elsewhere. */
  promptSchema.extend({ name: z.literal('bare') }),
  /** An instruction for the running turn. */
  promptSchema.extend({ name: z.literal('steer') }),
  z.object({ name: z.literal('retry') }),
  z.object({ name: z.literal('fix') }),
  z.object({ name: z.literal('undo') }),
  /** `null` if no version was named. */
  z.object({ name: z.literal('restore'), version: z.number().int().positive().nullable() }),
  /** `/ollio update`. */
  z.object({ name: z.literal('rebase') }),
  z.object({ name: z.literal('unshare') }),
  z.object({ name: z.literal('delete') }),
  /** `all`: the waiting turns, too. */
  z.object({ name: z.literal('cancel'), all: z.boolean() }),
  z.object({ name: z.literal('versions') }),
  z.object({ name: z.literal('status') }),
  z.object({ name: z.literal('credits') }),
  z.object({ name: z.literal('help') }),
  /** One word that is similar to a command's name. */
  z.object({ name: z.literal('misspelt'), word: z.string().max(40), suggestion: z.string() }),
])

export type ParsedCommand = z.infer<typeof parsedCommandSchema>

/**
 * Parses the body of a comment, a review or an issue. `null`: it is not for Ollio.
 * Only a body that starts with `/ollio`, in any case, is a command. Quotes, code blocks and mentions within a sentence never are.
 */
export function parseCommand(body: string): ParsedCommand | null {
  const match = /^\/ollio(?![\p{L}\p{N}_/-]|\.\w)([^]*)$/iu.exec(body.replace(/^\uFEFF/, ''))
  if (match === null) return null
  const rest = renderedText(match[1] ?? '').trim()
  if (rest === '') return { name: 'bare', prompt: '', cut: false }
  const word = /^\S+/.exec(rest)?.[0] ?? ''
  const isAlone = rest === word
  const name = WORDS.find((candidate) => candidate === word.toLowerCase())
  if (name === undefined) {
    const near = isAlone ? nearestName(word.toLowerCase(), WORDS) : null
    if (near !== null) return { name: 'misspelt', word: word.slice(0, 40), suggestion: near === 'rebase' ? 'update' : near }
    return { name: 'bare', ...toPrompt(rest) }
  }
  const behind = rest.slice(word.length)
  switch (name) {
    // "Update the button's color" is a prompt.
    case 'update':
      return isAlone ? { name: 'rebase' } : { name: 'bare', ...toPrompt(rest) }
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

/** Reads `v2`, `V2` or `2`; `null` for anything else. */
function versionIn(text: string): number | null {
  const number = Number(/^\s*v?(\d{1,6})\s*$/i.exec(text)?.[1])
  return number > 0 ? number : null
}

/** Reads `--package <folder>` or `--package=<folder>` right after the command's name. Phones turn two hyphens into one dash. */
function packaged(text: string): { package?: string; prompt: string; cut: boolean } {
  const option = /^\s*(?:--|[\u2013\u2014])package(?:=|\s+)(\S+)/iu.exec(text)
  if (option === null) return toPrompt(text)
  return { package: (option[1] ?? '').slice(0, 200).toWellFormed(), ...toPrompt(text.slice(option[0].length)) }
}

function toPrompt(text: string): { prompt: string; cut: boolean } {
  const prompt = text.trim()
  return prompt.length <= PROMPT_LIMIT ? { prompt, cut: false } : { prompt: prompt.slice(0, PROMPT_LIMIT).toWellFormed(), cut: true }
}
