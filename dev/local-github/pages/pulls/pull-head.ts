import { html } from 'hono/html'
import { listCommits, type Commit } from '../../git/git-commits.ts'
import { encodePath } from '../../payloads/payload-links.ts'
import { listCheckRuns } from '../../services/check-run-service.ts'
import type { PullFacts } from '../../payloads/pull-payload.ts'
import { diffStart, pullFacts } from '../../services/pull-facts.ts'
import type { FoundPull } from '../../services/pull-service.ts'
import { changeCounts } from './diff-view.ts'
import { count, type Html } from '../html.ts'
import { icon } from '../icons.ts'
import { stateBadge } from '../issues/issue-list.ts'
import { liveNote, subTabs } from '../github-layout.ts'
import type { Scene } from '../page-context.ts'
import { personLink } from '../issues/comment-view.ts'

const MAX_COMMITS = 250

export type PullTab = 'conversation' | 'commits' | 'checks' | 'files'

/** A pull request with facts from git. */
export type PullView = FoundPull & { facts: PullFacts; commits: Commit[]; start: string }

export async function pullView({ repository }: Scene, found: FoundPull): Promise<PullView> {
  const start = await diffStart(repository, found.pull)
  const range = `${start}..${found.pull.head_sha}`
  const [facts, commits] = await Promise.all([
    pullFacts(repository, found.issue, found.pull),
    listCommits(repository.gitPath, range, { limit: MAX_COMMITS, oldestFirst: true }),
  ])
  return { ...found, facts, commits, start }
}

function branchLink({ repository }: Scene, name: string): Html {
  return html`<a class="branch" href="/${repository.fullName}/tree/${encodePath(name)}">${icon('branch')}${name}</a>`
}

/** The head of all pages of a pull request. */
export function pullHead(scene: Scene, { issue, pull, facts }: PullView, current: PullTab): Html {
  const { hub, repository } = scene
  const base = `/${repository.fullName}/pull/${issue.number}`
  const checks = listCheckRuns(hub, repository, pull.head_sha).length
  const { actor, verb } =
    pull.merged_at === null || pull.merged_by_id === null
      ? { actor: issue.user_id, verb: issue.state === 'open' ? 'wants to merge' : 'wanted to merge' }
      : { actor: pull.merged_by_id, verb: 'merged' }
  const tab = (name: PullTab, title: string, path: string, number?: number, before?: Html) => ({
    name: title,
    href: base + path,
    current: name === current,
    ...(number === undefined ? {} : { count: number }),
    ...(before === undefined ? {} : { before }),
  })
  return html`<div class="title-block" id="title-block" data-live>
      <h1>${issue.title} <span class="number">#${issue.number}</span></h1>
      <p class="facts">
        ${stateBadge(hub, issue)} ${personLink(scene, actor)} ${verb} ${count(facts.commits, 'commit')} into
        ${branchLink(scene, pull.base_ref)} from ${branchLink(scene, pull.head_ref)} ${changeCounts(facts)}
      </p>
      ${subTabs('Pull request', [
        tab('conversation', 'Conversation', ''),
        tab('commits', 'Commits', '/commits', facts.commits),
        tab('checks', 'Checks', '/checks', checks),
        tab('files', 'Files changed', '/files', facts.changedFiles),
      ])}
    </div>
    ${liveNote()}`
}
