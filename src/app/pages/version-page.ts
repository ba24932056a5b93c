import { html } from 'hono/html'
import { pictureWords } from '#src/domain/picture-name.ts'
import { dollars } from '#src/domain/money.ts'
import { summaryBlocks } from '#src/domain/summary.ts'
import type { Block } from '#src/domain/summary.ts'
import type { Links } from '#src/ports/links.ts'
import type { VersionPage } from '#src/ports/version-reader.ts'
import { layout } from './layout.ts'
import type { Markup } from './layout.ts'

const WIDTHS = [
  { id: 'mobile', name: 'Mobile', widthPx: 375 },
  { id: 'tablet', name: 'Tablet', widthPx: 768 },
  { id: 'desktop', name: 'Desktop', widthPx: 1_280 },
] as const

/** One version: the live page at three widths, what was checked, the files, the receipt. */
export function versionPage(projectId: string, page: VersionPage, links: Links, previewUrl: string): Markup {
  const { projectName, version } = page
  return layout(
    `${projectName}, version ${version}`,
    html`<header>
        <p class="soft">${page.repository}${page.pullRequest === null ? '' : ` · pull request #${page.pullRequest}`}</p>
        <h1>${projectName}, version ${version}</h1>
        ${versionList(projectId, page, links)}
      </header>
      <main>
        <p class="request">${page.prompt}</p>
        ${summaryBlocks(page.summary).map(block)}
        <fieldset class="widths">
          <legend>Width</legend>
          ${WIDTHS.map(
            ({ id, name, widthPx }) =>
              html`<label
                ><input type="radio" name="width" id="${id}" ${id === 'desktop' ? 'checked' : ''} /> ${name}
                <span class="soft">${widthPx}</span></label
              >`,
          )}
        </fieldset>
        <div class="stage" tabindex="0" role="region" aria-label="The live page">
          <iframe
            src="${previewUrl}/${page.previewPath}/index.html"
            title="${projectName}, live"
            sandbox="allow-scripts allow-forms"
            referrerpolicy="no-referrer"
          ></iframe>
        </div>
        <h2>What was checked</h2>
        <table>
          <thead>
            <tr>
              <th scope="col">Check</th>
              <th scope="col">Outcome</th>
              <th scope="col">Detail</th>
            </tr>
          </thead>
          <tbody>
            ${page.checks.map(
              ({ name, outcome, detail }) =>
                html`<tr>
                  <th scope="row">${name}</th>
                  <td class="${outcome}">${outcome}</td>
                  <td>${detail}</td>
                </tr>`,
            )}
          </tbody>
        </table>
        <p><a href="${pathOf(links.checkReport(projectId, version))}">The whole check as JSON</a></p>
        <ul class="pictures">
          ${page.pictures.map(
            (name) =>
              html`<li>
                <img src="${pathOf(links.picture(projectId, version, name))}" alt="The page at ${pictureWords(name)}" loading="lazy" />
              </li>`,
          )}
        </ul>
        <h2>Files</h2>
        ${page.files.map(
          ({ path, content }) =>
            html`<details>
              <summary>${path}</summary>
              <pre tabindex="0" role="region" aria-label="${path}"><code>${content}</code></pre>
            </details>`,
        )}
        <h2>Receipt</h2>
        ${receipt(page)}
      </main>`,
  )
}

/** One block of the summary; list items stand on their own, as a list would. */
function block(part: Block): Markup {
  if (part.kind === 'code') return html`<pre tabindex="0"><code>${part.text}</code></pre>`
  const spans = part.spans.map(({ kind, text }) => (kind === 'code' ? html`<code>${text}</code>` : text))
  return part.kind === 'item'
    ? html`<ul>
        <li>${spans}</li>
      </ul>`
    : html`<p>${spans}</p>`
}

function versionList(projectId: string, { versions, version }: VersionPage, links: Links): Markup {
  return html`<nav aria-label="Versions">
    <ul>
      ${versions.map((number) =>
        number === version
          ? html`<li><span aria-current="page">v${number}</span></li>`
          : html`<li><a href="${pathOf(links.versionPage(projectId, number))}">v${number}</a></li>`,
      )}
    </ul>
  </nav>`
}

function receipt({ receipt: { credits, promptTokens, completionTokens, seconds, steps, model, dollars: cost } }: VersionPage): Markup {
  return html`<table>
    <tbody>
      <tr>
        <th scope="row">Credits</th>
        <td>${credits}</td>
      </tr>
      <tr>
        <th scope="row">Tokens</th>
        <td>${promptTokens} in, ${completionTokens} out${cost === null ? '' : ` (${dollars(cost)})`}</td>
      </tr>
      <tr>
        <th scope="row">Steps</th>
        <td>${steps}</td>
      </tr>
      <tr>
        <th scope="row">Time</th>
        <td>${seconds} s</td>
      </tr>
      <tr>
        <th scope="row">Model</th>
        <td>${model}</td>
      </tr>
    </tbody>
  </table>`
}

/** Our own links without their origin, so that the page works wherever it is reached. */
function pathOf(link: string): string {
  const { pathname, search } = new URL(link)
  return pathname + search
}
