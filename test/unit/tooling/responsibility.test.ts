import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { CAUSES } from '#src/domain/checks/measured.ts'
import { FAILURE_KINDS } from '#src/domain/shared/failures.ts'

const page = readFileSync('docs/internals/responsibility.md', 'utf8')
const [ofMeasurements = '', ofTurns = ''] = page.split('## Failures that end a turn')

test('every kind of failure is in the table of who is responsible, once', () => {
  const named = [...ofTurns.matchAll(/`([a-z]+(?:-[a-z]+)*)`/g)].map(([, kind = '']) => kind)
  const kinds: readonly string[] = FAILURE_KINDS
  expect(named.filter((name) => kinds.includes(name)).toSorted()).toEqual([...FAILURE_KINDS].toSorted())
})

test('every row about a measurement names who is responsible, and a test that provokes it', () => {
  const rows = ofMeasurements.split('\n').filter((line) => /^\| (?!what happens|---)/.test(line))
  expect(rows.length).toBeGreaterThan(10)
  for (const row of rows) {
    const cells = row.split('|').map((cell) => cell.trim())
    expect(cells[2]).toMatch(/^(?:page|repository|machine|network|Ollio|agent)\b/)
    expect(cells[6]).toMatch(/\.test\.ts\)$/)
  }
})

test('who may be responsible is one closed list', () => {
  expect(CAUSES).toEqual(['page', 'repository', 'machine', 'network', 'model', 'github', 'ollio'])
})
