import { html } from 'hono/html'
import type { CommentRow, IssueRow } from '../../store/row-types.ts'
import { NOTHING, type Html } from '../html.ts'
import { commandHint } from '../hints.ts'
import type { Scene } from '../page-context.ts'
import { avatar } from './comment-view.ts'
import { mayChange } from './issue-state.ts'

export function editCommentForm({ repository, viewer }: Scene, issue: IssueRow, { id, user_id, body }: CommentRow): Html {
  if (!mayChange(viewer, user_id)) return NOTHING
  return html`<details class="more">
    <summary>Edit<span class="sr"> this comment</span></summary>
    <form class="text-form" method="post" action="/${repository.fullName}/_comments/${id}">
      <input type="hidden" name="number" value="${issue.number}" />
      <label for="edit-${id}">Comment</label><textarea id="edit-${id}" name="body" rows="5" required>${body}</textarea>
      <div class="buttons">
        <button class="primary" name="what" value="edit">Save</button
        ><button class="danger" name="what" value="delete" formnovalidate>Delete</button>
      </div>
    </form>
  </details>`
}

export function editIssueForm({ repository, viewer }: Scene, issue: IssueRow): Html {
  if (!mayChange(viewer, issue.user_id)) return NOTHING
  return html`<details class="more">
    <summary>Edit<span class="sr"> title and description</span></summary>
    <form class="text-form" method="post" action="/${repository.fullName}/_issues/${issue.number}">
      <label for="edit-title">Title</label
      ><input id="edit-title" name="title" type="text" maxlength="256" required value="${issue.title}" />
      <label for="edit-body">Description</label><textarea id="edit-body" name="body" rows="6">${issue.body ?? ''}</textarea>
      <div class="buttons"><button class="primary">Save</button></div>
    </form>
  </details>`
}

/** The comment box at the end of a conversation. `draft` is its initial text. */
export function commentForm(
  scene: Scene,
  issue: IssueRow,
  { isPull, mayClose, draft }: { isPull: boolean; mayClose: boolean; draft: string },
): Html {
  const { repository, viewer } = scene
  if (viewer.login === '') return html`<p class="muted">This GitHub has no people who can comment.</p>`
  const verb = issue.state === 'open' ? 'Close' : 'Reopen'
  const close = mayClose
    ? html`<button name="what" value="${verb.toLowerCase()}" formnovalidate>${verb} ${isPull ? 'pull request' : 'issue'}</button>`
    : ''
  return html`<section class="comment-box" id="comment-form" data-live aria-labelledby="comment-form-title">
    ${avatar(viewer.id, 36)}
    <h2 id="comment-form-title">Add a comment</h2>
    <form class="text-form" method="post" action="/${repository.fullName}/_conversation/${issue.number}">
      <label for="body">Comment as ${viewer.login}</label>
      <textarea id="body" name="body" rows="5" required aria-describedby="hint">${draft}</textarea>
      <div class="buttons"><button class="primary" name="what" value="comment">Comment</button>${close}</div>
    </form>
    ${commandHint(scene, isPull ? 'pull' : 'issue', issue.number)}
  </section>`
}
