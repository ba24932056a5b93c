import { reader } from '#src/domain/shared/hostile-text.ts'
import type { PackageTrouble } from '#src/domain/packages/package-trouble.ts'
import { Failure } from '#src/domain/shared/failures.ts'
import { errorCode } from '#src/domain/shared/workspace-path-parts.ts'
import type { CommandResult } from '#src/ports/sandbox.ts'
import { SANDBOX_LIMITS } from '../sandbox-limits.ts'
import { GATE_ADDRESS, type GateReport } from './registry-gate.ts'

const CHARACTERS = 800
/** Colors and links. Node's own pattern takes quadratic time for sequences that don't end. */
const ESCAPES = /\u001B(?:\[[\d;?]{0,20}[A-Za-z]|\][^\u0007\u001B]{0,200}(?:\u0007|\u001B\\))/g
/** Lines that don't say anything about the reason. */
const NOISE = /A complete log of this run|^npm warn|^Progress:|^\s*$|info If you think this is a bug|^info Visit|^error Command failed/

const plain = reader('installationFailure', (text) => text.replace(ESCAPES, ''))

/** Why packages could not be installed, and who is responsible: from the limits, the gate and the package manager's output. */
export function installationFailure(
  { stdout, stderr, stoppedBy, exitCode }: CommandResult,
  { trouble, exceeded }: GateReport,
  limits: { processorMs: number; realMs: number },
): PackageTrouble {
  const { memoryMb, processes } = SANDBOX_LIMITS.install
  const repository = (reason: string): PackageTrouble => ({ cause: 'repository', reason })
  switch (stoppedBy) {
    case 'processor-time':
      return repository(`it took more than ${limits.processorMs / 1_000} seconds of processor time`)
    case 'memory':
      return repository(`it used more than the ${memoryMb} MB of memory of an installation`)
    case 'output':
      return repository('it printed too much')
    case 'clock': {
      const tookLonger = `it took longer than ${Math.round(limits.realMs / 1_000)} seconds`
      return trouble === null ? { cause: 'machine', reason: tookLonger } : { cause: 'network', reason: `${trouble}, and ${tookLonger}` }
    }
    case null:
      break
  }
  if (exitCode === null) return { cause: 'machine', reason: 'the system ended the installation' }
  const output = [stdout, stderr].map(plain).join('\n')
  if (/\bENOSPC\b/.test(output)) return { cause: 'machine', reason: 'this machine’s disk is full' }
  if (/JavaScript heap out of memory/.test(output)) return repository('the package manager ran out of memory')
  if (/\bEAGAIN\b/.test(output)) return repository(`the package manager started more than ${processes} processes`)
  if (exceeded !== null) return repository(exceeded)
  if (trouble !== null) return { cause: 'network', reason: trouble }
  return repository(wordsOf(output))
}

/** Errors of this machine's disk and processes, which are no fault of the packages. */
const OF_THE_MACHINE = new Set(['ENOSPC', 'EDQUOT', 'EMFILE', 'ENFILE', 'ENOMEM', 'EIO', 'EAGAIN'])

/** The same for an error of the sandbox or the store; `null` if it says nothing about the packages. */
export function troubleOfError(error: unknown): PackageTrouble | null {
  // Files that a workspace refuses, and a lockfile that can't be read from it, are the repository's fault.
  if (error instanceof Failure && error.kind === 'sandbox-path') return { cause: 'repository', reason: error.message }
  const code = errorCode(error)
  if (code === undefined || !OF_THE_MACHINE.has(code)) return null
  return { cause: 'machine', reason: `this machine could not store the packages (${code})` }
}

/** The package manager's own words. */
function wordsOf(output: string): string {
  const lines = output.split('\n').filter((line) => !NOISE.test(line))
  const messages = lines.map((line) =>
    line
      .replace(/^(?:npm error|error)\s*/, '')
      .replaceAll(GATE_ADDRESS, '')
      .trim(),
  )
  return messages.join('\n').trim().slice(0, CHARACTERS) || 'the package manager gave no reason'
}
