import { z } from 'zod'
import { commandSchema } from './parse-command.ts'
import type { Command } from './parse-command.ts'
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
export const commandMessageSchema = z.object({
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
  command: commandSchema,
  /** Of a line comment: where it stands, and the review that it came with. */
  line: z.object({ note: lineNoteSchema, reviewId: z.number().int().positive().nullable() }).optional(),
})

export type CommandMessage = z.infer<typeof commandMessageSchema>

/** A command that begins a turn. */
export type TurnCommand = Extract<Command, { name: (typeof TURN_COMMANDS)[number] }>

/** A command that begins a turn, with what admission found: where it works, and the branch that a new pull request goes to. */
export type TurnRequest = CommandMessage & { command: TurnCommand; packageFolder?: string; baseBranch?: string }

/** Words for the turn that runs. */
export type SteerRequest = CommandMessage & { command: Extract<Command, { name: 'steer' }> }

/** A command that ends turns. */
export type CancelRequest = CommandMessage & { command: { name: 'cancel'; all: boolean } }
