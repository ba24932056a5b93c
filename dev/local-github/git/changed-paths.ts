import { gitText } from './run-git.ts'

export type ChangedPaths = { added: string[]; removed: string[]; modified: string[] }

/** The paths that each commit of a range changed compared with its first parent. */
export async function changedPaths(repository: string, range: string, limit: number): Promise<Map<string, ChangedPaths>> {
  const text = await gitText(repository, [
    ...['log', '-z', '--format=%x01%H', '--name-status', '--no-renames', '--diff-merges=first-parent'],
    ...[`--max-count=${limit}`, range, '--'],
  ])
  const fields = text.split('\0')
  const found = new Map<string, ChangedPaths>()
  let current: ChangedPaths = { added: [], removed: [], modified: [] }
  for (let at = 0; at < fields.length; at += 1) {
    const field = (fields[at] ?? '').replace(/^\n/, '')
    if (field.startsWith('\u0001')) {
      current = { added: [], removed: [], modified: [] }
      found.set(field.slice(1), current)
    } else if (field !== '') {
      at += 1
      const path = fields[at] ?? ''
      if (field === 'A') current.added.push(path)
      else if (field === 'D') current.removed.push(path)
      else current.modified.push(path)
    }
  }
  return found
}
