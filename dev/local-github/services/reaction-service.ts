import { notFound } from '../api-error.ts'
import type { Hub } from '../hub.ts'
import { now } from '../current-time.ts'
import type { ReactionSubject } from '../payloads/reactions-payload.ts'
import { reactionRow, type ReactionRow } from '../store/row-types.ts'
import type { Author } from './git-author.ts'

export type ReactionTarget = { subject: ReactionSubject; id: number }

export function listReactions(hub: Hub, { subject, id }: ReactionTarget): ReactionRow[] {
  return hub.store.all(reactionRow, 'SELECT * FROM reactions WHERE subject = ? AND subject_id = ? ORDER BY id', subject, id)
}

/** Returns an existing reaction with `created: false`. */
export function react(
  hub: Hub,
  author: Author,
  target: ReactionTarget,
  content: ReactionRow['content'],
): { reaction: ReactionRow; created: boolean } {
  const find = () => listReactions(hub, target).find((reaction) => reaction.user_id === author.user.id && reaction.content === content)
  const known = find()
  if (known !== undefined) return { reaction: known, created: false }
  hub.store.insert('reactions', { subject: target.subject, subject_id: target.id, user_id: author.user.id, content, created_at: now() })
  const reaction = find()
  if (reaction === undefined) throw new Error('The new reaction was not found')
  return { reaction, created: true }
}

export function removeReaction(hub: Hub, target: ReactionTarget, reactionId: number): void {
  if (!listReactions(hub, target).some(({ id }) => id === reactionId)) throw notFound()
  hub.store.run('DELETE FROM reactions WHERE id = ?', reactionId)
}
