import { html } from 'hono/html'
import type { Markup } from './page-layout.ts'

type Place = { repository: string; issue: number; pullRequest: number | null }

/** Links to the repository and to the issue or pull request of a project. */
export function githubLinks({ repository, issue, pullRequest }: Place, githubUrl: string): Markup {
  const home = `${githubUrl}/${repository}`
  const place =
    pullRequest === null
      ? html`<a href="${home}/issues/${issue}">issue #${issue}</a>`
      : html`<a href="${home}/pull/${pullRequest}">pull request #${pullRequest}</a>`
  return html`<a href="${home}">${repository}</a> · ${place}`
}
