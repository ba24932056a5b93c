import { pathBelow, folderOf, pathIn } from '../shared/join-path.ts'

/**
 * The folder of a package's components: the one in components.json, a usual one, or the one with most component files. `own`: the package's
 * paths. Without any components, `src/components` or `components`.
 */
export function findComponentFolder(own: readonly string[], folder: string, namedAnywhere: string | null): string {
  const named = namedAnywhere !== null && pathBelow(folder, namedAnywhere) !== null ? namedAnywhere : null
  const usual = ['src/components', 'components', 'app/components', 'src/app/components'].map((name) => pathIn(folder, name))
  const found = [...(named === null ? [] : [named]), ...usual].find((name) => own.some((path) => path.startsWith(`${name}/`)))
  if (found !== undefined) return found
  const counts = new Map<string, number>()
  for (const path of own.filter((one) => /\.[jt]sx$/.test(one) && !/(?:^|\/)(?:app|pages)\/|\.(?:stories|test|spec)\./.test(one))) {
    counts.set(folderOf(path), (counts.get(folderOf(path)) ?? 0) + 1)
  }
  const [most] = [...counts].filter(([name, count]) => count > 1 && name !== folder).toSorted((a, b) => b[1] - a[1])
  const hasSource = own.some((path) => /\.[jt]sx$/.test(path))
  const fallback = hasSource && !own.some((path) => path.startsWith(pathIn(folder, 'src/'))) ? 'components' : 'src/components'
  return most?.[0] ?? named ?? pathIn(folder, fallback)
}
