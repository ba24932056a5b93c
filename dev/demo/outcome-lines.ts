import type { Published, TurnOutcome } from './scenario.ts'

/** How a turn ended, as the bot says it, without its Markdown. */
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

/** The preview's address out of the bot's last comment. */
export function previewLink({ body }: TurnOutcome): string | null {
  return /\[open it in the browser\]\((\S+)\)/.exec(body)?.[1] ?? null
}

/** Addresses of the pictures that the preview's page shows. */
export async function pictureLinks(preview: string): Promise<string[]> {
  const page = await fetch(preview)
  if (!page.ok) throw new Error(`The preview answers ${page.status}`)
  const paths = [...(await page.text()).matchAll(/<img src="([^"]+)"/g)].map((match) => (match[1] ?? '').replaceAll('&amp;', '&'))
  return paths.map((path) => new URL(path, preview).href)
}

/** Markdown as text for a terminal: enough for the few shapes that the bot writes. */
function readable(markdown: string): string {
  return markdown
    .replace(/<!--[^]*?-->|<\/?sub>/g, '')
    .replace(/\\([\\`*_{}[\]<>()#+!|~$&.=-])/g, '$1')
    .replace(/^#+ |\*\*|\u200b/gm, '')
    .replace(/\[([^\]]+)\]\((\S+)\)/g, '$1: $2')
    .replace(/^\| (?:Check|---).*\n/gm, '')
    .replace(/^\| (.*) \|$/gm, (_line, cells: string) => `  ${cells.split(' | ').join(' · ')}`)
    .replace(/\n{2,}/g, '\n')
    .trim()
}
