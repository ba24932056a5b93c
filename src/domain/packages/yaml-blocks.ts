/**
 * The blocks of a YAML file by their top-level key, each with its first line, as written. For files whose form is known, such as
 * `pnpm-workspace.yaml`: a line that starts at the margin begins a block, and everything indented, or an item of a list, belongs to it.
 */
export function yamlBlocks(text: string): Map<string, string> {
  const blocks = new Map<string, string[]>()
  let current: string[] | null = null
  for (const line of text.split(/\r?\n/)) {
    const key = /^(?:"([^"]*)"|'([^']*)'|([^\s"'#:-][^:]*)):(?:\s|$)/.exec(line)
    if (key !== null) {
      current = [line]
      blocks.set(key[1] ?? key[2] ?? key[3] ?? '', current)
    } else if (/^(?:[ \t]|-(?: |$))/.test(line)) current?.push(line)
    else if (line.trim() !== '' && !line.startsWith('#')) current = null
  }
  return new Map([...blocks].map(([key, lines]) => [key, lines.join('\n')]))
}

/** The file with these top-level keys only. */
export function onlyYamlBlocks(text: string, keys: ReadonlySet<string>): string {
  const kept = [...yamlBlocks(text)].filter(([key]) => keys.has(key)).map(([, block]) => `${block}\n`)
  return kept.join('')
}

/** The texts of a list of texts, written in lines or in brackets. */
export function yamlList(block: string): string[] {
  const flow = /:\s*\[([^\]]*)\]/.exec(block)?.[1]
  const items = flow === undefined ? block.split('\n').flatMap((line) => /^\s*- (.*)$/.exec(line)?.[1] ?? []) : flow.split(',')
  return items.map(unquoted).filter((item) => item !== '')
}

function unquoted(item: string): string {
  const text = item.trim()
  const quoted = /^"([^"]*)"|^'([^']*)'/.exec(text)
  return quoted === null ? (text.split(' #', 1)[0] ?? '').trim() : (quoted[1] ?? quoted[2] ?? '')
}
