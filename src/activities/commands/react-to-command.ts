import type { Command, RepositoryRef } from '#src/domain/commands/command-message.ts'
import type { Reaction, ReactionTarget } from '#src/ports/code-host.ts'
import type { ActivityPorts } from '../shared/activity-ports.ts'

/** What to react to; `null` if nothing was written. */
function reactionTarget(message: Pick<Command, 'kind' | 'id' | 'number'>): ReactionTarget | null {
  switch (message.kind) {
    case 'issue':
      return { kind: 'issue', number: message.number }
    case 'review':
      return { kind: 'review', pullRequest: message.number, id: message.id }
    case 'rerun':
      return null
    case 'comment':
    case 'review-comment':
      return { kind: message.kind, id: message.id }
  }
}

/** Reacts to a command, unless nothing was written. */
export async function reactToCommand(
  { codeHost }: Pick<ActivityPorts, 'codeHost'>,
  repository: RepositoryRef,
  message: Pick<Command, 'kind' | 'id' | 'number'>,
  reaction: Reaction,
): Promise<void> {
  const target = reactionTarget(message)
  if (target !== null) await codeHost.react(repository, target, reaction)
}
