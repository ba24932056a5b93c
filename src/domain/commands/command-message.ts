import { z } from 'zod'
import { parsedCommandSchema } from './parse-command.ts'
import type { ParsedCommand } from './parse-command.ts'
import type { TURN_COMMANDS } from './turn-commands.ts'
import { lineNoteSchema } from './line-notes.ts'

/** Where a command can be written; GitHub numbers each kind separately. `rerun` is the button of our check run; its id comes from the webhook delivery. */
export const COMMAND_KINDS = ['comment', 'review', 'review-comment', 'issue', 'rerun'] as const
export type CommandKind = (typeof COMMAND_KINDS)[number]

/** A repository in one installation; `repositoryId` survives renames. */
const repositoryRefSchema = z.object({
  installationId: z.number().int().positive(),
  repositoryId: z.number().int().positive(),
  owner: z.string().min(1),
  name: z.string().min(1),
})
export type RepositoryRef = z.infer<typeof repositoryRefSchema>

export const personSchema = z.object({ id: z.number().int().positive(), login: z.string().min(1) })
export type Person = z.infer<typeof personSchema>

/** One command, as the webhook sends it to the command workflow. */
export const commandSchema = z.object({
  kind: z.enum(COMMAND_KINDS),
  /** GitHub's id of the comment, review or issue. */
  id: z.number().int().positive(),
  repository: repositoryRefSchema,
  /** Number of the issue or pull request that it was written on. */
  number: z.number().int().positive(),
  onPullRequest: z.boolean(),
  author: personSchema,
  /** When it was written, from GitHub: ISO 8601. */
  writtenAt: z.string(),
  command: parsedCommandSchema,
  /** Only for a line comment: its place in the code and the review that it belongs to. */
  line: z.object({ note: lineNoteSchema, reviewId: z.number().int().positive().nullable() }).optional(),
})

export type Command = z.infer<typeof commandSchema>

/** A command that starts a turn. */
export type ParsedTurnCommand = Extract<ParsedCommand, { name: (typeof TURN_COMMANDS)[number] }>

/** A command that starts a turn, with the package folder and the base branch that admission found. */
export type TurnCommand = Command & { command: ParsedTurnCommand; packageFolder?: string; baseBranch?: string }

/** An instruction for the running turn. */
export type SteerCommand = Command & { command: Extract<ParsedCommand, { name: 'steer' }> }

/** A command that cancels turns. */
export type CancelCommand = Command & { command: { name: 'cancel'; all: boolean } }
