import { html } from 'hono/html'
import type { Html } from './html.ts'
import type { Scene } from './page-context.ts'
import { mayWrite } from './issues/issue-state.ts'

/** Prompts that the recorded model of the demo knows; real models understand them too. */
const EXAMPLES = [
  { title: 'A page with our plans', command: '/ollio generate a responsive pricing card with three tiers' },
  { title: 'A sign-in form', command: '/ollio generate a sign-in form with validation' },
  { title: 'A dashboard', command: '/ollio generate a dashboard of this month’s figures with a chart' },
  { title: 'A table of orders', command: '/ollio generate a sortable table of orders with an empty state' },
]

/** Explains how to start with Ollio. The examples fill in the text field; without scripts, they reload the page with the text. */
export function commandHint({ repository, viewer }: Scene, where: 'new' | 'issue' | 'pull', number = 0): Html {
  const page = `/${repository.fullName}`
  const link = ({ title, command }: (typeof EXAMPLES)[number]): string =>
    where === 'new'
      ? `${page}/issues/new?${new URLSearchParams({ title, body: command }).toString()}`
      : `${page}/issues/${number}?${new URLSearchParams({ draft: command }).toString()}#comment-form`
  const outsider = mayWrite(viewer)
    ? ''
    : html` <strong>${viewer.login} is ${viewer.role === 'outsider' ? 'an outsider' : 'a reader'} here:</strong> Ollio only runs commands by
        people with write access to the repository.`
  if (where === 'pull') {
    return html`<div class="hint" id="hint">
      <p>
        On a pull request by Ollio, write <code>/ollio &lt;what to change&gt;</code> to change it. <code>/ollio help</code> lists all
        commands.${outsider}
      </p>
    </div>`
  }
  return html`<div class="hint" id="hint">
    <p>Start with <code>/ollio generate &lt;what to build&gt;</code>. Ollio replies here and opens a pull request.${outsider} Examples:</p>
    <ul>
      ${EXAMPLES.map(
        (example) =>
          html`<li>
            <a href="${link(example)}" data-command="${example.command}" ${where === 'new' ? html` data-title="${example.title}"` : ''}
              >${example.command}</a
            >
          </li>`,
      )}
    </ul>
  </div>`
}
