import { darkScheme } from './dark-scheme.ts'

/** A colour scheme that the reader of a preview asks for, whatever their browser prefers. */
export const SCHEMES = ['light', 'dark'] as const
export type Scheme = (typeof SCHEMES)[number]

const PREFERENCE = /\(\s*prefers-color-scheme\s*:\s*(light|dark)\s*\)/g
const ROOT = /<html([^>]*)>/i

/** A style sheet or script as if the browser preferred `scheme`: each question for it has the answer written in. */
export function withPreference(text: string, scheme: Scheme): string {
  return text.replace(PREFERENCE, (_question, asked: string) => (asked === scheme ? '(min-width:0px)' : '(max-width:0px)'))
}

/** A page of ours in that scheme: what `sheets` switch their dark colours on by is set on its root. */
export function inScheme(page: string, scheme: Scheme, sheets: readonly string[]): string {
  const wanted = scheme === 'dark' ? (darkScheme({ sheets, tailwindConfig: null })?.attributes ?? {}) : {}
  return page.replace(ROOT, (_tag, written: string) => {
    const own = { ...wanted, style: `color-scheme: ${scheme}` }
    const added = Object.entries(own).map(([name, value]) => ` ${name}="${value}"`)
    const kept = Object.keys(own).reduce(
      (rest, name) => rest.replace(new RegExp(`\\s${name}\\s*=\\s*("[^"]*"|'[^']*'|[^\\s>]+)`, 'i'), ''),
      written,
    )
    return `<html${kept}${added.join('')}>`
  })
}
