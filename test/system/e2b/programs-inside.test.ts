import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const FOLDER = join(import.meta.dirname, '../../../src/adapters/sandbox/e2b/inside')

/** Runs one of the programs where it does not belong: on this machine, which has no workspace. */
async function outside(program: string, call: object): Promise<unknown> {
  const text = await readFile(join(FOLDER, program), 'utf8')
  const args = ['--input-type=module-typescript', '-e', text, JSON.stringify(call), 'echo ran']
  return JSON.parse((await promisify(execFile)(process.execPath, args)).stdout)
}

test('a command that can’t be isolated is not run, and gives no result', async () => {
  const call = { env: {}, timeoutMs: 10_000, liveBytes: 1_000, livePieces: 10, keptBytes: 1_000, floodBytes: 1_000 }
  expect(await outside('command-program.ts', call)).toEqual({ problem: expect.stringMatching(/\S/) })
})

test('without a workspace, no file is listed', async () => {
  expect(await outside('workspace-program.ts', { do: 'snapshot', depth: 1, maxEntries: 1 })).toMatchObject({ ok: false, code: 'ENOENT' })
})
