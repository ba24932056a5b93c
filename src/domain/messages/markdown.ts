import { visibleText } from '../shared/visible-text.ts'

/** A zero-width space. It breaks mentions, issue references and URLs, which GitHub links even in escaped text. */
const BREAK = '\u200b'

/** Untrusted text as one line of Markdown without mentions, references, links, images, HTML or structure. */
export function escapeMarkdown(text: string, limit = 200): string {
  const line = oneLine(text)
  const short = line.length > limit ? `${line.slice(0, limit - 1).toWellFormed()}…` : line
  return short
    .replace(/[\\`*_{}[\]<>()#+!|~$&]/g, '\\$&')
    .replace(/@(?=[\w-])|#(?=\d)|\bGH(?=-\d)/gi, `$&${BREAK}`)
    .replace(/(?<=\w):(?=\/\/)|www(?=\.)/gi, `$&${BREAK}`)
    .replace(/^([-=>])/, '\\$1')
    .replace(/^(\d+)\./, '$1\\.')
}

/** Inline code that its content can't break out of, also in tables, and that contains none of our markers. */
export function inlineCode(text: string): string {
  const clean = oneLine(text).replaceAll('|', '¦').replaceAll('<!--', `<${BREAK}!--`).slice(0, 200).toWellFormed()
  if (clean === '') return '` `'
  const longest = Math.max(0, ...(clean.match(/`+/g) ?? []).map((run) => run.length))
  const fence = '`'.repeat(longest + 1)
  return longest === 0 ? `\`${clean}\`` : `${fence} ${clean} ${fence}`
}

function oneLine(text: string): string {
  return visibleText(text).replace(/\s+/g, ' ').trim()
}
