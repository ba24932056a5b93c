import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { z } from 'zod'

const report = z.object({ benches: z.array(z.object({ facts: z.array(z.object({ what: z.string(), value: z.string() })) })) })

// Asserts no durations; events and bytes in the history are not durations.
test('a step of the agent adds little to the history, as the benchmark measures it', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, ['bench/main.ts', 'history', '--json'], { timeout: 150_000 })
  const facts = report.parse(JSON.parse(stdout)).benches.flatMap((bench) => bench.facts)
  const figure = (what: string): number => Number.parseFloat(facts.find((fact) => fact.what === what)?.value ?? '')
  expect(figure('events per step')).toBeLessThan(25)
  expect(figure('bytes per step')).toBeLessThan(4)
})

test('an unknown benchmark is rejected with a list of the existing ones', async () => {
  const run = promisify(execFile)(process.execPath, ['bench/main.ts', 'nothing'], { timeout: 60_000 })
  await expect(run).rejects.toMatchObject({
    code: 2,
    stderr: expect.stringContaining('webhook|turn|step|cancel|memory|history|growth|sandbox'),
  })
})
