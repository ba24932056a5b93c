/** The path of the repository that `relative` means, seen from `folder`; `null` where it leaves the repository, or is no relative path. */
export function joinPath(folder: string, relative: string): string | null {
  if (relative.startsWith('/')) return null
  const parts: string[] = []
  for (const part of `${folder}/${relative}`.split('/')) {
    if (part === '' || part === '.') continue
    if (part !== '..') parts.push(part)
    else if (parts.pop() === undefined) return null
  }
  return parts.join('/')
}

/** The folder that a path lies in; '' for the repository's root. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')))
}

/** `path` with its package's folder before it; '' is the root. */
export function pathIn(folder: string, path: string): string {
  return folder === '' ? path : `${folder}/${path}`
}

/** A path seen from a folder; `null` where it lies elsewhere. */
export function pathBelow(folder: string, path: string): string | null {
  if (folder === '') return path
  return path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : null
}
