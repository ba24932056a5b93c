/** Makes foreign text harmless inside our Markdown: no mentions, references, links, images, HTML or structure. One line. */
export function plain(text: string, limit = 200): string {
  const line = text.replace(/\s+/g, ' ').trim()
  const short = line.length > limit ? `${line.slice(0, limit - 1).toWellFormed()}…` : line
  return short
    .replace(/[\u0000-\u001f\u007f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, '')
    .replace(/[\\`*_{}[\]<>()#+!|~$]/g, '\\$&')
    .replace(/@(?=[\w-])/g, '@\u200b')
    .replace(/(?<=\w):\/\//g, ':\u200b//')
    .replace(/\bwww\./gi, (found) => `${found.slice(0, -1)}\u200b.`)
    .replace(/^([-=>])/, '\\$1')
    .replace(/^(\d+)\./, '$1\\.')
}

/** Foreign text of several paragraphs, each made harmless. */
export function plainParagraphs(text: string, limit = 1_500): string {
  return text
    .slice(0, limit * 2)
    .split(/\n{2,}|\n(?=\s*[-*•])/)
    .map((paragraph) => plain(paragraph, limit))
    .filter((paragraph) => paragraph !== '')
    .slice(0, 12)
    .join('\n\n')
}

/** Inline code that its content can't leave. */
export function code(text: string): string {
  const clean = text.replace(/\s+/g, ' ').replaceAll('|', '¦').slice(0, 200)
  const longest = Math.max(0, ...(clean.match(/`+/g) ?? []).map((run) => run.length))
  const fence = '`'.repeat(longest + 1)
  return longest === 0 ? `\`${clean}\`` : `${fence} ${clean} ${fence}`
}
