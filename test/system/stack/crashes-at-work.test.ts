import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { startScriptedModel, type ScriptedModel } from '#test/support/scripted-model.ts'
import { startStack, untilTrue, type Stack } from '#test/support/stack/start-stack.ts'
import { greet } from '../../support/stack/greeting.ts'
import { command, expectOneOfEach, untilEnded } from '../../support/stack/one-of-each.ts'

let model: ScriptedModel
let stage: Stack

beforeAll(async () => {
  model = await startScriptedModel(greet)
  stage = await startStack({ modelUrl: model.url, settings: { DEFAULT_MONTHLY_CREDITS: '1000' } })
  await stage.query(HOLD)
})
afterEach(() => model.onCall(null))
afterAll(async () => {
  await stage.close()
  await model.close()
})

/** Lets a test block the writing of a step's observations: the write waits for an advisory lock that the test holds. */
const LOCK = 20_261_125
const HOLD = `
  CREATE FUNCTION hold() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    PERFORM pg_advisory_xact_lock_shared(${LOCK});
    RETURN NEW;
  END $$;
  CREATE TRIGGER hold BEFORE UPDATE OF observations ON "Step" FOR EACH ROW EXECUTE FUNCTION hold();`

/** Whether any sandbox runs a command. */
async function commandRuns(): Promise<boolean> {
  const sandboxes = await readdir(stage.sandboxesFolder)
  const commands = await Promise.all(sandboxes.map((name) => readdir(join(stage.sandboxesFolder, name, 'commands')).catch(() => [])))
  return commands.flat().length > 0
}

test('a worker that is killed during a model call repeats only that call', async () => {
  const before = model.calls.length
  let killed = false
  model.onCall(async () => {
    if (killed || model.calls.length - before < 2) return
    killed = true
    await stage.killWorker()
  })
  const { issue, comment } = await command(stage, '/ollio generate a greeting card')
  expect(await untilEnded(stage, comment)).toBe('PUBLISHED')
  expect(killed).toBe(true)
  expect(model.calls.length - before).toBe(4)
  await expectOneOfEach(stage, issue, comment, model.calls.slice(before))
})

test('a worker that is killed during a command repeats it in a sandbox with the same files', async () => {
  const before = model.calls.length
  const { issue, comment } = await command(stage, '/ollio generate a greeting card')
  await untilTrue(() => model.calls[before + 1]?.answered === true)
  await untilTrue(commandRuns)
  await stage.killWorker()
  expect(await untilEnded(stage, comment)).toBe('PUBLISHED')
  await expectOneOfEach(stage, issue, comment, model.calls.slice(before))
})

test('a worker that is killed after writing a file but before recording it writes it again', async () => {
  const before = model.calls.length
  await stage.query('SELECT pg_advisory_lock($1)', [LOCK])
  const { issue, comment } = await command(stage, '/ollio generate a greeting card')
  const waiting = async () =>
    stage.query<{ pid: number }>(`SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND wait_event = 'advisory'`)
  await untilTrue(async () => (await waiting()).length > 0)
  await stage.killWorker()
  // Ends its statement too, as if the machine went down.
  for (const { pid } of await waiting()) await stage.query('SELECT pg_terminate_backend($1)', [pid])
  await stage.query('SELECT pg_advisory_unlock($1)', [LOCK])
  expect(await untilEnded(stage, comment)).toBe('PUBLISHED')
  await expectOneOfEach(stage, issue, comment, model.calls.slice(before))
})

test('a worker that is killed after a file was written and recorded continues after it', async () => {
  const before = model.calls.length
  // Blocks the next answer; otherwise it could arrive and get lost with the worker before the kill.
  const killed = Promise.withResolvers<void>()
  model.onCall(async () => {
    if (model.calls.length - before === 2) await killed.promise
  })
  const { issue, comment } = await command(stage, '/ollio generate a greeting card')
  await untilTrue(async () => {
    const rows = await stage.query(
      `SELECT FROM "Step" WHERE jsonb_array_length(observations) > 0 AND "turnId" = (SELECT id FROM "Turn" WHERE key = $1)`,
      [`comment:${comment}`],
    )
    return rows.length > 0
  })
  await stage.killWorker()
  killed.resolve()
  expect(await untilEnded(stage, comment)).toBe('PUBLISHED')
  await expectOneOfEach(stage, issue, comment, model.calls.slice(before))
})
