import { expect, test } from 'vitest'
import { recheckTime } from '#src/domain/checks/recheck-time.ts'
import type { Cause } from '#src/domain/checks/measured.ts'
import type { CheckLine } from '#src/domain/projects/records.ts'

const NOW = new Date('2026-11-30T12:00:00Z')
const missing = (cause: Cause, required = true): CheckLine => ({
  name: 'Types',
  outcome: 'not run',
  detail: '',
  notRun: { cause, required },
})
const minutesUntil = (time: Date | null) => (time === null ? null : (time.getTime() - NOW.getTime()) / 60_000)

test.each<[Cause, number | null]>([
  ['machine', 5],
  ['network', 5],
  ['model', 5],
  ['github', 5],
  ['ollio', 5],
  ['page', null],
  ['repository', null],
])('a required check that was not run because of %s runs again after %j minutes', (cause, minutes) => {
  expect(minutesUntil(recheckTime([missing(cause)], 0, NOW))).toBe(minutes)
})

test('nothing runs again if only optional checks were not run, or all were run', () => {
  expect(recheckTime([missing('machine', false)], 0, NOW)).toBeNull()
  expect(recheckTime([{ name: 'Types', outcome: 'failed', detail: '' }], 0, NOW)).toBeNull()
})

test('each try waits longer than the one before, and after the sixth there is none', () => {
  const waits = Array.from({ length: 8 }, (_, tries) => minutesUntil(recheckTime([missing('machine')], tries, NOW)))
  expect(waits).toEqual([5, 15, 60, 240, 720, 1_440, null, null])
})
