import { html } from 'hono/html'
import type { Html } from './html.ts'

/** Icons of 16 by 16 with lines of 1.5. */
const ICONS = {
  code: '<path d="m5.5 4.5-3.5 3.5 3.5 3.5m5-7 3.5 3.5-3.5 3.5"/>',
  issue: '<circle cx="8" cy="8" r="6"/><circle cx="8" cy="8" r="1" fill="black"/>',
  pull: '<circle cx="4" cy="3.5" r="1.75"/><circle cx="4" cy="12.5" r="1.75"/><circle cx="12" cy="12.5" r="1.75"/><path d="M4 5.25v5.5m8 0V6a2.5 2.5 0 0 0-2.5-2.5H7.5m2-2-2 2 2 2"/>',
  merge:
    '<circle cx="4" cy="3.5" r="1.75"/><circle cx="4" cy="12.5" r="1.75"/><circle cx="12" cy="8" r="1.75"/><path d="M4 5.25v5.5M4 5c.5 2.5 3 3 6.25 3"/>',
  branch:
    '<circle cx="4.5" cy="3.5" r="1.75"/><circle cx="4.5" cy="12.5" r="1.75"/><circle cx="11.5" cy="5" r="1.75"/><path d="M4.5 5.25v5.5m7-4c0 2.5-7 1.5-7 3.5"/>',
  commit: '<circle cx="8" cy="8" r="2.75"/><path d="M1 8h4.25m5.5 0H15"/>',
  comment: '<path d="M2 3h12v8H8l-3 2.5V11H2z"/>',
  folder: '<path d="M1.75 3.5h4.5l1.5 1.75h6.5v7.5H1.75z" fill="black"/>',
  file: '<path d="M3.5 1.75h6l3 3v9.5h-9z M9.25 2v3.25h3"/>',
  check: '<path d="m2.5 8.5 3.75 3.75 7.25-8.25" stroke-width="2"/>',
  cross: '<path d="m3.5 3.5 9 9m0-9-9 9" stroke-width="2"/>',
  dot: '<circle cx="8" cy="8" r="3.5" fill="black"/>',
  dash: '<path d="M3 8h10" stroke-width="2"/>',
  closed: '<circle cx="8" cy="8" r="6"/><path d="m5.25 8.25 2 2 3.5-4"/>',
} as const

export type IconName = keyof typeof ICONS

/** Decorative: a text next to it has the meaning. */
export function icon(name: IconName): Html {
  return html`<span class="icon i-${name}" aria-hidden="true"></span>`
}

function dataUrl(shapes: string): string {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16" fill="none" stroke="black" stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round">${shapes}</svg>`
  return `url("data:image/svg+xml,${encodeURIComponent(svg)}")`
}

/** Icons are masks, so that they have the color of the text. */
export const ICON_STYLE = `
.icon { display: inline-block; flex: none; width: 1em; height: 1em; vertical-align: -.125em; background: currentColor; mask: var(--icon) center / contain no-repeat; }
@media (forced-colors: active) { .icon { forced-color-adjust: none; background: CanvasText; } }
${Object.entries(ICONS)
  .map(([name, shapes]) => `.i-${name} { --icon: ${dataUrl(shapes)}; }`)
  .join('\n')}
`
