import { existsSync } from 'node:fs'
import { expect, test } from 'vitest'
import { SLOW_FILES } from '#test/support/slow-files-first.ts'

test('every file that is listed as slow exists, and is listed once', () => {
  expect(SLOW_FILES.filter((path) => !existsSync(path))).toEqual([])
  expect(new Set(SLOW_FILES).size).toBe(SLOW_FILES.length)
})
