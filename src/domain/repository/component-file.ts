/** True for a component source file; false for tests and stories. */
export function isComponentFile(path: string): boolean {
  return /\.[jt]sx$/.test(path) && !/\.(?:test|spec|stories)\.[jt]sx$/.test(path)
}
