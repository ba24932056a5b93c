import { html } from 'hono/html'
import type { Hub } from '../hub.ts'
import { reactionCounts } from '../payloads/reactions.ts'
import type { Repository } from '../store/repositories.ts'
import { commentRow, REACTIONS, reviewCommentRow, reviewRow, type IssueRow } from '../store/rows.ts'
import { userById } from '../store/users.ts'
import { time, type Html } from './layout.ts'
import { renderMarkdown } from './markdown.ts'

const SIGNS: Record<(typeof REACTIONS)[number], string> = {
  '+1': '👍',
  '-1': '👎',
  laugh: '😄',
  confused: '😕',
  heart: '❤️',
  hooray: '🎉',
  rocket: '🚀',
  eyes: '👀',
}
const VERBS = { APPROVED: 'approved these changes', CHANGES_REQUESTED: 'requested changes', COMMENTED: 'reviewed' }

type Said = { at: string; html: Html }

function said(hub: Hub, userId: number, id: string, what: string, at: string, body: Html, below: Html = html``): Html {
  const user = userById(hub.store, userId)
  return html`<article class="said" id="${id}">
    <header>
      <img src="/avatars/${user.id}" alt="" width="24" height="24" /><strong>${user.login}</strong>
      <span class="muted">${what} ${time(at)}</span>
    </header>
    ${body}${below}
  </article>`
}

function markdown(text: string): Html {
  return html`<div class="markdown">${text.trim() === '' ? html`<p class="muted">No description.</p>` : renderMarkdown(text, true)}</div>`
}

function reactions(hub: Hub, subject: 'issue' | 'comment' | 'review_comment', id: number): Html {
  const counts: Record<string, unknown> = reactionCounts(hub, subject, id, '')
  const shown = REACTIONS.filter((name) => counts[name] !== 0)
  if (shown.length === 0) return html``
  return html`<ul class="reactions" aria-label="Reactions">
    ${shown.map((name) => html`<li title="${name}">${SIGNS[name]} ${counts[name]}</li>`)}
  </ul>`
}

/** The description and all that was said below it, in the order of time. `mayChange` says whose comments show a form to change them. */
export function conversation(hub: Hub, repository: Repository, issue: IssueRow, mayChange: (authorId: number) => boolean): Html {
  const comments: Said[] = hub.store.all(commentRow, 'SELECT * FROM comments WHERE issue_id = ? ORDER BY id', issue.id).map((comment) => {
    const change = mayChange(comment.user_id) ? changeForm(repository, issue, comment.id, comment.body) : html``
    const edited = comment.updated_at === comment.created_at ? 'commented' : 'commented (edited)'
    const below = html`${reactions(hub, 'comment', comment.id)}${change}`
    return {
      at: comment.created_at,
      html: said(hub, comment.user_id, `issuecomment-${comment.id}`, edited, comment.created_at, markdown(comment.body), below),
    }
  })
  const reviews: Said[] = hub.store.all(reviewRow, 'SELECT * FROM reviews WHERE issue_id = ? ORDER BY id', issue.id).map((review) => {
    const lines = hub.store.all(reviewCommentRow, 'SELECT * FROM review_comments WHERE review_id = ? ORDER BY id', review.id)
    const body = html`${review.body === '' ? '' : markdown(review.body)}${lines.map(
      (line) =>
        html`<figure class="file" id="discussion_r${line.id}">
          <figcaption>${line.path}:${line.line}</figcaption>
          ${markdown(line.body)}${reactions(hub, 'review_comment', line.id)}
        </figure>`,
    )}`
    return {
      at: review.submitted_at,
      html: said(hub, review.user_id, `pullrequestreview-${review.id}`, VERBS[review.state], review.submitted_at, body),
    }
  })
  const first = said(
    hub,
    issue.user_id,
    'description',
    'opened this',
    issue.created_at,
    markdown(issue.body ?? ''),
    reactions(hub, 'issue', issue.id),
  )
  const later = [...comments, ...reviews].toSorted((a, b) => a.at.localeCompare(b.at))
  return html`${first}${later.map((one) => one.html)}`
}

function changeForm(repository: Repository, issue: IssueRow, commentId: number, body: string): Html {
  const action = `/${repository.fullName}/_comments/${commentId}`
  return html`<details class="more">
    <summary>Edit</summary>
    <form class="talk" method="post" action="${action}">
      <input type="hidden" name="number" value="${issue.number}" /><label for="edit-${commentId}">Comment</label
      ><textarea id="edit-${commentId}" name="body" rows="4" required>${body}</textarea>
      <div class="buttons">
        <button name="what" value="edit">Save</button><button name="what" value="delete" formnovalidate>Delete</button>
      </div>
    </form>
  </details>`
}

export function commentForm(repository: Repository, issue: IssueRow, mayClose: boolean): Html {
  const verb = issue.state === 'open' ? 'Close' : 'Reopen'
  const close = mayClose ? html`<button name="what" value="${verb.toLowerCase()}" formnovalidate>${verb}</button>` : ''
  return html`<form class="talk" method="post" action="/${repository.fullName}/_conversation/${issue.number}">
    <label for="body">Add a comment</label>
    <textarea id="body" name="body" rows="5" required></textarea>
    <div class="buttons"><button class="primary" name="what" value="comment">Comment</button>${close}</div>
  </form>`
}
