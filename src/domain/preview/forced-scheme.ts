import { darkScheme } from './dark-scheme.ts'

/** A color scheme that the viewer of a preview selects, regardless of the browser's preference. */
export const SCHEMES = ['light', 'dark'] as const
export type Scheme = (typeof SCHEMES)[number]

const PREFERENCE = /\(\s*prefers-color-scheme\s*:\s*(light|dark)\s*\)/g
/** How much of the style sheets is searched for what switches dark mode, in characters: each request for the page reads them again. */
export const SHEETS = 4 * 1024 * 1024
/** Maximum length of the root element, in characters. */
const TAG = 10_000
const ATTRIBUTE = /\s([^\s=>"'/]+)\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>]+)/g

/** Rewrites a style sheet or script as if the browser preferred `scheme`: replaces each media query for the preference with its result. */
export function withPreference(text: string, scheme: Scheme): string {
  return text.replace(PREFERENCE, (_query, preferred: string) => (preferred === scheme ? '(min-width:0px)' : '(max-width:0px)'))
}

/**
 * Sets the color scheme of a page: adds the attributes that `sheets` use for dark mode to its root element. A page whose root element is
 * longer than any that people write stays as it is.
 */
export function inScheme(page: string, scheme: Scheme, sheets: readonly string[]): string {
  const start = page.search(/<html/i)
  const end = start === -1 ? -1 : page.indexOf('>', start)
  if (end === -1 || end - start > TAG) return page
  const switches = scheme === 'dark' ? (darkScheme({ sheets: firstSheets(sheets), tailwindConfig: null })?.attributes ?? {}) : {}
  const attributes = { ...switches, style: `color-scheme: ${scheme}` }
  const added = Object.entries(attributes).map(([name, value]) => ` ${name}="${value}"`)
  const kept = page
    .slice(start + '<html'.length, end)
    .replace(ATTRIBUTE, (whole: string, name: string) => (Object.hasOwn(attributes, name.toLowerCase()) ? '' : whole))
  return `${page.slice(0, start)}<html${kept}${added.join('')}${page.slice(end)}`
}

function firstSheets(sheets: readonly string[]): string[] {
  let left = SHEETS
  return sheets.filter((sheet) => (left -= sheet.length) >= 0)
}
