import { html } from 'hono/html'
import { pullOf } from '../../payloads/issue-payload.ts'
import { countRow, issueRow, type IssueRow } from '../../store/row-types.ts'
import type { Hub } from '../../hub.ts'
import { checkMark } from '../pulls/checks-view.ts'
import { emptyState, subTabs } from '../github-layout.ts'
import { type Html } from '../html.ts'
import { icon, type IconName } from '../icons.ts'
import type { Scene } from '../page-context.ts'
import { personLink } from './comment-view.ts'
import { time } from '../time.ts'

const MAX_ROWS = 500

type State = { name: 'Open' | 'Closed' | 'Merged' | 'Draft'; icon: IconName }

function stateOf(hub: Hub, issue: IssueRow): State {
  const pull = pullOf(hub, issue.id)
  if (pull?.merged_at != null) return { name: 'Merged', icon: 'merge' }
  if (issue.state === 'closed') return { name: 'Closed', icon: pull === undefined ? 'closed' : 'pull' }
  if (pull === undefined) return { name: 'Open', icon: 'issue' }
  return { name: pull.draft ? 'Draft' : 'Open', icon: 'pull' }
}

export function stateBadge(hub: Hub, issue: IssueRow): Html {
  const { name, icon: sign } = stateOf(hub, issue)
  return html`<span class="state ${name.toLowerCase()}">${icon(sign)} ${name}</span>`
}

export type Kind = 'issues' | 'pulls'

export function issueList(scene: Scene, kind: Kind, state: 'open' | 'closed'): Html {
  const { hub, repository } = scene
  const where = `FROM issues WHERE repository_id = ? AND state = ? AND id ${kind === 'pulls' ? 'IN' : 'NOT IN'} (SELECT issue_id FROM pulls)`
  const number = (wanted: string): number => hub.store.one(countRow, `SELECT count(*) AS count ${where}`, repository.row.id, wanted).count
  const issues = hub.store.all(issueRow, `SELECT * ${where} ORDER BY number DESC LIMIT ${MAX_ROWS}`, repository.row.id, state)
  const base = `/${repository.fullName}/${kind}`
  const tabs = subTabs('State', [
    { name: 'Open', href: base, current: state === 'open', count: number('open') },
    { name: 'Closed', href: `${base}?state=closed`, current: state === 'closed', count: number('closed') },
  ])
  const rows = issues.map((issue) => issueListRow(scene, issue))
  return html`<div id="list" data-live>
    ${tabs}${
      rows.length === 0
        ? noneOf(kind, state)
        : html`<ul class="rows">
            ${rows}
          </ul>`
    }
  </div>`
}

function noneOf(kind: Kind, state: 'open' | 'closed'): Html {
  const things = kind === 'pulls' ? 'pull requests' : 'issues'
  if (state === 'closed')
    return emptyState(
      `No closed ${things}`,
      kind === 'pulls' ? 'Closed and merged pull requests appear here.' : 'Closed issues appear here.',
    )
  if (kind === 'issues') return emptyState('No open issues', 'Open an issue and ask Ollio to build something.')
  return emptyState('No open pull requests', 'Comment “/ollio generate …” on an issue, and Ollio opens one.')
}

function issueListRow(scene: Scene, issue: IssueRow): Html {
  const { hub, repository } = scene
  const { name, icon: sign } = stateOf(hub, issue)
  const pull = pullOf(hub, issue.id)
  const link = `/${repository.fullName}/${pull === undefined ? 'issues' : 'pull'}/${issue.number}`
  const comments = hub.store.one(countRow, 'SELECT count(*) AS count FROM comments WHERE issue_id = ?', issue.id).count
  const branch = pull === undefined ? '' : html` <span class="branch">${pull.head_ref}</span>`
  return html`<li id="row-${issue.number}" data-news="${issue.title}">
    <span class="state-sign ${name.toLowerCase()}" title="${name}">${icon(sign)}<span class="sr">${name}</span></span>
    <div>
      <a class="title" href="${link}">${issue.title}</a>
      ${pull === undefined ? '' : checkMark(scene, pull.head_sha, `${link}/checks`)}
      <p class="muted">#${issue.number} by ${personLink(scene, issue.user_id)} ${time(issue.created_at)}${branch}</p>
    </div>
    ${comments === 0 ? '' : html`<span class="comment-count">${icon('comment')} ${comments}<span class="sr"> comments</span></span>`}
  </li>`
}
