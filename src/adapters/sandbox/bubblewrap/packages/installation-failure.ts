import { stripVTControlCharacters } from 'node:util'
import type { CommandResult } from '#src/ports/sandbox.ts'
import { GATE_ADDRESS } from './registry-gate.ts'

const CHARACTERS = 800
/** Lines that don't say anything about the reason. */
const NOISE = /A complete log of this run|^npm warn|^Progress:|^\s*$|info If you think this is a bug|^info Visit|^error Command failed/

/** Why packages could not be installed, from the package manager's output. */
export function installationFailure({ stdout, stderr, stoppedBy, exitCode }: CommandResult, timeoutMs: number): string {
  if (stoppedBy === 'clock') return `it took longer than ${Math.round(timeoutMs / 1_000)} seconds`
  const output = stripVTControlCharacters(`${stdout}\n${stderr}`)
  if (/\bENOSPC\b/.test(output)) return 'the packages are larger than the limit of an installation'
  if (exitCode === null) return 'the installation was killed, because it used too much memory or too many processes'
  const lines = output.split('\n').filter((line) => !NOISE.test(line))
  const messages = lines.map((line) =>
    line
      .replace(/^(?:npm error|error)\s*/, '')
      .replaceAll(GATE_ADDRESS, '')
      .trim(),
  )
  return messages.join('\n').trim().slice(0, CHARACTERS) || 'the package manager gave no reason'
}
