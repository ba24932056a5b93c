import { expect, test } from 'vitest'
import { installationFailure } from '#src/adapters/sandbox/bubblewrap/packages/installation-failure.ts'
import type { GateReport } from '#src/adapters/sandbox/bubblewrap/packages/registry-gate.ts'
import { commandResult, type PlainResult } from '../../support/sandbox/command-result.ts'

const LIMITS = { processorMs: 300_000, realMs: 600_000 }
const QUIET: GateReport = { trouble: null, exceeded: null, refused: new Map(), archives: { passed: 0, cached: 0, bytes: 0 } }
const DOWN: GateReport = { ...QUIET, trouble: 'the package registry answered 503' }

test.each<[string, PlainResult, GateReport, string, string]>([
  ['a version that does not exist', { stderr: 'npm error No matching version' }, QUIET, 'repository', 'No matching version'],
  ['a package manager without words', {}, QUIET, 'repository', 'the package manager gave no reason'],
  ['a registry that answers 503', { stderr: 'npm error 503' }, DOWN, 'network', 'the package registry answered 503'],
  ['the clock', { exitCode: null, stoppedBy: 'clock' }, QUIET, 'machine', 'it took longer than 600 seconds'],
  [
    'the clock, with a registry that answers 503',
    { exitCode: null, stoppedBy: 'clock' },
    DOWN,
    'network',
    'the package registry answered 503, and it took longer than 600 seconds',
  ],
  ['a process that the system killed', { exitCode: null }, QUIET, 'machine', 'the system ended the installation'],
  [
    'too much processor time',
    { exitCode: null, stoppedBy: 'processor-time' },
    DOWN,
    'repository',
    'it took more than 300 seconds of processor time',
  ],
  [
    'too much memory',
    { exitCode: null, stoppedBy: 'memory' },
    QUIET,
    'repository',
    'it used more than the 4096 MB of memory of an installation',
  ],
  ['too many processes', { stderr: 'spawn EAGAIN' }, QUIET, 'repository', 'the package manager started more than 256 processes'],
  ['a disk without room', { stderr: 'npm error code ENOSPC' }, QUIET, 'machine', 'this machine’s disk is full'],
  [
    'too many bytes from the registry',
    { stderr: 'npm error network aborted' },
    { ...QUIET, exceeded: 'big has a file of more than 128 MB' },
    'repository',
    'big has a file of more than 128 MB',
  ],
])('an installation that failed by %s has its cause and reason', (_what, result, report, cause, reason) => {
  const ran = commandResult({ exitCode: 1, ...result })
  expect(installationFailure(ran, report, LIMITS)).toEqual({ cause, reason })
})
