import { expect, test } from 'vitest'
import { missingPackages, packagesNote } from '#src/domain/packages/package-trouble.ts'

const NOTHING = { problem: null, warning: null }
const REFUSED = { cause: 'repository', reason: 'No matching version' } as const
const BUSY = { cause: 'machine', reason: 'it took longer than 600 seconds' } as const
const DOWN = { cause: 'network', reason: 'the package registry answered 503' } as const

test.each([
  ['no trouble', NOTHING, null],
  ['a fault of the repository', { problem: REFUSED, warning: REFUSED }, null],
  [
    'a busy machine',
    { ...NOTHING, problem: BUSY },
    { cause: 'machine', reason: `the packages of the repository could not be installed: ${BUSY.reason}` },
  ],
  [
    'a registry',
    { problem: REFUSED, warning: DOWN },
    { cause: 'network', reason: `the packages of the repository could not be installed: ${DOWN.reason}` },
  ],
])('checks are suspended for %s', (_what, troubles, expected) => {
  expect(missingPackages(troubles)).toEqual(expected)
})

test('the agent is told the package manager’s reason, and that trouble of the machine or the registry is not its fault', () => {
  expect(packagesNote(NOTHING)).toBeNull()
  expect(packagesNote({ ...NOTHING, problem: REFUSED })).toBe(
    'The dependencies in package.json could not be installed: No matching version',
  )
  expect(packagesNote({ ...NOTHING, warning: REFUSED })).toBe(
    'The repository’s packages could not be installed, so Ollio’s own packages stand in for them: No matching version',
  )
  const notYours = 'This is not your fault and nothing that you can fix: go on. They are installed again for the checks.'
  expect(packagesNote({ problem: BUSY, warning: DOWN })?.split('\n')).toEqual([
    `The dependencies in package.json could not be installed: ${BUSY.reason}. ${notYours}`,
    `The repository’s packages could not be installed, so Ollio’s own packages stand in for them: ${DOWN.reason}. ${notYours}`,
  ])
})
