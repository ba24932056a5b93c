import type { Hub } from '../hub.ts'
import { REACTIONS, reactionRow, type ReactionRow } from '../store/row-types.ts'
import { userById } from '../store/user-rows.ts'
import { nodeId } from './payload-links.ts'
import { userPayload } from './user-payload.ts'

/** What can have reactions. Each kind has ids of its own. */
export type ReactionSubject = 'issue' | 'comment' | 'review_comment'

export function reactionPayload(hub: Hub, reaction: ReactionRow) {
  return {
    id: reaction.id,
    node_id: nodeId('Reaction', reaction.id),
    user: userPayload(hub, userById(hub.store, reaction.user_id)),
    content: reaction.content,
    created_at: reaction.created_at,
  }
}

/** The reaction counts of an issue or a comment. */
export function reactionCounts(hub: Hub, subject: ReactionSubject, id: number, subjectUrl: string) {
  const found = hub.store.all(reactionRow, 'SELECT * FROM reactions WHERE subject = ? AND subject_id = ?', subject, id)
  const counts = REACTIONS.map((content) => [content, found.filter((reaction) => reaction.content === content).length])
  return { url: `${subjectUrl}/reactions`, total_count: found.length, ...Object.fromEntries(counts) }
}
