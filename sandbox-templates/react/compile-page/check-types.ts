import { dirname, relative } from 'node:path'
import { runCompiler } from './compiler.ts'
import { renamed } from './readable-errors.ts'
import type { Place } from './place.ts'
import { lendReactTypes } from './lent-react.ts'
import { writeTsconfig } from './workspace-tsconfig.ts'

/** Of a command's output, only the last 64 KB are kept. */
const OUTPUT_BYTES = 56_000

/** Type errors as `path:line:col: error TSnnnn: message`, followed by their indented explanation. */
export function checkTypes(place: Place): string[] {
  const { workspace } = place
  lendReactTypes(place)
  const tsconfig = writeTsconfig(place)
  const checked = runCompiler(['--pretty', 'false', '-p', tsconfig], workspace)
  if (checked.status === 0) return []
  const output =
    `${checked.stdout}${checked.stderr}`.trim() || `error: the compiler stopped with ${checked.signal ?? `exit code ${checked.status}`}`
  const names = new Map([
    [`${relative(workspace, dirname(tsconfig))}/`, ''],
    [`${workspace}/`, ''],
  ])
  const findings = output.split(/\n(?!\s)/).map((text) => renamed(text.replace(/^(.+?)\((\d+),(\d+)\): error /, '$1:$2:$3: error '), names))
  // An invalid tsconfig causes all other errors, so it comes first.
  const isSetting = (finding: string) => /^(?:[^ ]*[jt]sconfig[\w.-]*\.json:|error )/.test(finding)
  const sorted = [...findings.filter(isSetting), ...findings.filter((finding) => !isSetting(finding))]
  return firstLines(sorted)
}

/** The lines of the findings that fit into the output, and how many lines do not. No finding is cut, so that it can be compared. */
function firstLines(findings: readonly string[]): string[] {
  let left = OUTPUT_BYTES
  const end = findings.findIndex((finding) => {
    left -= Buffer.byteLength(finding) + 1
    return left < 0
  })
  const linesOf = (some: readonly string[]) => some.flatMap((finding) => finding.split('\n'))
  return end === -1 ? linesOf(findings) : [...linesOf(findings.slice(0, end)), `… and ${linesOf(findings.slice(end)).length} more lines`]
}
