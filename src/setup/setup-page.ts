import { html } from 'hono/html'
import { layout } from '#src/app/pages/page-layout.ts'
import type { Markup } from '#src/app/pages/page-layout.ts'
import type { MissingSetting } from './missing-settings.ts'
import type { Problem } from './setup-progress.ts'

const BUTTON =
  'font: inherit; font-weight: 600; padding: 0.7rem 1.2rem; border: 0; border-radius: 0.5rem; background: #14713d; color: #fff; cursor: pointer'
const FIELD =
  'font: inherit; padding: 0.6rem 0.75rem; border: 1px solid var(--soft); border-radius: 0.5rem; background: var(--paper); color: var(--ink); max-width: 100%'

const LINES =
  'margin: 0.35rem 0 0.75rem; border: 0; border-radius: 0.35rem; background: var(--panel); white-space: pre-wrap; overflow-wrap: anywhere'

/** Where GitHub will send webhooks. */
export type Hook = { url: string; byRelay: boolean }

export type BeginView = {
  githubUrl: string
  /** `null`: the person's own account. */
  organization: string | null
  /** What was asked for is no name of one. */
  isOrganizationWrong: boolean
  state: string
  /** `null` where there is no address for webhooks yet. */
  hook: Hook | null
  manifest: string
  permissions: Record<string, string>
  key: string | null
  needs: MissingSetting[]
  problem: Problem | null
}

/** The first page: one button, and what else will be needed. */
export function beginPage(view: BeginView): Markup {
  const github = new URL(view.githubUrl).host
  return page(
    'Set up Ollio',
    html`${view.problem === null ? '' : alert(problemText(view.problem))}
      <h2>1. Your GitHub App</h2>
      <p>
        Ollio works as a GitHub App of your own. You confirm it on ${github}; its credentials come back to this machine and are written to
        <code>.env</code>, for your eyes only.
      </p>
      ${view.hook === null ? noHook() : createForm(view, github)}
      ${view.isOrganizationWrong ? alert('That is no name of an organisation on GitHub.') : ''}
      <form method="get" action="/">
        ${view.key === null ? '' : html`<input type="hidden" name="key" value="${view.key}" />`}
        <p>
          <label for="organization">For an organisation instead of your own account:</label><br />
          <input
            id="organization"
            name="organization"
            value="${view.organization ?? ''}"
            autocomplete="off"
            autocapitalize="none"
            style="${FIELD}"
          />
          <button type="submit" style="${FIELD}; cursor: pointer">Choose</button>
        </p>
      </form>
      <p class="soft">
        It asks for:
        ${Object.entries(view.permissions)
          .map(([name, level]) => `${name.replaceAll('_', ' ')} (${level})`)
          .join(', ')}.
        ${github} asks for a name that nobody else has taken.
      </p>
      ${view.hook?.byRelay ? relayNote(view.hook.url) : ''}
      <h2>2. What it needs on this machine</h2>
      ${needList(view.needs)}`,
  )
}

/** After the app was made: install it, and what is left to do. */
export function madePage(view: { installUrl: string; needs: MissingSetting[]; isRunning: boolean; home: string }): Markup {
  return page(
    'Your GitHub App is made',
    html`<p>Its credentials are in <code>.env</code>.</p>
      <h2>1. Install it</h2>
      <p><a href="${view.installUrl}">Choose the repositories that it may work on</a></p>
      <h2>2. What it needs on this machine</h2>
      ${needList(view.needs)}
      <h2>3. Run it</h2>
      ${
        view.isRunning
          ? html`<p>The server is running here from now on. The work is done by the worker, in a second terminal:</p>`
          : html`<p>
              <a href="${view.home}">Look again</a> when what is missing was written to <code>.env</code>: the server then goes on by
              itself. The work is done by the worker, in a second terminal:
            </p>`
      }
      <pre style="${LINES}">npm run worker</pre>
      <p>Then write <code>/ollio help</code> under an issue.</p>`,
  )
}

/** The app is made on GitHub's side, but not yet here. */
export function unfinishedPage(problem: Problem | null, home: string): Markup {
  return page(
    'Not finished yet',
    html`${problem === null ? '' : alert(problemText(problem))}
      <p><a href="${home}">Try again</a>. Until then keep Ollio running: what GitHub hands over, it hands over once.</p>`,
  )
}

/** For who comes without the key, by a foreign name, with a wrong state, or a second time. */
export function refusedPage(title: string, text: string): Markup {
  return page(title, html`<p>${text}</p>`)
}

function page(title: string, content: Markup): Markup {
  return layout(
    title,
    html`<main style="max-width: 46rem">
      <h1>${title}</h1>
      ${content}
    </main>`,
  )
}

function createForm({ githubUrl, organization, state, manifest }: BeginView, github: string): Markup {
  const account = organization === null ? '' : `/organizations/${organization}`
  return html`<form method="post" action="${githubUrl}${account}/settings/apps/new?state=${state}">
    <input type="hidden" name="manifest" value="${manifest}" />
    <button type="submit" style="${BUTTON}">
      Create the GitHub App on ${github}${organization === null ? '' : html` for ${organization}`}
    </button>
  </form>`
}

function noHook(): Markup {
  return alert(
    'There is no address yet to which GitHub could send webhooks: smee.io, which passes them on in development, can’t be reached. Start Ollio with PUBLIC_URL set to its public address, or with WEBHOOK_PROXY_URL set to a channel of smee.io, or load this page again.',
  )
}

function relayNote(url: string): Markup {
  return html`<p class="soft">
    This machine has no public address, so webhooks come by <code>${url}</code>. Whoever knows that address can read them: it is good for
    trying Ollio out. For good, start it with PUBLIC_URL set to its public address.
  </p>`
}

function needList(needs: MissingSetting[]): Markup {
  return html`<ul>
    ${needs.map(
      ({ name, isMet, text, code }) =>
        html`<li>
          <strong>${name}</strong>: <span class="${isMet ? 'passed' : 'failed'}">${isMet ? 'there' : 'missing'}</span>. ${text}
          ${code === undefined ? '' : html`<pre style="${LINES}">${code}</pre>`}
        </li>`,
    )}
  </ul>`
}

function alert(text: string): Markup {
  return html`<p role="alert" class="failed">${text}</p>`
}

function problemText(problem: Problem): string {
  switch (problem.kind) {
    case 'code-refused':
      return 'GitHub did not hand over the app: its code was used before, or is older than an hour. Begin again; if an app was made, delete it in GitHub’s settings.'
    case 'github-unreachable':
      return 'GitHub could not be reached from this machine, so the app’s credentials are not here yet. They can be had for an hour.'
    case 'not-written':
      return `The credentials could not be written to .env: ${problem.reason}`
  }
}
