/** Files that may have been meant by a path that isn't there: of the same name, whatever its ending, its case and its folder. */
export function nearestPaths(path: string, paths: readonly string[]): string[] {
  const wanted = nameOf(path)
  return wanted === '' ? [] : paths.filter((candidate) => candidate !== path && nameOf(candidate) === wanted).slice(0, 3)
}

function nameOf(path: string): string {
  return (path.split('/').at(-1) ?? '').replace(/\.[^.]*$/, '').toLowerCase()
}
