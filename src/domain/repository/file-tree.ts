/** A tree of folders and files, folders first, by name; a folder whose only entry is a folder is merged with it. */
export type FileTree = { name: string; path: string; isFolder: boolean; inside: FileTree[] }

export function fileTree(paths: readonly string[]): FileTree[] {
  const root: FileTree = { name: '', path: '', isFolder: true, inside: [] }
  for (const path of paths) {
    let place = root
    const names = path.split('/')
    for (const [index, name] of names.entries()) {
      const at = names.slice(0, index + 1).join('/')
      let next = place.inside.find((entry) => entry.path === at)
      if (next === undefined) place.inside.push((next = { name, path: at, isFolder: index < names.length - 1, inside: [] }))
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
