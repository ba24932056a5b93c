import { html } from 'hono/html'
import type { Scheme } from '#src/domain/preview/forced-scheme.ts'
import type { VersionPage } from '#src/ports/version-reader.ts'
import type { Markup } from './page-layout.ts'
import { schemeLinks, viewer } from './viewer.ts'
import { versionLayout, versionPath } from './version-layout.ts'
import type { VersionView } from './version-layout.ts'

/** Two versions side by side. */
export function comparePage(view: VersionView, other: VersionPage, scheme: Scheme | null): Markup {
  const { page, previewUrl } = view
  const live = ({ version, previewPath, projectName }: VersionPage) => {
    return { previewPath, title: `${projectName}, version ${version}, live preview`, heading: `Version ${version}` }
  }
  const [left, right] = page.version < other.version ? [page, other] : [other, page]
  return versionLayout(
    view,
    null,
    `Versions ${left.version} and ${right.version}`,
    html`<h2>Versions ${left.version} and ${right.version}</h2>
      ${
        page.live === 'kept' && other.live === 'kept'
          ? viewer(
              previewUrl,
              [live(left), live(right)],
              scheme,
              schemeLinks((query) => versionPath(view, page.version, `/compare/${other.version}`, query)),
            )
          : html`<p>These versions cannot be compared, because at least one of their live previews is no longer available.</p>`
      }`,
  )
}
