/** A tree of folders and files, folders first, by name; a folder whose only entry is a folder is merged with it. */
export type FileTree = { name: string; path: string; isFolder: boolean; inside: FileTree[] }

export function fileTree(paths: readonly string[]): FileTree[] {
  const root: FileTree = { name: '', path: '', isFolder: true, inside: [] }
  const known = new Map<string, FileTree>()
  for (const path of paths) {
    let place = root
    const names = path.split('/')
    for (const [index, name] of names.entries()) {
      const at = index === 0 ? name : `${place.path}/${name}`
      let next = known.get(at)
      if (next === undefined) {
        next = { name, path: at, isFolder: index < names.length - 1, inside: [] }
        known.set(at, next)
        place.inside.push(next)
      }
      place = next
    }
  }
  return sorted(root.inside)
}

function sorted(entries: readonly FileTree[]): FileTree[] {
  return entries
    .map(joined)
    .map((entry) => ({ ...entry, inside: sorted(entry.inside) }))
    .toSorted((a, b) => Number(b.isFolder) - Number(a.isFolder) || (a.name < b.name ? -1 : 1))
}

function joined(entry: FileTree): FileTree {
  const only = entry.inside[0]
  if (entry.inside.length !== 1 || only === undefined || !only.isFolder) return entry
  return joined({ ...only, name: `${entry.name}/${only.name}` })
}
