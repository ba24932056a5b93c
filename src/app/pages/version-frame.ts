import { html } from 'hono/html'
import type { Links } from '#src/ports/links.ts'
import type { VersionPage } from '#src/ports/version-reader.ts'
import { SCRIPT_PATH } from './assets.ts'
import { layout } from './layout.ts'
import type { Markup } from './layout.ts'

/** What the pages of a version need beside its content. */
export type VersionView = { projectId: string; page: VersionPage; links: Links; previewUrl: string; githubUrl: string }

const TABS = [
  { name: 'Preview', path: '' },
  { name: 'Files', path: '/files' },
  { name: 'Conversation', path: '/conversation' },
  { name: 'Steps', path: '/steps' },
] as const
type Tab = (typeof TABS)[number]['name']

/** The head of every page of a version: where it belongs, its versions, and the way to its other pages. */
export function versionFrame(view: VersionView, tab: Tab | null, title: string, content: Markup): Markup {
  const { page } = view
  return layout(
    `${title} · ${page.projectName}, version ${page.version}`,
    html`<header>
        <p class="soft">${where(view)}</p>
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
      <main>${content}</main>`,
    SCRIPT_PATH,
  )
}

/** The path of a page of a version, with its signature; our own links have no origin, so that they work wherever the page is reached. */
export function versionPath(
  { links, projectId }: Pick<VersionView, 'links' | 'projectId'>,
  version: number,
  below = '',
  query = '',
): string {
  const { pathname, search } = new URL(links.versionPage(projectId, version))
  return `${pathname}${below}${search}${query}`
}

function where({ page, githubUrl }: VersionView): Markup {
  const repository = `${githubUrl}/${page.repository}`
  const place =
    page.pullRequest === null ? null : html` · <a href="${repository}/pull/${page.pullRequest}">pull request #${page.pullRequest}</a>`
  return html`<a href="${repository}">${page.repository}</a>${place}`
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
