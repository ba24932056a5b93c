import { html } from 'hono/html'
import { checkSummary, outcomeIcon } from './checks-view.ts'
import { NOTHING, type Html } from '../html.ts'
import type { Scene } from '../page-context.ts'
import type { PullView } from './pull-head.ts'
import { mayWrite, refusal } from '../issues/issue-state.ts'

/** The box above the comment box: what prevents merging, and buttons for people with write access. */
export function mergeBox(scene: Scene, { issue, pull, facts }: PullView): Html {
  const { repository, viewer } = scene
  if (issue.state !== 'open') return html`<div id="merge" data-live></div>`
  const clean = facts.mergeable === true
  return html`<section class="box merge" id="merge" data-live aria-labelledby="merge-title">
    <h2 class="sr" id="merge-title">Merging</h2>
    <ul>
      ${checkSummary(scene, pull.head_sha, `/${repository.fullName}/pull/${issue.number}/checks`)}
      <li>
        ${outcomeIcon(clean ? 'good' : 'bad')}
        <span
          >${clean ? 'No conflicts with' : 'Before merging, resolve the conflicts with'} <span class="branch">${pull.base_ref}</span>.</span
        >
      </li>
      ${pull.draft ? html`<li>${outcomeIcon('neutral')} <span>This is a draft. Mark it as ready for review before merging.</span></li>` : ''}
    </ul>
    ${mayWrite(viewer) ? buttons(scene, issue.number, { clean, draft: pull.draft }) : html`<p class="muted refusal">${refusal(viewer, 'merge')}</p>`}
  </section>`
}

function buttons({ repository }: Scene, number: number, { clean, draft }: { clean: boolean; draft: boolean }): Html {
  const merge = clean && !draft ? html`<button class="primary" name="what" value="merge">Merge pull request</button>` : NOTHING
  const other = draft
    ? html`<button class="primary" name="what" value="ready">Ready for review</button>`
    : html`<button name="what" value="draft">Convert to draft</button>`
  return html`<form method="post" action="/${repository.fullName}/_pull/${number}"><div class="buttons">${merge}${other}</div></form>`
}
