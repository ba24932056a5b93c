import { dirname, relative } from 'node:path'
import { runCompiler } from './compiler.ts'
import { renamed } from './readable-errors.ts'
import type { Place } from './place.ts'
import { lendReactTypes } from './lent-react.ts'
import { PLANTED_ERROR, writeTsconfig } from './workspace-tsconfig.ts'

/** `unchecked`: why the compiler looked at no file, as its own words; `null` if it did. */
export type TypeFindings = { findings: string[]; unchecked: string | null }

/** Of a command's output, only the last 64 KB are kept. */
const OUTPUT_BYTES = 56_000
/** How often options are left out that the compiler refuses. */
const ROUNDS = 5
/** Of the form `Option 'declarationMap' cannot be specified without …`; the first one named is the one that is refused. */
const REFUSED_OPTION = /\b[Oo]ption '(?:--)?(\w+)/
/** An error with a place whose code has four digits and begins with 1. */
const SYNTAX = /^[^ ]+:\d+:\d+: error TS1\d{3}: /
/** Imports of style sheets for their effect alone, for which a bundler's types may be missing. */
const STYLE_SHEET = /: error TS2882: .*\.(?:css|scss|sass|less|pcss|styl)'/
/**
 * What can't be an error of a preview whose components have no types: a missing declaration file, and props that were inferred from
 * JavaScript.
 */
const OF_JAVASCRIPT = /^\.ollio\/preview\.tsx:.*: error TS(?:7016|2741|2739|2740|2559):/

/**
 * Type errors as `path:line:col: error TSnnnn: message`, followed by their indented explanation. One known error is planted among the files:
 * where it isn't found, the compiler refused its options and ended before it looked at anything, which says nothing about the types.
 */
export function checkTypes(place: Place): TypeFindings {
  const { workspace } = place
  lendReactTypes(place)
  const { path: tsconfig, isJavaScript, leaveOut } = writeTsconfig(place)
  const names = new Map([
    [`${relative(workspace, dirname(tsconfig))}/`, ''],
    [`${workspace}/`, ''],
  ])
  for (let round = 0; ; round += 1) {
    const checked = runCompiler(['--pretty', 'false', '-p', tsconfig], workspace)
    const output =
      `${checked.stdout}${checked.stderr}`.trim() || `error: the compiler stopped with ${checked.signal ?? `exit code ${checked.status}`}`
    const all = output.split(/\n(?!\s)/).map((text) => renamed(text.replace(/^(.+?)\((\d+),(\d+)\): error /, '$1:$2:$3: error '), names))
    const findings = all.filter((finding) => !finding.startsWith(PLANTED_ERROR))
    // A syntax error also ends the compiler early, and is a finding by itself.
    if (findings.length < all.length || findings.some((finding) => SYNTAX.test(finding))) {
      const shown = findings.filter((finding) => isOfTypes(finding, isJavaScript))
      // An invalid tsconfig causes all other errors, so it comes first.
      return {
        findings: firstLines([...shown.filter(isOfSettings), ...shown.filter((finding) => !isOfSettings(finding))]),
        unchecked: null,
      }
    }
    const refused = findings.flatMap((finding) => REFUSED_OPTION.exec(finding)?.[1] ?? [])
    if (round === ROUNDS || !leaveOut(refused)) return { findings: firstLines(findings), unchecked: findings[0]?.split('\n')[0] ?? '' }
  }
}

function isOfSettings(finding: string): boolean {
  return /^(?:[^ ]*[jt]sconfig[\w.-]*\.json:|error )/.test(finding)
}

function isOfTypes(finding: string, isJavaScript: boolean): boolean {
  return !STYLE_SHEET.test(finding) && !(isJavaScript && OF_JAVASCRIPT.test(finding))
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
