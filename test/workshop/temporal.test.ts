import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Connection } from '@temporalio/client'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findTemporal } from '#src/local/temporal/find-temporal.ts'
import { startTemporal } from '#src/local/temporal/start-temporal.ts'
import { testTemporal } from '#test/support/temporal.ts'

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ollio-temporal-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function program(path: string, script: string): Promise<string> {
  await mkdir(join(path, '..'), { recursive: true })
  await writeFile(path, `#!/bin/sh\n${script}\n`)
  await chmod(path, 0o755)
  return path
}

describe('the Temporal CLI', () => {
  test('is taken from the PATH first', async () => {
    const installed = await program(join(folder, 'path', 'temporal'), '')
    await program(join(folder, 'cache-1', 'temporal-cli-1.5.1', 'temporal'), '')
    const found = await findTemporal({
      cacheFolder: join(folder, 'cache-1'),
      env: { PATH: `/nowhere:${join(folder, 'path')}` },
      onProgress: () => {},
    })
    expect(found).toBe(installed)
  })

  test('is taken from the cache next', async () => {
    const cached = await program(join(folder, 'cache-2', 'temporal-cli-1.5.1', 'temporal'), '')
    expect(await findTemporal({ cacheFolder: join(folder, 'cache-2'), env: { PATH: '/nowhere' }, onProgress: () => {} })).toBe(cached)
  })

  test('is built with Go otherwise, says so, and appears in the cache as a whole', async () => {
    await program(join(folder, 'go', 'go'), 'echo "$@" > "$GOBIN/temporal"; /bin/chmod +x "$GOBIN/temporal"')
    const said: string[] = []
    const cacheFolder = join(folder, 'cache-3')
    const found = await findTemporal({ cacheFolder, env: { PATH: join(folder, 'go') }, onProgress: (sentence) => said.push(sentence) })
    expect(found).toBe(join(cacheFolder, 'temporal-cli-1.5.1', 'temporal'))
    expect(said[0]).toContain('takes some minutes')
    expect(await readdir(join(cacheFolder, 'temporal-cli-1.5.1'))).toEqual(['temporal'])
  })

  test.each([
    ['where there is no Go', null, 'install the Temporal CLI or Go, or set TEMPORAL_ADDRESS.'],
    ['where Go fails', 'echo "no such host" >&2; exit 1', 'Go could not build it: no such host'],
  ])('%s is asked for in one sentence', async (name, go, sentence) => {
    const path = join(folder, name)
    if (go !== null) await program(join(path, 'go'), go)
    const cacheFolder = join(path, 'cache')
    await expect(findTemporal({ cacheFolder, env: { PATH: path }, onProgress: () => {} })).rejects.toThrow(sentence)
    expect(await readdir(join(cacheFolder, 'temporal-cli-1.5.1'))).toEqual([])
  })
})

describe('the dev server', () => {
  test('of this run answers and knows the namespace', async () => {
    const { address, namespace } = testTemporal()
    const connection = await Connection.connect({ address })
    expect((await connection.workflowService.describeNamespace({ namespace })).namespaceInfo?.name).toBe(namespace)
    await connection.close()
  })

  test('that does not start says how its log ends', async () => {
    const binary = await program(join(folder, 'broken-temporal'), 'echo "unknown flag" >&2; exit 1')
    await expect(startTemporal({ binary, logFile: join(folder, 'broken.log') })).rejects.toThrow(/set TEMPORAL_ADDRESS[^]*unknown flag/)
  })
})
