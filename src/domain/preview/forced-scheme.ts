import { darkScheme } from './dark-scheme.ts'

/** A color scheme that the viewer of a preview selects, regardless of the browser's preference. */
export const SCHEMES = ['light', 'dark'] as const
export type Scheme = (typeof SCHEMES)[number]

const PREFERENCE = /\(\s*prefers-color-scheme\s*:\s*(light|dark)\s*\)/g
const ROOT = /<html([^>]*)>/i

/** Rewrites a style sheet or script as if the browser preferred `scheme`: replaces each media query for the preference with its result. */
export function withPreference(text: string, scheme: Scheme): string {
  return text.replace(PREFERENCE, (_query, preferred: string) => (preferred === scheme ? '(min-width:0px)' : '(max-width:0px)'))
}

/** Sets the color scheme of a page: adds the attributes that `sheets` use for dark mode to its root element. */
export function inScheme(page: string, scheme: Scheme, sheets: readonly string[]): string {
  const switches = scheme === 'dark' ? (darkScheme({ sheets, tailwindConfig: null })?.attributes ?? {}) : {}
  return page.replace(ROOT, (_tag, existing: string) => {
    const attributes = { ...switches, style: `color-scheme: ${scheme}` }
    const added = Object.entries(attributes).map(([name, value]) => ` ${name}="${value}"`)
    const kept = Object.keys(attributes).reduce(
      (rest, name) => rest.replace(new RegExp(`\\s${name}\\s*=\\s*("[^"]*"|'[^']*'|[^\\s>]+)`, 'i'), ''),
      existing,
    )
    return `<html${kept}${added.join('')}>`
  })
}
