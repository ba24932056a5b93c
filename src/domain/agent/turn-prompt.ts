import { assertNever } from '../shared/assert-never.ts'
import type { ParsedTurnCommand } from '../commands/command-message.ts'

/** What a turn is asked for, in words: the person's own, or ours where the command is all that they wrote. */
export function turnPrompt(command: ParsedTurnCommand): string {
  switch (command.name) {
    case 'generate':
    case 'refine':
    case 'bare':
      return command.prompt
    case 'retry':
      return 'Repeat the last turn'
    case 'fix':
      return 'Mend what the repository’s own checks found'
    case 'undo':
      return 'Take the last version back'
    case 'restore':
      return command.version === null ? 'Restore an earlier version' : `Restore v${command.version}`
    case 'rebase':
      return 'Bring the base branch in'
    default:
      return assertNever(command)
  }
}
