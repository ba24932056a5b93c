import { assertNever } from '../shared/assert-never.ts'
import type { ParsedTurnCommand } from '../commands/command-message.ts'

/** The prompt of a turn: the user's own text, or ours for commands without one. */
export function turnPrompt(command: ParsedTurnCommand): string {
  switch (command.name) {
    case 'generate':
    case 'refine':
    case 'bare':
      return command.prompt
    case 'retry':
      return 'Repeat the last turn'
    case 'fix':
      return 'Fix the repository’s failing checks'
    case 'undo':
      return 'Undo the last version'
    case 'restore':
      return command.version === null ? 'Restore an earlier version' : `Restore v${command.version}`
    case 'rebase':
      return 'Update from the base branch'
    default:
      return assertNever(command)
  }
}
