/** Resolves `relative` against `folder`; `null` if the result is outside the repository or `relative` is not a relative path. */
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

/** The folder of a path; '' is the repository's root. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')))
}

/** Prefixes `path` with a package's folder; '' is the root. */
export function pathIn(folder: string, path: string): string {
  return folder === '' ? path : `${folder}/${path}`
}

/** A path relative to `folder`; `null` if it is not below it. */
export function pathBelow(folder: string, path: string): string | null {
  if (folder === '') return path
  return path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : null
}
