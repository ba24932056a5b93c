/** A file of components: no test, no story. */
export function isComponentFile(path: string): boolean {
  return /\.[jt]sx$/.test(path) && !/\.(?:test|spec|stories)\.[jt]sx$/.test(path)
}
