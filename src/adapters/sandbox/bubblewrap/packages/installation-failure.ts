import { stripVTControlCharacters } from 'node:util'
import type { CommandResult } from '#src/ports/sandbox.ts'
import { GATE_ADDRESS } from './registry-gate.ts'

const CHARACTERS = 800
/** What says nothing about the reason. */
const NOISE = /A complete log of this run|^npm warn|^Progress:|^\s*$|info If you think this is a bug|^info Visit|^error Command failed/

/** Why packages could not be installed, in the package manager's words. */
export function installationFailure({ stdout, stderr, timedOut, exitCode }: CommandResult, timeoutMs: number): string {
  if (timedOut) return `it took longer than ${Math.round(timeoutMs / 1_000)} seconds`
  const said = stripVTControlCharacters(`${stdout}\n${stderr}`)
  if (/\bENOSPC\b/.test(said)) return 'the packages are larger than an installation may be'
  if (exitCode === null) return 'the installation was ended, because it needed too much memory or too many processes'
  const lines = said.split('\n').filter((line) => !NOISE.test(line))
  const words = lines.map((line) =>
    line
      .replace(/^(?:npm error|error)\s*/, '')
      .replaceAll(GATE_ADDRESS, '')
      .trim(),
  )
  return words.join('\n').trim().slice(0, CHARACTERS) || 'the package manager gave no reason'
}
