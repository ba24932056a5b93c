import { afterAll, beforeAll, expect, test } from 'vitest'
import { e2bTemplateName } from '#src/adapters/sandbox/e2b/e2b-template-name.ts'
import { API_KEY, type E2bDouble, startE2bDouble } from '#test/support/e2b/double/e2b-double.ts'
import { startScriptedModel, type ScriptedModel } from '#test/support/scripted-model.ts'
import { startStack, untilTrue, type Stack } from '#test/support/stack/start-stack.ts'
import { reactTemplate } from '#test/support/installed-template.ts'
import { greet } from '../../support/stack/greeting.ts'
import { command, expectOneOfEach, untilEnded } from '../../support/stack/one-of-each.ts'

let e2b: E2bDouble
let model: ScriptedModel
let stage: Stack

beforeAll(async () => {
  const template = await e2bTemplateName('ollio', 'sandbox-templates', 'react')
  e2b = await startE2bDouble(new Map([[template, await reactTemplate()]]))
  model = await startScriptedModel(greet)
  const settings = { E2B_API_KEY: API_KEY, E2B_API_URL: e2b.apiUrl, E2B_SANDBOX_URL: e2b.sandboxUrl }
  stage = await startStack({ modelUrl: model.url, settings })
})
afterAll(async () => {
  await stage.close()
  await model.close()
  await e2b.close()
})

test('a turn runs in E2B’s sandboxes, continues in a new one after the worker was killed, and leaves none behind', async () => {
  const before = model.calls.length
  const { issue, comment } = await command(stage, '/ollio generate a greeting card')
  await untilTrue(() => [...e2b.cloud.sandboxes.values()].some(({ asked }) => asked.metadata?.['purpose'] === 'work'))
  await stage.killWorker()
  expect(await untilEnded(stage, comment, 180_000)).toBe('PUBLISHED')
  await expectOneOfEach(stage, issue, comment, model.calls.slice(before))
  await untilTrue(() => e2b.cloud.sandboxes.size === 0)
  expect(await stage.sandboxes()).toEqual([])
  expect(e2b.asked.filter((request) => request === 'POST /v2/sandboxes').length).toBeGreaterThanOrEqual(4)
}, 240_000)
