import { expect, test } from 'vitest'
import { skippedFilesIn } from '#src/domain/publishing/skipped-files.ts'
import type { Observation } from '#src/domain/agent/agent-protocol.ts'
import type { StepRecord } from '#src/domain/projects/records.ts'

const steps = (...observations: Observation[][]): StepRecord[] =>
  observations.map((seen) => ({ observations: seen }) as unknown as StepRecord)
const command = (notKept?: string[]): Observation => ({ tool: 'executeCommand', ok: true, ...(notKept === undefined ? {} : { notKept }) })

test('the last command says which files were not kept', () => {
  expect(
    skippedFilesIn(steps([command(['a'])], [{ tool: 'readFile', ok: true }, command(['b', 'c'])], [{ tool: 'finish', ok: true }])),
  ).toEqual(['b', 'c'])
  expect(skippedFilesIn(steps([command(['a']), command()]))).toEqual([])
  expect(skippedFilesIn(steps([{ tool: 'readFile', ok: true }]))).toEqual([])
  expect(skippedFilesIn([])).toEqual([])
})
