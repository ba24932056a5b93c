import { afterAll, beforeAll, expect, test } from 'vitest'
import type { FailureKind } from '#src/domain/shared/failures.ts'
import type { Sandbox } from '#src/ports/sandbox.ts'
import { bytes, LABELS, longTime, run, textOf } from '#test/support/sandbox-contract/use-sandbox.ts'
import type { Fault } from '../../support/e2b/double/faults.ts'
import { useDoubled } from '../../support/e2b/use-e2b-double.ts'

const START = { method: 'POST', at: /^\/process\.Process\/Start$/ }
const NOT_FOUND = { sandboxId: 'it', message: 'The sandbox was not found', code: 502 }
const doubled = useDoubled()
let sandbox: Sandbox
let impatient: Sandbox | null
beforeAll(async () => {
  sandbox = await doubled().provider.create('react', LABELS)
  impatient = await doubled().impatient.connect(sandbox.id)
})
afterAll(() => sandbox.destroy())

const sandboxFor = (does: Fault['does']) => (does === 'silence' && impatient !== null ? impatient : sandbox)

const ANSWERS: [what: string, does: Fault['does'], kind: FailureKind][] = [
  ['a wrong token', { answer: 401 }, 'sandbox-misconfigured'],
  ['too many requests', { answer: 429 }, 'sandbox-unavailable'],
  ['an internal error', { answer: 500 }, 'sandbox-unavailable'],
  ['that it is gone, which is wrong', { answer: 502, body: NOT_FOUND }, 'sandbox-unavailable'],
  ['no room', { answer: 503 }, 'sandbox-unavailable'],
  ['nothing', 'silence', 'sandbox-unavailable'],
  ['the end of the connection', 'hang-up', 'sandbox-unavailable'],
  ['half of an envelope', { breakAfterBytes: 3 }, 'sandbox-unavailable'],
]

test.each(ANSWERS)('a command that is answered with %s fails, and the next one works', async (_what, does, kind) => {
  doubled().double.faults.plan({ ...START, does })
  await expect(run(sandboxFor(does), 'echo works')).rejects.toMatchObject({ name: 'Failure', kind })
  expect((await run(sandbox, 'echo works')).stdout).toBe('works\n')
})

test.each(ANSWERS.slice(0, 6))('an upload that is answered with %s fails, and nothing is written', async (_what, does, kind) => {
  await sandbox.writeFile('large', bytes('before'))
  doubled().double.faults.plan({ method: 'POST', at: /^\/files$/, does })
  await expect(sandboxFor(does).writeFile('large', new Uint8Array(100_000))).rejects.toMatchObject({ name: 'Failure', kind })
  expect(await textOf(sandbox, 'large')).toBe('before')
})

test('an answer after somebody destroyed the sandbox is a lost sandbox', async () => {
  const other = await doubled().provider.create('react', { ...LABELS, turn: 'lost' })
  await other.destroy()
  doubled().double.faults.plan({ ...START, does: { answer: 502, body: NOT_FOUND } })
  await expect(run(other, 'true')).rejects.toMatchObject({ name: 'Failure', kind: 'sandbox-lost' })
})

test('if the cloud can’t tell whether a sandbox is gone, it counts as unavailable', async () => {
  doubled().double.faults.plan({ ...START, does: { answer: 502, body: NOT_FOUND } })
  doubled().double.faults.plan({ method: 'GET', at: /^\/sandboxes\//, does: { answer: 500 } })
  await expect(run(sandbox, 'true')).rejects.toMatchObject({ name: 'Failure', kind: 'sandbox-unavailable' })
})

test('a command whose stream is interrupted is ended in the sandbox', async () => {
  const seconds = longTime()
  doubled().double.faults.plan({ ...START, does: { breakAfterBytes: 200 } })
  const command = `(setsid sleep ${seconds} &) ; until [ -e go ]; do sleep 0.05; done; seq 1 1000; sleep ${seconds}`
  const running = run(sandbox, command, { onOutput: () => undefined })
  const outcome = Promise.allSettled([running])
  await expect.poll(() => doubled().processesWith(seconds), { timeout: 10_000 }).toBeGreaterThan(0)
  await sandbox.writeFile('go', bytes(''))
  expect(await outcome).toMatchObject([{ status: 'rejected', reason: { name: 'Failure', kind: 'sandbox-unavailable' } }])
  await expect.poll(() => doubled().processesWith(seconds), { timeout: 5_000 }).toBe(0)
})
