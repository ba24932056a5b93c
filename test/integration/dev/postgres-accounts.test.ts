import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { thisMachineAs } from '../../support/tooling/bare-machine.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ollio-accounts-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const source = (path: string): string => JSON.stringify(pathToFileURL(resolve('dev/postgres', path)).href)

/** Starts PostgreSQL, sends a query, and prints the account that the server runs as. */
const PROGRAM = `
  import { withClient } from ${source('database.ts')}
  import { startPostgres } from ${source('start-postgres.ts')}
  const server = await startPostgres({ folder: process.argv[1] })
  const { rows } = await withClient(server.url, (client) => client.query('SELECT 40 + 2 AS answer'))
  await server.stop()
  console.log(process.getuid(), rows[0].answer)`

test.each([
  ['root, which PostgreSQL refuses to run as', 0],
  ['an ordinary user', 1_000],
])('the embedded server starts for %s', async (_who, uid) => {
  const node = [process.execPath, '--input-type=module', '-e', PROGRAM, join(folder, String(uid))]
  const [command = '', ...args] = thisMachineAs(uid)
  expect((await promisify(execFile)(command, [...args, ...node], { timeout: 60_000 })).stdout).toBe(`${uid} 42\n`)
})
