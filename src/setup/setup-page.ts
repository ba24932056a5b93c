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

/** Where GitHub sends webhooks. */
export type Hook = { url: string; byRelay: boolean }

export type CreateAppView = {
  githubUrl: string
  /** `null`: the user's own account. */
  organization: string | null
  /** The given name is not a valid organization name. */
  isOrganizationWrong: boolean
  state: string
  /** `null` if there is no webhook address yet. */
  hook: Hook | null
  manifest: string
  permissions: Record<string, string>
  key: string | null
  needs: MissingSetting[]
  problem: Problem | null
}

/** The first page: the button that creates the app, and the requirements. */
export function createAppPage(view: CreateAppView): Markup {
  const github = new URL(view.githubUrl).host
  return page(
    'Set up Ollio',
    html`${view.problem === null ? '' : alert(problemText(view.problem))}
      <h2>1. Create your GitHub App</h2>
      <p>
        Ollio runs as a GitHub App that you own. You confirm it on ${github}. Its credentials are sent back to this machine and saved in
        <code>.env</code>, readable only by you.
      </p>
      ${view.hook === null ? noHook() : createForm(view, github)}
      ${view.isOrganizationWrong ? alert('This is not a valid GitHub organization name.') : ''}
      <form method="get" action="/">
        ${view.key === null ? '' : html`<input type="hidden" name="key" value="${view.key}" />`}
        <p>
          <label for="organization">For an organization instead of your own account:</label><br />
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
        The app requests these permissions:
        ${Object.entries(view.permissions)
          .map(([name, level]) => `${name.replaceAll('_', ' ')} (${level})`)
          .join(', ')}.
        ${github} will ask you for an app name that is not in use yet.
      </p>
      ${view.hook?.byRelay ? relayNote(view.hook.url) : ''}
      <h2>2. Check the requirements</h2>
      ${needList(view.needs)}`,
  )
}

/** After the app is created: how to install and run it. */
export function installAppPage(view: { installUrl: string; needs: MissingSetting[]; isRunning: boolean; home: string }): Markup {
  return page(
    'Your GitHub App is ready',
    html`<p>Its credentials are saved in <code>.env</code>.</p>
      <h2>1. Install the app</h2>
      <p><a href="${view.installUrl}">Choose the repositories that Ollio can use</a></p>
      <h2>2. Check the requirements</h2>
      ${needList(view.needs)}
      <h2>3. Start Ollio</h2>
      ${
        view.isRunning
          ? html`<p>The server is running. Start the worker in a second terminal:</p>`
          : html`<p>
              Add what is missing to <code>.env</code>, then <a href="${view.home}">check again</a>. The server starts automatically once it
              has all its settings. Then start the worker in a second terminal:
            </p>`
      }
      <pre style="${LINES}">npm run worker</pre>
      <p>Then comment <code>/ollio help</code> on an issue.</p>`,
  )
}

/** The app was created on GitHub, but its credentials are not saved yet. */
export function unfinishedPage(problem: Problem | null, home: string): Markup {
  return page(
    'Setup is not finished',
    html`${problem === null ? '' : alert(problemText(problem))}
      <p><a href="${home}">Try again</a>. Keep Ollio running until then, because GitHub sends the credentials only once.</p>`,
  )
}

/** For requests without the key, with a wrong host name or state, or repeated. */
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

function createForm({ githubUrl, organization, state, manifest }: CreateAppView, github: string): Markup {
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
    'GitHub has no address to send webhooks to: smee.io, the webhook relay for development, could not be reached. Reload this page, or restart Ollio with PUBLIC_URL set to its public address or WEBHOOK_PROXY_URL set to a smee.io channel.',
  )
}

function relayNote(url: string): Markup {
  return html`<p class="soft">
    This machine has no public address, so webhooks arrive through <code>${url}</code>. Anyone who knows this URL can read them, so use it
    only to try Ollio. In production, start Ollio with PUBLIC_URL set to its public address.
  </p>`
}

function needList(needs: MissingSetting[]): Markup {
  return html`<ul>
    ${needs.map(
      ({ name, isMet, text, code }) =>
        html`<li>
          <strong>${name}</strong>: <span class="${isMet ? 'passed' : 'failed'}">${isMet ? 'ready' : 'not ready'}</span>. ${text}
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
      return 'GitHub did not accept the code. It was already used, or it is more than an hour old. Start again. If an app was created, delete it in your GitHub settings.'
    case 'github-unreachable':
      return 'This machine could not reach GitHub, so the app’s credentials are not saved yet. They remain available for one hour.'
    case 'not-written':
      return `The credentials could not be written to .env: ${problem.reason}`
  }
}
