import { visibleText } from '../shared/visible-text.ts'

/** Breaks what GitHub finds in text by itself, whatever is escaped: mentions, references of issues, addresses. */
const BREAK = '\u200b'

/** Makes foreign text harmless inside our Markdown: no mentions, references, links, images, HTML or structure. One line. */
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

/** Inline code that its content can't leave, and that holds no marker of ours; in tables too. */
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
