import { z } from 'zod'
import { parsedCommandSchema } from './parse-command.ts'
import type { ParsedCommand } from './parse-command.ts'
import type { TURN_COMMANDS } from './command-guards.ts'
import { lineNoteSchema } from './line-notes.ts'

/** Where a command can be written, GitHub numbering each kind on its own; `rerun` is the button at our check run, known by its delivery. */
export const COMMAND_KINDS = ['comment', 'review', 'review-comment', 'issue', 'rerun'] as const
export type CommandKind = (typeof COMMAND_KINDS)[number]

/** A repository as one installation sees it; `repositoryId` survives renames. */
const repositoryRefSchema = z.object({
  installationId: z.number().int().positive(),
  repositoryId: z.number().int().positive(),
  owner: z.string().min(1),
  name: z.string().min(1),
})
export type RepositoryRef = z.infer<typeof repositoryRefSchema>

export const personSchema = z.object({ id: z.number().int().positive(), login: z.string().min(1) })
export type Person = z.infer<typeof personSchema>

/** One command, as it goes from the webhook to the command workflow. */
export const commandSchema = z.object({
  kind: z.enum(COMMAND_KINDS),
  /** GitHub's id of the comment, review or issue. */
  id: z.number().int().positive(),
  repository: repositoryRefSchema,
  /** Number of the issue or pull request under which it was written. */
  number: z.number().int().positive(),
  onPullRequest: z.boolean(),
  author: personSchema,
  /** When it was written, as GitHub says: ISO 8601. */
  writtenAt: z.string(),
  command: parsedCommandSchema,
  /** Of a line comment: where it stands, and the review that it came with. */
  line: z.object({ note: lineNoteSchema, reviewId: z.number().int().positive().nullable() }).optional(),
})

export type Command = z.infer<typeof commandSchema>

/** A command that begins a turn. */
export type ParsedTurnCommand = Extract<ParsedCommand, { name: (typeof TURN_COMMANDS)[number] }>

/** A command that begins a turn, with what admission found: where it works, and the branch that a new pull request goes to. */
export type TurnCommand = Command & { command: ParsedTurnCommand; packageFolder?: string; baseBranch?: string }

/** Words for the turn that runs. */
export type SteerCommand = Command & { command: Extract<ParsedCommand, { name: 'steer' }> }

/** A command that ends turns. */
export type CancelCommand = Command & { command: { name: 'cancel'; all: boolean } }
