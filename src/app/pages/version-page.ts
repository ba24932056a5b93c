import { byAttention } from '#src/domain/checks/outcomes.ts'
import { html } from 'hono/html'
import type { Scheme } from '#src/domain/preview/forced-scheme.ts'
import { formatCount } from '#src/domain/messages/format.ts'
import { dollars } from '#src/domain/credits/money.ts'
import { pictureLabel } from '#src/domain/preview/picture-name.ts'
import type { CheckLine } from '#src/domain/projects/records.ts'
import type { VersionPage } from '#src/ports/version-reader.ts'
import type { Markup } from './page-layout.ts'
import { linkPath } from './link-path.ts'
import { schemeLinks, viewer } from './viewer.ts'
import { summaryView } from './summary-view.ts'
import { versionLayout, versionPath } from './version-layout.ts'
import type { VersionView } from './version-layout.ts'

/** One version: live preview, checks with their evidence, receipt. */
export function versionPage(view: VersionView, scheme: Scheme | null): Markup {
  const { page, previewUrl, projectId, links } = view
  const { projectName, version, previewPath } = page
  const others = page.versions.filter((number) => number !== version).toReversed()
  return versionLayout(
    view,
    'Preview',
    'Preview',
    html`<p class="request">${page.prompt}</p>
      ${summaryView(page.summary)}
      ${
        page.live === 'kept'
          ? viewer(
              previewUrl,
              [{ previewPath, title: `${projectName}, live preview`, heading: null }],
              scheme,
              schemeLinks((query) => versionPath(view, version, '', query)),
            )
          : pictureList(view)
      }
      ${
        others.length === 0
          ? ''
          : html`<p>
              Compare with:
              ${others.map((number) => html` <a href="${versionPath(view, version, `/compare/${number}`)}">version ${number}</a>`)}
            </p>`
      }
      <h2>Checks</h2>
      ${checksTable(page.checks)}
      <p><a href="${linkPath(links.checkReport(projectId, version))}">Full check report (JSON)</a></p>
      ${page.live === 'kept' ? pictureList(view) : ''}
      <h2>Receipt</h2>
      ${receipt(page)}`,
  )
}

function pictureList({ page, links, projectId }: VersionView): Markup {
  return html`<ul class="pictures">
    ${page.pictures.map(
      (name) =>
        html`<li>
          <img src="${linkPath(links.picture(projectId, page.version, name))}" alt="The page at ${pictureLabel(name)}" loading="lazy" />
        </li>`,
    )}
  </ul>`
}

function checksTable(checks: readonly CheckLine[]): Markup {
  return html`<table>
    <thead>
      <tr>
        <th scope="col">Check</th>
        <th scope="col">Outcome</th>
        <th scope="col">Details</th>
      </tr>
    </thead>
    <tbody>
      ${byAttention(checks).map(
        (check) =>
          html`<tr>
            <th scope="row">${check.name}</th>
            <td class="${check.outcome === 'not run' ? 'not-run' : check.outcome}">${check.outcome}</td>
            <td>${check.detail}${evidence(check)}</td>
          </tr>`,
      )}
    </tbody>
  </table>`
}

/** The locations in files that a check found. */
function evidence({ annotations = [] }: CheckLine): Markup | '' {
  if (annotations.length === 0) return ''
  return html`<details>
    <summary>${formatCount(annotations.length, 'location')}</summary>
    <ul>
      ${annotations.map(({ path, line, message }) => html`<li><code>${path}:${line}</code> ${message}</li>`)}
    </ul>
  </details>`
}

function receipt({ receipt: { credits, promptTokens, completionTokens, seconds, steps, model, dollars: cost } }: VersionPage): Markup {
  const rows: [string, string | number][] = [
    ['Credits', credits],
    ['Tokens', `${promptTokens} in, ${completionTokens} out${cost === null ? '' : ` (${dollars(cost)})`}`],
    ['Steps', steps],
    ['Time', `${seconds} s`],
    ['Model', model],
  ]
  return html`<table>
    <tbody>
      ${rows.map(
        ([name, value]) =>
          html`<tr>
            <th scope="row">${name}</th>
            <td>${value}</td>
          </tr>`,
      )}
    </tbody>
  </table>`
}
