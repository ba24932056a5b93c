/**
 * Normalizes a path from the model to a relative one: `./src//a.tsx`, `/workspace/src/a.tsx` and `src\a.tsx` give `src/a.tsx`. `null` if it
 * leaves the workspace or is not a valid path on every system.
 */
export function workspacePath(path: string): string | null {
  const relative = path
    .trim()
    .replaceAll('\\', '/')
    .replace(/^\/workspace(?=\/|$)/, '')
    .replace(/^\/+/, '')
  const parts: string[] = []
  for (const part of relative.split('/')) {
    if (part === '' || part === '.') continue
    if (part === '..' || part.length > 120 || !part.isWellFormed() || /\p{Cc}/u.test(part)) return null
    parts.push(part)
  }
  return parts.length > 24 ? null : parts.join('/')
}
