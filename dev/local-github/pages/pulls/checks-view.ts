import { html } from 'hono/html'
import { listAnnotations, listCheckRuns, listImages } from '../../services/check-run-service.ts'
import type { CheckRunRow } from '../../store/row-types.ts'
import type { Hub } from '../../hub.ts'
import type { Repository } from '../../store/repository-rows.ts'
import { emptyState } from '../github-layout.ts'
import { count, NOTHING, type Html } from '../html.ts'
import { icon, type IconName } from '../icons.ts'
import { renderMarkdown } from '../issues/render-markdown.ts'
import { encodePath } from '../../payloads/payload-links.ts'
import type { Scene } from '../page-context.ts'
import { mayWrite } from '../issues/issue-state.ts'
import { duration, time } from '../time.ts'

export type Outcome = 'good' | 'bad' | 'waiting' | 'neutral'

const CONCLUSIONS: Record<NonNullable<CheckRunRow['conclusion']>, { outcome: Outcome; label: string }> = {
  success: { outcome: 'good', label: 'passed' },
  failure: { outcome: 'bad', label: 'failed' },
  timed_out: { outcome: 'bad', label: 'timed out' },
  action_required: { outcome: 'bad', label: 'needs action' },
  cancelled: { outcome: 'neutral', label: 'was cancelled' },
  neutral: { outcome: 'neutral', label: 'is neutral' },
  skipped: { outcome: 'neutral', label: 'was skipped' },
}
const ICONS: Record<Outcome, IconName> = { good: 'check', bad: 'cross', waiting: 'dot', neutral: 'dash' }

function stateOf({ conclusion, status }: CheckRunRow): { outcome: Outcome; label: string } {
  if (conclusion !== null) return CONCLUSIONS[conclusion]
  return { outcome: 'waiting', label: status === 'queued' ? 'is waiting' : 'is running' }
}

/** The overall outcome of all checks of a commit; `null` without checks. */
function outcomeOf(runs: readonly CheckRunRow[]): Outcome | null {
  const outcomes = runs.map((run) => stateOf(run).outcome)
  return (['bad', 'waiting', 'good', 'neutral'] as const).find((outcome) => outcomes.includes(outcome)) ?? null
}

function sentenceFor(runs: readonly CheckRunRow[]): string {
  const number = (wanted: Outcome) => runs.filter((run) => stateOf(run).outcome === wanted).length
  if (number('bad') > 0) return `${number('bad')} of ${count(runs.length, 'check')} failed`
  if (number('waiting') > 0) return `${number('waiting')} of ${count(runs.length, 'check')} not completed yet`
  if (number('good') === 0) return 'No checks failed'
  return number('good') === runs.length && runs.length > 1 ? `All ${runs.length} checks passed` : `${count(number('good'), 'check')} passed`
}

export function outcomeIcon(outcome: Outcome): Html {
  return html`<span class="outcome ${outcome}">${icon(ICONS[outcome])}</span>`
}

/** The icon next to a commit: the outcome of its checks, with a link to them. */
export function checkMark({ hub, repository }: Scene, sha: string, href: string): Html {
  const runs = listCheckRuns(hub, repository, sha)
  const outcome = outcomeOf(runs)
  if (outcome === null) return NOTHING
  return html`<a class="check-mark" href="${href}" title="${sentenceFor(runs)}"
    >${outcomeIcon(outcome)}<span class="sr">${sentenceFor(runs)}</span></a
  >`
}

/** A summary of all checks of a commit, for the merge box. */
export function checkSummary({ hub, repository }: Scene, sha: string, href: string): Html {
  const runs = listCheckRuns(hub, repository, sha)
  const outcome = outcomeOf(runs)
  if (outcome === null) return html`<li>${outcomeIcon('neutral')} <span>No checks have run for the last commit.</span></li>`
  return html`<li>
    ${outcomeIcon(outcome)}
    <span><a href="${href}">${sentenceFor(runs)}</a> on the last commit: ${runs.map(({ name }) => name).join(', ')}</span>
  </li>`
}

/** The annotations of a check, each with a link to its line, and links to its images. */
function annotationList(hub: Hub, repository: Repository, run: CheckRunRow): Html {
  const annotations = listAnnotations(hub, run)
  const images = listImages(hub, run)
  if (annotations.length === 0 && images.length === 0) return NOTHING
  const at = (path: string) => `/${repository.fullName}/blob/${run.head_sha}/${encodePath(path)}`
  return html`<div class="markdown">
    ${annotations.length === 0 ? '' : html`<h3>${count(annotations.length, 'annotation')}</h3>`}
    <ul>
      ${annotations.map(
        ({ path, start_line: line, annotation_level: level, title, message }) =>
          html`<li>
            <a href="${at(path)}#L${line}"><code>${path}:${line}</code></a> <strong>${level}</strong>
            ${title === null ? '' : html`${title}: `}${message}
          </li>`,
      )}
      ${images.map(({ alt, image_url: url }) => html`<li><a href="${url}" rel="nofollow noopener">${alt}</a></li>`)}
    </ul>
  </div>`
}

/** The re-run button, for the checks of apps; jobs of GitHub Actions rerun by themselves. */
function rerunForm(repository: Repository, run: CheckRunRow, pull: number | undefined): Html {
  return html`<form method="post" action="/${repository.fullName}/_checks/${run.id}" class="rerun">
    ${pull === undefined ? NOTHING : html`<input type="hidden" name="pull" value="${pull}" />`}
    <button>Re-run<span class="sr"> ${run.name}</span></button>
  </form>`
}

/** All checks of a commit with their full output. */
export function checkList({ hub, repository, references, viewer }: Scene, sha: string, pull?: number): Html {
  const runs = listCheckRuns(hub, repository, sha)
  if (runs.length === 0) return emptyState('No checks yet', `No checks have run for commit ${sha.slice(0, 7)}.`)
  const items = runs.map((run) => {
    const { outcome, label } = stateOf(run)
    const ran =
      run.completed_at === null
        ? html`since ${time(run.started_at)}`
        : html`${time(run.completed_at)}, after ${duration(run.started_at, run.completed_at)}`
    const texts = [run.summary, run.text]
      .filter((text) => text !== null && text.trim() !== '')
      .map((text) => renderMarkdown(text ?? '', { references }))
    const isEmpty = texts.length === 0 && run.title === null
    return html`<article class="box check" id="check-${run.id}">
      <header>
        ${outcomeIcon(outcome)}
        <h2>${run.name} <span class="outcome ${outcome}">${label}</span></h2>
        <span class="muted">${ran}</span>
        ${run.details_url === null ? '' : html`<a class="push" href="${run.details_url}" rel="nofollow noopener">Details<span class="sr"> of ${run.name}</span></a>`}
      </header>
      <div class="markdown">
        ${run.title === null ? '' : html`<h3>${run.title}</h3>`}${texts}${isEmpty ? html`<p class="muted">This check has no further details.</p>` : ''}
      </div>
      ${annotationList(hub, repository, run)} ${outcome === 'waiting' || !mayWrite(viewer) ? NOTHING : rerunForm(repository, run, pull)}
    </article>`
  })
  return html`${items}`
}
