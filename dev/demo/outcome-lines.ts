import type { Published, TurnOutcome } from './scenario.ts'

/** Lines of the bot's final comment, without Markdown. */
export function endOf({ body }: TurnOutcome): string[] {
  return readable(body).split('\n')
}

export function pullRequestLines({ url, title, files, commits }: Published): string[] {
  return [
    `Pull request: ${title}`,
    `  ${url}`,
    ...files.map(({ path, additions, deletions }) => `  ${path} +${additions} -${deletions}`),
    ...commits.map(({ sha, headline }) => `  ${sha.slice(0, 7)} ${headline}`),
  ]
}

/** Preview URL in the bot's final comment. */
export function previewLink({ body }: TurnOutcome): string | null {
  return /\[Preview\]\((\S+)\)/.exec(body)?.[1] ?? null
}

/** URLs of the pictures on the preview page. */
export async function pictureLinks(preview: string): Promise<string[]> {
  const page = await fetch(preview)
  if (!page.ok) throw new Error(`The preview responded with status ${page.status}`)
  const paths = [...(await page.text()).matchAll(/<img src="([^"]+)"/g)].map((match) => (match[1] ?? '').replaceAll('&amp;', '&'))
  return paths.map((path) => new URL(path, preview).href)
}

/** Converts Markdown to plain text for a terminal. Supports only what the bot writes. */
function readable(markdown: string): string {
  return markdown
    .replace(/<!--[^]*?-->|<\/?sub>/g, '')
    .replace(/\\([\\`*_{}[\]<>()#+!|~$&.=-])/g, '$1')
    .replace(/^#+ |\*\*|\u200b/gm, '')
    .replace(/\[([^[\]]+)\]\((\S+)\)/g, '$1: $2')
    .replace(/^\| (?:Check|---).*\n/gm, '')
    .replace(/^\| (.*) \|$/gm, (_line, cells: string) => `  ${cells.split(' | ').join(' · ')}`)
    .replace(/\n{2,}/g, '\n')
    .trim()
}
