import { html } from 'hono/html'
import type { Scheme } from '#src/domain/preview/forced-scheme.ts'
import type { Markup } from './page-layout.ts'

const WIDTHS = [
  { id: 'fit', name: 'Fit window', note: '' },
  { id: 'mobile', name: 'Mobile', note: '375' },
  { id: 'tablet', name: 'Tablet', note: '768' },
  { id: 'desktop', name: 'Desktop', note: '1280' },
] as const

/** A live preview: the build below `previewPath`, isolated in a frame. */
export type LivePage = { previewPath: string; title: string; heading: string | null }

/**
 * One or two live previews at a width that the user chooses. The preset widths work without JavaScript. Controls that need it are hidden
 * until the script runs. `schemes`: links to the same page in other color schemes.
 */
export function viewer(previewUrl: string, pages: readonly LivePage[], scheme: Scheme | null, schemes: readonly SchemeLink[]): Markup {
  return html`<section data-viewer class="viewer" aria-label="Live preview">
    <div class="tools">
      <fieldset class="choice">
        <legend>Width</legend>
        ${WIDTHS.map(
          ({ id, name, note }) =>
            html`<label
              ><input type="radio" name="width" id="${id}" ${id === 'fit' ? 'checked' : ''} /> ${name}
              <span class="soft">${note}</span></label
            >`,
        )}
      </fieldset>
      <div class="choice" data-scripted hidden>
        <label>Width <input type="number" data-size="width" min="200" max="3840" inputmode="numeric" /></label>
        <label>Height <input type="number" data-size="height" min="200" max="3840" inputmode="numeric" /></label>
        <button type="button" data-rotate>Rotate</button>
        <label><input type="checkbox" data-zoom /> Zoom to fit</label>
      </div>
      <nav class="choice" aria-label="Color scheme">
        <span>Color scheme</span>
        ${schemes.map(({ name, value, href }) => html`<a href="${href}" ${value === scheme ? 'aria-current=true' : ''}>${name}</a>`)}
      </nav>
    </div>
    <div class="frames" tabindex="0" role="region" aria-label="Scrollable preview">
      ${pages.map(
        ({ previewPath, title, heading }) =>
          html`<figure>
            ${heading === null ? '' : html`<figcaption>${heading}</figcaption>`}
            <div class="frame" data-frame>
              <iframe
                src="${previewUrl}/${previewPath}${scheme === null ? '' : `-${scheme}`}/index.html"
                title="${title}"
                sandbox="allow-scripts allow-forms"
                referrerpolicy="no-referrer"
              ></iframe>
            </div>
          </figure>`,
      )}
    </div>
  </section>`
}

export type SchemeLink = { name: string; value: Scheme | null; href: string }

export function schemeLinks(hrefOf: (query: string) => string): SchemeLink[] {
  return [
    { name: 'Automatic', value: null, href: hrefOf('') },
    { name: 'Light', value: 'light', href: hrefOf('&scheme=light') },
    { name: 'Dark', value: 'dark', href: hrefOf('&scheme=dark') },
  ]
}
