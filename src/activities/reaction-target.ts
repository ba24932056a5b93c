import type { CommandMessage } from '#src/domain/command-message.ts'
import type { ReactionTarget } from '#src/ports/code-host.ts'

/** Where the reaction to a command goes. */
export function reactionTarget(message: Pick<CommandMessage, 'kind' | 'id' | 'number'>): ReactionTarget {
  switch (message.kind) {
    case 'issue':
      return { kind: 'issue', number: message.number }
    case 'review':
      return { kind: 'review', pullRequest: message.number, id: message.id }
    case 'comment':
    case 'review-comment':
      return { kind: message.kind, id: message.id }
  }
}
