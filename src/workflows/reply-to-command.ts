import type { Reply } from '#src/domain/messages/reply.ts'
import type { Command } from '#src/domain/commands/command-message.ts'
import { comments } from './activity-proxies.ts'

/**
 * Answers a command whose turn does not come about. Never fails, since an answer that can't be written (the activity logs why)
 * must not end the project; thrown out of a signal's handler it would, in the middle of another turn.
 `inPlace`: in the
 * comment that told the turn's place.
 */
export async function replyToCommand(message: Command, answer: Reply, inPlace = false): Promise<void> {
  await comments.answer({ message, answer, ...(inPlace ? { inPlace } : {}) }).catch(() => undefined)
}
