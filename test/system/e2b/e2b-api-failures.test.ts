import { expect, test } from 'vitest'
import type { FailureKind } from '#src/domain/shared/failures.ts'
import { LABELS, run } from '#test/support/sandbox-contract/use-sandbox.ts'
import type { Fault } from '../../support/e2b/double/faults.ts'
import { useDoubled } from '../../support/e2b/use-e2b-double.ts'

const CHECK = { ...LABELS, purpose: 'check' } as const
const doubled = useDoubled()
const providerFor = (does: Fault['does']) => (does === 'silence' ? doubled().impatient : doubled().provider)

const ANSWERS: [what: string, does: Fault['does'], kind: FailureKind][] = [
  ['a wrong request', { answer: 400 }, 'sandbox-misconfigured'],
  ['a wrong key', { answer: 401 }, 'sandbox-misconfigured'],
  ['a missing right', { answer: 403 }, 'sandbox-misconfigured'],
  ['too many requests', { answer: 429 }, 'sandbox-unavailable'],
  ['too many requests for longer than a request may take', { answer: 429, headers: { 'retry-after': '600' } }, 'sandbox-unavailable'],
  ['an internal error', { answer: 500 }, 'sandbox-unavailable'],
  ['an internal error in HTML', { answer: 500, body: '<h1>Internal error</h1>' }, 'sandbox-unavailable'],
  ['a bad gateway', { answer: 502 }, 'sandbox-unavailable'],
  ['no room', { answer: 503 }, 'sandbox-unavailable'],
  ['nothing', 'silence', 'sandbox-unavailable'],
  ['the end of the connection', 'hang-up', 'sandbox-unavailable'],
]

test.each(ANSWERS)('creating a sandbox, answered with %s, fails: %o is %s', async (_what, does, kind) => {
  doubled().double.faults.plan({ method: 'POST', at: /^\/v2\/sandboxes$/, does })
  await expect(providerFor(does).create('react', CHECK)).rejects.toMatchObject({ name: 'Failure', kind })
})

test('a template that is not built is a failure of the settings', async () => {
  doubled().double.faults.plan({
    method: 'POST',
    at: /^\/v2\/sandboxes$/,
    does: { answer: 404, body: { code: 404, message: 'no template' } },
  })
  await expect(doubled().provider.create('react', CHECK)).rejects.toMatchObject({ name: 'Failure', kind: 'sandbox-misconfigured' })
})

test('a short wait is kept if the API asks for it, and then the request succeeds', async () => {
  doubled().double.faults.plan({ method: 'POST', at: /^\/v2\/sandboxes$/, does: { answer: 429, headers: { 'retry-after': '1' } } })
  const sandbox = await doubled().provider.create('react', CHECK)
  expect((await run(sandbox, 'echo works')).stdout).toBe('works\n')
  await sandbox.destroy()
})

test.each(ANSWERS)('listing sandboxes, answered with %s, fails', async (_what, does, kind) => {
  doubled().double.faults.plan({ method: 'GET', at: /^\/v2\/sandboxes$/, does })
  await expect(providerFor(does).list({})).rejects.toMatchObject({ name: 'Failure', kind })
})

test.each(ANSWERS)('looking up a sandbox, answered with %s, fails', async (_what, does, kind) => {
  doubled().double.faults.plan({ method: 'GET', at: /^\/sandboxes\//, does })
  await expect(providerFor(does).connect('somebody')).rejects.toMatchObject({ name: 'Failure', kind })
})

test('destroying a sandbox, answered with an error, fails and can be tried again', async () => {
  const sandbox = await doubled().provider.create('react', CHECK)
  doubled().double.faults.plan({ method: 'DELETE', at: /^\/sandboxes\//, does: { answer: 500 } })
  await expect(sandbox.destroy()).rejects.toMatchObject({ name: 'Failure', kind: 'sandbox-unavailable' })
  await sandbox.destroy()
  expect(await doubled().provider.list({})).toEqual([])
})
