import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { PassingRequest } from '#test/support/stack/http-gate.ts'
import { startScriptedModel, type ScriptedModel } from '#test/support/scripted-model.ts'
import { startStack, type Stack } from '#test/support/stack/start-stack.ts'
import { greet } from '../../support/stack/greeting.ts'
import { command, expectOneOfEach, untilEnded } from '../../support/stack/one-of-each.ts'

let model: ScriptedModel
let stage: Stack

beforeAll(async () => {
  model = await startScriptedModel(greet)
  stage = await startStack({ modelUrl: model.url, settings: { DEFAULT_MONTHLY_CREDITS: '1000' } })
})
afterEach(() => {
  stage.apiGate.before(null)
  stage.apiGate.after(null)
})
afterAll(async () => {
  await stage.close()
  await model.close()
})

const isCommit = ({ body }: PassingRequest): boolean => body.includes('createCommitOnBranch')
const isA = (method: string, path: RegExp) => (request: PassingRequest) => request.method === method && path.test(request.path)

const MOMENTS: [what: string, when: 'before' | 'after', matches: (request: PassingRequest) => boolean][] = [
  ['the repository was fetched', 'after', isA('POST', /\/git-upload-pack$/)],
  ['the progress comment was written', 'after', isA('POST', /\/issues\/\d+\/comments$/)],
  ['the branch was made', 'after', isA('POST', /\/git\/refs$/)],
  ['the commit', 'before', isCommit],
  ['the commit', 'after', isCommit],
  ['the pull request was opened', 'after', isA('POST', /\/pulls$/)],
  ['the check run was written', 'after', isA('POST', /\/check-runs$/)],
]

test.each(MOMENTS)('a worker that is killed when %s (%s the request reached GitHub) leaves one of each', async (_what, when, matches) => {
  const before = model.calls.length
  let killed = false
  stage.apiGate[when](async (request) => {
    if (killed || !matches(request)) return
    killed = true
    await stage.killWorker()
    throw new Error('The worker that would read this response is dead')
  })
  const { issue, comment } = await command(stage, '/ollio generate a greeting card')
  expect(await untilEnded(stage, comment)).toBe('PUBLISHED')
  expect(killed).toBe(true)
  await expectOneOfEach(stage, issue, comment, model.calls.slice(before))
})
