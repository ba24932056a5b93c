import type { Reply } from '#src/domain/messages/reply.ts'
import type { Command } from '#src/domain/commands/command-message.ts'
import { comments } from './activity-proxies.ts'

/**
 * Replies to a command that starts no turn. Never fails: a reply that can't be written is logged by its activity and must not end the
 * project, nor another turn by an error in a signal handler. `inPlace`: edit the comment that showed the queue position.
 */
export async function replyToCommand(message: Command, answer: Reply, inPlace = false): Promise<void> {
  await comments.answer({ message, answer, ...(inPlace ? { inPlace } : {}) }).catch(() => undefined)
}
