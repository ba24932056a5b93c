import { Hono, type Context } from 'hono'
import { html } from 'hono/html'
import type { Hub } from '../../hub.ts'
import { diffText } from '../../git/git-diffs.ts'
import { diffStart } from '../../services/pull-facts.ts'
import { findPull } from '../../services/pull-service.ts'
import { checkList } from './checks-view.ts'
import { commitRows } from './commit-rows.ts'
import { conversation } from '../issues/conversation-view.ts'
import { commentForm } from '../issues/edit-forms.ts'
import { pullFiles, reviewForm } from './files-view.ts'
import { emptyState } from '../github-layout.ts'
import type { Html } from '../html.ts'
import { mergeBox } from './merge-box.ts'
import { enterPage, type Scene } from '../page-context.ts'
import { pullHead, pullView, type PullTab, type PullView } from './pull-head.ts'
import { mayChange } from '../issues/issue-state.ts'

export function pullPages(hub: Hub): Hono {
  const pages = new Hono()

  const tab = async (c: Context, name: PullTab, content: (scene: Scene, view: PullView) => Html) => {
    const entered = enterPage(hub, c)
    const view = await pullView(entered, findPull(hub, entered.repository, Number(c.req.param('number'))))
    const { title, number } = view.issue
    const before = name === 'conversation' ? '' : `${name === 'files' ? 'Files' : name === 'checks' ? 'Checks' : 'Commits'} of `
    return entered.show(`${before}${title} · #${number}`, 'pulls', html`${pullHead(entered, view, name)}${content(entered, view)}`)
  }

  pages.get('/:owner/:repo/pull/:number{[0-9]+}', (c) =>
    tab(c, 'conversation', (scene, view) => {
      const mayClose = view.pull.merged_at === null && mayChange(scene.viewer, view.issue.user_id)
      const form = { isPull: true, mayClose, draft: c.req.query('draft') ?? '' }
      return html`${conversation(scene, view.issue, view.commits)}${mergeBox(scene, view)}${commentForm(scene, view.issue, form)}`
    }),
  )

  pages.get('/:owner/:repo/pull/:number{[0-9]+}/commits', (c) =>
    tab(c, 'commits', (scene, { commits }) => {
      const list =
        commits.length === 0
          ? emptyState('No commits', 'The base branch already has all commits of this branch.')
          : commitRows(scene, commits)
      return html`<div id="commits" data-live>${list}</div>`
    }),
  )

  pages.get('/:owner/:repo/pull/:number{[0-9]+}/checks', (c) =>
    tab(c, 'checks', (scene, { pull, issue }) => html`<div id="checks" data-live>${checkList(scene, pull.head_sha, issue.number)}</div>`),
  )

  pages.get('/:owner/:repo/pull/:number{[0-9]+}/files', (c) =>
    tab(c, 'files', (scene, view) => html`${pullFiles(scene, view)}${reviewForm(scene, view)}`),
  )

  pages.get('/:owner/:repo/pull/:file{[0-9]+\\.diff}', async (c) => {
    const { repository } = enterPage(hub, c)
    const { pull } = findPull(hub, repository, Number.parseInt(c.req.param('file'), 10))
    return c.text(await diffText(repository.gitPath, await diffStart(repository, pull), pull.head_sha))
  })

  return pages
}
