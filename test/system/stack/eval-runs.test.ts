import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, inject, test, vi } from 'vitest'
import { z } from 'zod'
import { processGroupRuns } from '#test/support/running-processes.ts'
import { createTestDatabase, type TestDatabase } from '#test/support/test-database.ts'
import { createNamespace } from '#test/support/test-temporal.ts'
import { untilTrue } from '#test/support/stack/start-stack.ts'

/** The machine may be busy. */
vi.setConfig({ testTimeout: 600_000 })

let folder: string
let database: TestDatabase
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ollio-eval-test-'))
  database = await createTestDatabase()
})
afterEach(async () => {
  await database.drop()
  await rm(folder, { recursive: true, force: true })
})

/** Runs `npm run eval` in its own process group, with the recorded model. */
async function start(prompts: unknown) {
  const file = join(folder, 'prompts.json')
  await writeFile(file, JSON.stringify(prompts))
  const { OPENAI_API_KEY: _key, OPENAI_BASE_URL: _url, ...env } = process.env
  const child = spawn(process.execPath, ['bench/eval.ts', '--prompts', file, '--out', join(folder, 'out')], {
    env: {
      ...env,
      ...{ DATABASE_URL: database.url, TEMPORAL_ADDRESS: inject('temporal').address, TEMPORAL_NAMESPACE: await createNamespace() },
      ...{ OLLIO_PRICE_IN: '1', OLLIO_PRICE_OUT: '10' },
    },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const said = { text: '' }
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said.text += chunk.toString()))
  const exited = once(child, 'exit') as Promise<[number | null]>
  return { pid: child.pid ?? 0, said, exited }
}

const resultsSchema = z.array(
  z.object({
    prompt: z.string(),
    turns: z.array(
      z.looseObject({
        ...{ published: z.boolean(), state: z.string(), steps: z.number(), promptTokens: z.number(), dollars: z.number() },
        pictures: z.array(z.object({ name: z.string(), file: z.string() })),
      }),
    ),
  }),
)

test('all prompts run, whatever the outcome of each, and the results are written with their pictures', async () => {
  const { pid, said, exited } = await start(['a sign-in form with validation', 'something that nobody has recorded'])
  const [code] = await exited
  expect(said.text).toContain('1 of 2 turns published')
  expect(code).toBe(0)
  await untilTrue(() => !processGroupRuns(pid))
  const out = (name: string) => readFile(join(folder, 'out', name), 'utf8')
  const results = resultsSchema.parse(JSON.parse(await out('results.json')))
  expect(results).toMatchObject([
    { prompt: 'a sign-in form with validation', turns: [{ published: true, state: 'PUBLISHED', pullRequest: expect.any(Number) }] },
    { prompt: 'something that nobody has recorded', turns: [{ published: false, state: 'UNCHANGED', steps: 1, pictures: [] }] },
  ])
  const [turn] = results[0]?.turns ?? []
  expect(turn?.promptTokens).toBeGreaterThan(1_000)
  expect(turn?.dollars).toBeGreaterThan(0)
  expect(turn?.pictures.map(({ name }) => name)).toEqual(['375', '375-dark', '768', '1280', '1280-dark'])
  const [table, page] = await Promise.all([out('results.md'), out('index.html')])
  expect(table).toMatch(/\| 1 \| generate a sign.*\| yes \|.*all passed \|/)
  for (const { file } of turn?.pictures ?? []) {
    expect(page).toContain(`src="${file}"`)
    expect((await stat(join(folder, 'out', file))).size).toBeGreaterThan(1_000)
  }
  expect(await out('logs/worker.log')).toContain('The worker is ready')
})

test('a run that is interrupted leaves no process behind', async () => {
  const { pid, said, exited } = await start(['a sign-in form with validation'])
  await untilTrue(() => said.text.includes('Model: recorded'))
  process.kill(pid, 'SIGTERM')
  expect((await exited)[0]).toBe(130)
  expect(await readFile(join(folder, 'out', 'results.md'), 'utf8')).toContain('0 of 0 turns published')
  await untilTrue(() => !processGroupRuns(pid))
})

test('a missing file is reported as an error of the harness', async () => {
  const child = spawn(process.execPath, ['bench/eval.ts', '--prompts', join(folder, 'none.txt'), '--out', join(folder, 'out')], {
    stdio: 'ignore',
  })
  expect((await once(child, 'exit'))[0]).toBe(1)
})
