/** Existing files that a missing path probably meant: same name, ignoring extension, case and folder. */
export function nearestPaths(path: string, paths: readonly string[]): string[] {
  const wanted = nameOf(path)
  return wanted === '' ? [] : paths.filter((candidate) => candidate !== path && nameOf(candidate) === wanted).slice(0, 3)
}

function nameOf(path: string): string {
  return (path.split('/').at(-1) ?? '').replace(/\.[^.]*$/, '').toLowerCase()
}
