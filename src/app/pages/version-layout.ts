import { html } from 'hono/html'
import type { Links } from '#src/ports/links.ts'
import type { VersionPage } from '#src/ports/version-reader.ts'
import { VIEWER_SCRIPT } from './static-assets.ts'
import { layout } from './page-layout.ts'
import type { Markup } from './page-layout.ts'
import { linkPath } from './link-path.ts'
import { githubLinks } from './github-links.ts'

/** What all pages of a version need. */
export type VersionView = {
  projectId: string
  page: VersionPage
  running: number | null
  links: Links
  previewUrl: string
  githubUrl: string
}

const TABS = [
  { name: 'Preview', path: '' },
  { name: 'Files', path: '/files' },
  { name: 'Conversation', path: '/conversation' },
  { name: 'Steps', path: '/steps' },
] as const
type Tab = (typeof TABS)[number]['name']

/** Common frame of a version's pages: links to GitHub, its versions and its tabs. */
export function versionLayout(view: VersionView, tab: Tab | null, title: string, content: Markup): Markup {
  const { page } = view
  return layout(
    `${title} · ${page.projectName}, version ${page.version}`,
    html`<header>
        <p class="soft">${githubLinks(page, view.githubUrl)}</p>
        <h1>${page.projectName}, version ${page.version}</h1>
        <nav aria-label="Versions">
          <ul>
            ${page.versions.map((number) => versionItem(view, number))}
          </ul>
        </nav>
        <nav aria-label="Pages of this version" class="tabs">
          <ul>
            ${TABS.map(
              ({ name, path }) =>
                html`<li>
                  <a href="${versionPath(view, page.version, path)}" ${name === tab ? 'aria-current=page' : ''}>${name}</a>
                </li>`,
            )}
          </ul>
        </nav>
      </header>
      <main>${page.live === 'kept' ? '' : html`<p class="note">${goneText(page.live)}</p>`} ${runningLine(view)} ${content}</main>`,
    VIEWER_SCRIPT.path,
  )
}

/** Signed path of a page of a version. */
export function versionPath(
  { links, projectId }: Pick<VersionView, 'links' | 'projectId'>,
  version: number,
  below = '',
  query = '',
): string {
  return linkPath(links.versionPage(projectId, version), below, query)
}

/** Why the live preview is gone. */
function goneText(live: 'revoked' | 'reduced'): string {
  return live === 'revoked'
    ? 'The links of this version were revoked, so its live preview is no longer available. People who can read the repository can still see everything else.'
    : 'The live preview was removed 30 days after the pull request was closed. The pictures are still available.'
}

function runningLine({ running, links, projectId }: VersionView): Markup | '' {
  if (running === null) return ''
  return html`<p class="note">
    Ollio is working on the next version. <a href="${linkPath(links.turnPage(projectId, running))}">Watch live</a>
  </p>`
}

function versionItem(view: VersionView, number: number): Markup {
  return html`<li>
    ${
      number === view.page.version
        ? html`<span aria-current="page">v${number}</span>`
        : html`<a href="${versionPath(view, number)}">v${number}</a>`
    }
  </li>`
}
