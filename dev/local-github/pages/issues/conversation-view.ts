import { html } from 'hono/html'
import type { Commit } from '../../git/git-commits.ts'
import { pullOf } from '../../payloads/issue-payload.ts'
import { userByEmail } from '../../payloads/commit-payload.ts'
import { commentRow, reviewRow, type IssueRow, type ReviewRow } from '../../store/row-types.ts'
import { userById } from '../../store/user-rows.ts'
import { checkMark } from '../pulls/checks-view.ts'
import { editCommentForm, editIssueForm } from './edit-forms.ts'
import { NOTHING, type Html } from '../html.ts'
import { icon } from '../icons.ts'
import type { Scene } from '../page-context.ts'
import { withReferences } from './references.ts'
import { timelineEvent, personLink, reactions, commentCard, markdownText } from './comment-view.ts'
import { quotedThread, threadsOf, type Thread } from './threads.ts'
import { time } from '../time.ts'

const VERBS = { APPROVED: 'approved these changes', CHANGES_REQUESTED: 'requested changes', COMMENTED: 'reviewed' }

type Moment = { at: string; html: Html }

/** The description and everything after it, by time. */
export function conversation(scene: Scene, issue: IssueRow, commits: readonly Commit[] = []): Html {
  const first = commentCard(scene, {
    id: 'description',
    userId: issue.user_id,
    what: 'opened this',
    at: issue.created_at,
    editedAt: null,
    body: markdownText(scene, issue.body),
    below: html`${reactions(scene, 'issue', issue.id)}${editIssueForm(scene, issue)}`,
  })
  const moments = [
    ...comments(scene, issue),
    ...reviews(scene, issue),
    ...commits.map((one) => pushed(scene, issue, one)),
    ...ending(scene, issue),
  ]
  const sorted = moments.toSorted((a, b) => a.at.localeCompare(b.at))
  return html`<div class="timeline" id="conversation" data-live>${first}${sorted.map((one) => one.html)}</div>`
}

function comments(scene: Scene, issue: IssueRow): Moment[] {
  return scene.hub.store.all(commentRow, 'SELECT * FROM comments WHERE issue_id = ? ORDER BY id', issue.id).map((comment) => ({
    at: comment.created_at,
    html: commentCard(scene, {
      id: `issuecomment-${comment.id}`,
      userId: comment.user_id,
      what: 'commented',
      at: comment.created_at,
      editedAt: comment.edited_at,
      body: markdownText(scene, comment.body),
      below: html`${reactions(scene, 'comment', comment.id)}${editCommentForm(scene, issue, comment)}`,
    }),
  }))
}

function reviews(scene: Scene, issue: IssueRow): Moment[] {
  const threads = threadsOf(scene, issue.id)
  return scene.hub.store.all(reviewRow, 'SELECT * FROM reviews WHERE issue_id = ? ORDER BY id', issue.id).flatMap((review) => {
    const mine = threads.filter(({ first }) => first.review_id === review.id)
    // GitHub stores a reply to a line comment as a review of its own; it is shown below the comment.
    const isReply = review.body === '' && mine.length === 0 && review.state === 'COMMENTED'
    return isReply ? [] : [{ at: review.submitted_at, html: reviewed(scene, issue, review, mine) }]
  })
}

function reviewed(scene: Scene, issue: IssueRow, review: ReviewRow, threads: readonly Thread[]): Html {
  return commentCard(scene, {
    id: `pullrequestreview-${review.id}`,
    userId: review.user_id,
    what: review.body === '' && review.state === 'COMMENTED' ? 'commented on the changes' : VERBS[review.state],
    at: review.submitted_at,
    editedAt: null,
    body: review.body === '' ? NOTHING : markdownText(scene, review.body),
    below: html`${threads.map((thread) => quotedThread(scene, issue.number, thread))}`,
  })
}

function pushed(scene: Scene, issue: IssueRow, { sha, message, author, committer }: Commit): Moment {
  const { hub, repository, references } = scene
  const user = userByEmail(hub, author.email)
  const [title = ''] = message.split('\n')
  const content = html`${user === undefined ? author.name : personLink(scene, user.id)} added
    <a class="sha" href="/${repository.fullName}/commit/${sha}">${sha.slice(0, 7)}</a>
    ${checkMark(scene, sha, `/${repository.fullName}/pull/${issue.number}/checks`)} ${withReferences(title, references)}
    <span class="muted">${time(committer.date)}</span>`
  return { at: committer.date, html: timelineEvent(`commit-${sha}`, icon('commit'), content, `a commit: ${title}`) }
}

/** How the issue or pull request was closed or merged; empty while it is open. */
function ending(scene: Scene, issue: IssueRow): Moment[] {
  if (issue.state === 'open' || issue.closed_at === null) return []
  const { hub, repository } = scene
  const pull = pullOf(hub, issue.id)
  const by = issue.closed_by_id === null ? null : userById(hub.store, issue.closed_by_id)
  const who = by === null ? 'Somebody' : personLink(scene, by.id)
  const news = `${by?.login ?? 'Somebody'} ${pull?.merged_at == null ? 'closed' : 'merged'} this`
  const content =
    pull?.merged_at == null
      ? html`${who} closed this <span class="muted">${time(issue.closed_at)}</span>`
      : html`${who} merged this into <span class="branch">${pull.base_ref}</span> as
          <a class="sha" href="/${repository.fullName}/commit/${pull.merge_commit_sha}">${pull.merge_commit_sha?.slice(0, 7)}</a>
          <span class="muted">${time(pull.merged_at)}</span>`
  return [{ at: issue.closed_at, html: timelineEvent('ending', icon(pull?.merged_at == null ? 'closed' : 'merge'), content, news) }]
}
