import { renamed } from './readable-errors.ts'
import { runCompiler, writeTsconfig } from './workspace-tsconfig.ts'

const LINES = 200

/** Type errors as `path:line:col: error TSnnnn: message`, with the lines that explain them indented below. */
export function checkTypes(workspace: string): string[] {
  const checked = runCompiler(['--pretty', 'false', '-p', writeTsconfig(workspace)], workspace)
  if (checked.status === 0) return []
  const output =
    `${checked.stdout}${checked.stderr}`.trim() || `error: the compiler ended by ${checked.signal ?? `exit code ${checked.status}`}`
  const names = new Map([[`${workspace}/`, '']])
  const lines = output.split('\n').map((line) => renamed(line.replace(/^(.+?)\((\d+),(\d+)\): error /, '$1:$2:$3: error '), names))
  // A broken tsconfig makes everything else fail as well.
  const isSetting = (line: string) => /^(?:tsconfig[\w.-]*\.json:|error )/.test(line)
  const sorted = [...lines.filter(isSetting), ...lines.filter((line) => !isSetting(line))]
  return sorted.length > LINES ? [...sorted.slice(0, LINES), `… and ${sorted.length - LINES} more lines`] : sorted
}
