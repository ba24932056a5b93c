import { dirname, relative } from 'node:path'
import { runCompiler } from './compiler.ts'
import { renamed } from './readable-errors.ts'
import type { Place } from './place.ts'
import { lendReactTypes } from './lent-react.ts'
import { writeTsconfig } from './workspace-tsconfig.ts'

const LINES = 200

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
  const lines = sorted.flatMap((finding) => finding.split('\n'))
  return lines.length > LINES ? [...lines.slice(0, LINES), `… and ${lines.length - LINES} more lines`] : lines
}
