import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { Client, Connection } from '@temporalio/client'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { startScriptedModel, type ScriptedModel } from '#test/support/scripted-model.ts'
import { AT, startStack, type Stack } from '#test/support/stack/start-stack.ts'
import { greet } from '../../support/stack/greeting.ts'
import { command, untilEnded } from '../../support/stack/one-of-each.ts'

/** Text where a secret could be. A search that doesn't find it proves nothing. */
const PLANTED = 'planted-4f1d9b'

let model: ScriptedModel
let stage: Stack
/** Every token that GitHub issued. */
const tokens = new Set<string>()

beforeAll(async () => {
  model = await startScriptedModel(greet)
  stage = await startStack({ modelUrl: model.url })
  stage.apiGate.after(({ path, answer }) => {
    if (!path.endsWith('/access_tokens')) return
    const { data } = z.object({ token: z.string() }).safeParse(JSON.parse(answer))
    if (data !== undefined) tokens.add(data.token)
  })
})
afterAll(async () => {
  await stage.close()
  await model.close()
})

async function filesBelow(folder: string): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const texts = await Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map(async (entry) => {
        const bytes = await readFile(join(entry.parentPath, entry.name))
        return (bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes).toString('latin1')
      }),
  )
  return texts.join('\n')
}

async function database(): Promise<string> {
  const tables = await stage.query<{ name: string }>(`SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'`)
  const rows = await Promise.all(tables.map(({ name }) => stage.query<{ row: string }>(`SELECT t::text AS row FROM "${name}" t`)))
  return rows
    .flat()
    .map(({ row }) => row)
    .join('\n')
}

/** Everything that Temporal stores, with decoded payloads. */
async function histories(): Promise<string> {
  const { TEMPORAL_ADDRESS: address = '', TEMPORAL_NAMESPACE: namespace = '' } = stage.env
  const connection = await Connection.connect({ address })
  const client = new Client({ connection, namespace })
  const texts: string[] = []
  for await (const { workflowId, runId } of client.workflow.list()) {
    const history = await client.workflow.getHandle(workflowId, runId).fetchHistory()
    texts.push(textOf(history.events))
  }
  await connection.close()
  return texts.join('\n')
}

/** All texts of a value, with bytes decoded; protobuf messages would encode them as base64. */
function textOf(value: unknown): string {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('utf8')
  if (typeof value === 'object' && value !== null) return Object.values(value).map(textOf).join('\n')
  return String(value)
}

test('no secret of a run is in logs, database, histories, artifacts or model input, and planted text is found in each', async () => {
  const first = await command(stage, `/ollio generate a greeting card ${PLANTED}`)
  expect(await untilEnded(stage, first.comment)).toBe('PUBLISHED')
  const [pull] = (await stage.person('maintainer').rest.pulls.list({ ...AT, state: 'open' })).data
  const second = await command(stage, `/ollio let the seedlings wait ${PLANTED}`, pull?.number)
  expect(await untilEnded(stage, second.comment)).toBe('PUBLISHED')

  const {
    ARTIFACTS = '',
    PRIVATE_KEY = '',
    WEBHOOK_SECRET = '',
    OPENAI_API_KEY = '',
    LINK_SECRET = '',
    CLIENT_SECRET = '',
    DATABASE_URL = '',
  } = stage.env
  const places = {
    logs: await stage.logs(),
    database: await database(),
    histories: await histories(),
    artifacts: await filesBelow(ARTIFACTS),
    model: JSON.stringify(model.calls),
  }
  const keyLine = PRIVATE_KEY.split('\n')[3] ?? ''
  const secrets = [keyLine, WEBHOOK_SECRET, OPENAI_API_KEY, LINK_SECRET, CLIENT_SECRET, DATABASE_URL, ...tokens]
  expect(secrets.every((secret) => secret.length > 10)).toBe(true)
  // The turn uses tokens to read, write, listen, comment, propose and check.
  expect(tokens.size).toBeGreaterThanOrEqual(6)
  for (const [place, text] of Object.entries(places)) {
    const found = secrets.filter((secret) => text.includes(secret) || text.includes(JSON.stringify(secret).slice(1, -1)))
    expect({ place, found: found.length, isSearched: text.includes(place === 'logs' ? `comment:${first.comment}` : PLANTED) }).toEqual({
      place,
      found: 0,
      isSearched: true,
    })
  }
})
