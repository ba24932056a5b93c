import { html } from 'hono/html'
import { reviewCommentRow, type ReviewCommentRow } from '../../store/row-types.ts'
import { diffLines } from '../pulls/diff-lines.ts'
import { codeRows, fileAnchor } from '../pulls/diff-view.ts'
import { NOTHING, type Html } from '../html.ts'
import type { Scene } from '../page-context.ts'
import { avatar, personLink, reactions, markdownText } from './comment-view.ts'
import { time } from '../time.ts'

/** A line comment and its replies. */
export type Thread = { first: ReviewCommentRow; replies: ReviewCommentRow[] }

const SHOWN_LINES = 4

export function threadsOf({ hub }: Scene, issueId: number): Thread[] {
  const all = hub.store.all(reviewCommentRow, 'SELECT * FROM review_comments WHERE issue_id = ? ORDER BY id', issueId)
  return all
    .filter((one) => one.in_reply_to_id === null)
    .map((first) => ({ first, replies: all.filter((one) => one.in_reply_to_id === first.id) }))
}

/** A thread as the conversation shows it, with the lines that it is about. */
export function quotedThread(scene: Scene, number: number, thread: Thread): Html {
  const { first } = thread
  const lines = diffLines(first.diff_hunk).slice(-SHOWN_LINES)
  return html`<figure class="box file" id="thread-${first.id}">
    <figcaption>
      <a href="/${scene.repository.fullName}/pull/${number}/files#${fileAnchor(first.path)}">${first.path}:${first.line}</a>
    </figcaption>
    <table class="code">
      <tbody>
        ${codeRows(lines)}
      </tbody>
    </table>
    ${threadBody(scene, thread)}
  </figure>`
}

export function threadBody(scene: Scene, { first, replies }: Thread): Html {
  const comments = [first, ...replies].map(
    (one) =>
      html`<div class="line-comment" id="discussion_r${one.id}">
        <p class="by">${avatar(one.user_id, 20)} ${personLink(scene, one.user_id)} <span class="muted">${time(one.created_at)}</span></p>
        ${markdownText(scene, one.body)}${reactions(scene, 'review_comment', one.id)}
      </div>`,
  )
  return html`<div class="thread">${comments}${replyForm(scene, first)}</div>`
}

function replyForm({ repository, viewer }: Scene, { id, path, line }: ReviewCommentRow): Html {
  if (viewer.login === '') return NOTHING
  return html`<details class="more">
    <summary>Reply<span class="sr"> to the comment on ${path}:${line}</span></summary>
    <form class="text-form" method="post" action="/${repository.fullName}/_replies/${id}">
      <label for="reply-${id}">Your reply</label><textarea id="reply-${id}" name="body" rows="3" required></textarea>
      <div class="buttons"><button>Reply</button></div>
    </form>
  </details>`
}
