/** A compiler error; indented lines after it explain it. */
const FINDING = /^(.+?):\d+:\d+: (error TS[^]*)$/

/** The compiler's last line if not all its errors fit into the output. */
const CUT = /^… and \d+ more lines$/

/**
 * Compiler errors that are new, compared with an earlier output and counted per error. Line numbers are ignored, since lines move; output
 * without a location is compared as text. `complete`: false if one of the outputs was cut, so that there may be other new errors.
 */
export function newFindings(after: string, before: string): { findings: string[]; complete: boolean } {
  const old = findingsIn(before)
  const now = findingsIn(after)
  const known = new Map<string, number>()
  for (const key of old.findings.map(keyOf)) known.set(key, (known.get(key) ?? 0) + 1)
  const compared = now.findings.map((finding) => {
    const key = keyOf(finding)
    const left = known.get(key) ?? 0
    known.set(key, left - 1)
    return { finding, isNew: left <= 0 }
  })
  // What follows the last known error may be in the part that was cut from the earlier output.
  const end = old.complete ? compared.length : compared.findLastIndex(({ isNew }) => !isNew)
  const fresh = compared.filter(({ isNew }, index) => isNew && index < end)
  return { findings: fresh.map(({ finding }) => finding), complete: old.complete && now.complete }
}

function findingsIn(output: string): { findings: string[]; complete: boolean } {
  const all = output.split(/\n(?!\s)/).filter((text) => text.trim() !== '')
  const findings = all.filter((text) => !CUT.test(text.trimEnd()))
  return { findings, complete: findings.length === all.length }
}

function keyOf(finding: string): string {
  const [, path, message] = FINDING.exec(finding.trimEnd()) ?? []
  return path === undefined || message === undefined ? finding.trim() : `${path}: ${message}`
}
