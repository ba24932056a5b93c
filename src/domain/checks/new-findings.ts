/** A compiler error; indented lines after it explain it. */
const FINDING = /^(.+?):\d+:\d+: (error TS[^]*)$/

/**
 * Compiler errors that are new, compared with an earlier output and counted per error. Line numbers are ignored, since lines move; output
 * without a location always counts as new.
 */
export function newFindings(after: string, before: string): string[] {
  const known = new Map<string, number>()
  for (const key of findingsIn(before).map(keyOf)) if (key !== null) known.set(key, (known.get(key) ?? 0) + 1)
  return findingsIn(after).filter((finding) => {
    const key = keyOf(finding)
    const left = key === null ? 0 : (known.get(key) ?? 0)
    if (key !== null) known.set(key, left - 1)
    return left <= 0
  })
}

function findingsIn(output: string): string[] {
  return output.split(/\n(?!\s)/).filter((text) => text.trim() !== '')
}

function keyOf(finding: string): string | null {
  const [, path, message] = FINDING.exec(finding.trimEnd()) ?? []
  return path === undefined || message === undefined ? null : `${path}: ${message}`
}
