import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { createGzip } from 'node:zlib'
import { Connection } from '@temporalio/client'
import { pack } from 'tar-stream'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findTemporal } from '#dev/temporal/find-temporal.ts'
import { startTemporal } from '#dev/temporal/start-temporal.ts'
import { testTemporal } from '#test/support/test-temporal.ts'

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

/** Nothing listens there. */
const CLOSED = 'http://127.0.0.1:9'

/** A stand-in for Temporal's download service that serves an archive of these files. */
async function startDownloads(files: Record<string, string>): Promise<{ origin: string; close: () => void }> {
  const server = createServer((request, response) => {
    if (request.url?.startsWith('/cli/v1.5.1?arch=') === true) {
      response.end(JSON.stringify({ archiveUrl: `http://${request.headers.host}/archive.tar.gz`, fileToExtract: 'temporal' }))
      return
    }
    const archive = pack()
    for (const [name, content] of Object.entries(files)) archive.entry({ name }, content)
    archive.finalize()
    archive.pipe(createGzip()).pipe(response)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return { origin: `http://127.0.0.1:${address.port}`, close: () => server.close() }
}

describe('the Temporal CLI', () => {
  test('the Temporal CLI is downloaded if possible, and runs', async () => {
    const { origin, close } = await startDownloads({ LICENSE: 'MIT', temporal: '#!/bin/sh\necho downloaded\n' })
    const cacheFolder = join(folder, 'cache-4')
    const found = await findTemporal({ cacheFolder, env: { PATH: '/nowhere' }, onProgress: () => {}, downloadOrigin: origin })
    close()
    expect((await promisify(execFile)(found)).stdout).toBe('downloaded\n')
    expect(await readdir(join(cacheFolder, 'temporal-cli-1.5.1'))).toEqual(['temporal'])
  })

  test('the Temporal CLI is built with Go if the archive contains another program than announced', async () => {
    const { origin, close } = await startDownloads({ 'something-else': '' })
    await program(join(folder, 'go-5', 'go'), 'echo "$@" > "$GOBIN/temporal"; /bin/chmod +x "$GOBIN/temporal"')
    const cacheFolder = join(folder, 'cache-5')
    const found = await findTemporal({ cacheFolder, env: { PATH: join(folder, 'go-5') }, onProgress: () => {}, downloadOrigin: origin })
    close()
    expect(await readFile(found, 'utf8')).toContain('install')
  })

  test('the Temporal CLI is taken from the PATH first', async () => {
    const installed = await program(join(folder, 'path', 'temporal'), '')
    await program(join(folder, 'cache-1', 'temporal-cli-1.5.1', 'temporal'), '')
    const found = await findTemporal({
      cacheFolder: join(folder, 'cache-1'),
      env: { PATH: `/nowhere:${join(folder, 'path')}` },
      onProgress: () => {},
    })
    expect(found).toBe(installed)
  })

  test('the Temporal CLI is taken from the cache next', async () => {
    const cached = await program(join(folder, 'cache-2', 'temporal-cli-1.5.1', 'temporal'), 'echo 1.5.1')
    expect(await findTemporal({ cacheFolder: join(folder, 'cache-2'), env: { PATH: '/nowhere' }, onProgress: () => {} })).toBe(cached)
  })

  test.each([
    ['is empty', '', 0o755],
    ['is cut off', '\u007fELF\u0002\u0001\u0001', 0o755],
    ['is for another machine', '#!/nowhere/sh\n', 0o755],
    ['may not be run', '#!/bin/sh\necho 1.5.1\n', 0o644],
  ])('the Temporal CLI is fetched again if the cached one %s, whatever is next to it', async (what, content, mode) => {
    const cached = await program(join(folder, what, 'temporal-cli-1.5.1', 'temporal'), '')
    await program(join(cached, '../making-killed/temporal'), 'echo half')
    await writeFile(cached, content)
    await chmod(cached, mode)
    const { origin, close } = await startDownloads({ temporal: '#!/bin/sh\necho downloaded\n' })
    const found = await findTemporal({
      cacheFolder: join(folder, what),
      env: { PATH: '/nowhere' },
      onProgress: () => {},
      downloadOrigin: origin,
    })
    close()
    expect([found, (await promisify(execFile)(found)).stdout]).toEqual([cached, 'downloaded\n'])
  })

  test('the Temporal CLI is built with Go if the downloaded one does not run here', async () => {
    const { origin, close } = await startDownloads({ temporal: '#!/nowhere/sh\n' })
    await program(join(folder, 'go-6', 'go'), 'echo built > "$GOBIN/temporal"')
    const env = { PATH: join(folder, 'go-6') }
    const found = await findTemporal({ cacheFolder: join(folder, 'cache-6'), env, onProgress: () => {}, downloadOrigin: origin })
    close()
    expect(await readFile(found, 'utf8')).toBe('built\n')
  })

  test('the Temporal CLI is built with Go otherwise, reports the progress, and appears in the cache only when complete', async () => {
    await program(join(folder, 'go', 'go'), 'echo "$@" > "$GOBIN/temporal"; /bin/chmod +x "$GOBIN/temporal"')
    const said: string[] = []
    const cacheFolder = join(folder, 'cache-3')
    const found = await findTemporal({
      cacheFolder,
      env: { PATH: join(folder, 'go') },
      onProgress: (sentence) => said.push(sentence),
      downloadOrigin: CLOSED,
    })
    expect(found).toBe(join(cacheFolder, 'temporal-cli-1.5.1', 'temporal'))
    expect(said.join()).toContain('takes some minutes')
    expect(await readdir(join(cacheFolder, 'temporal-cli-1.5.1'))).toEqual(['temporal'])
  })

  test.each([
    ['without Go', null, 'Install the Temporal CLI or Go, or set TEMPORAL_ADDRESS.'],
    ['with a failing Go', 'echo "no such host" >&2; exit 1', 'Go could not build it: no such host'],
  ])('the Temporal CLI is reported as missing %s, in one sentence', async (name, go, sentence) => {
    const path = join(folder, name)
    if (go !== null) await program(join(path, 'go'), go)
    const cacheFolder = join(path, 'cache')
    await expect(findTemporal({ cacheFolder, env: { PATH: path }, onProgress: () => {}, downloadOrigin: CLOSED })).rejects.toThrow(sentence)
    expect(await readdir(join(cacheFolder, 'temporal-cli-1.5.1'))).toEqual([])
  })
})

describe('the dev server', () => {
  test('the dev server of this run answers and has the namespace', async () => {
    const { address, namespace } = testTemporal()
    const connection = await Connection.connect({ address })
    expect((await connection.workflowService.describeNamespace({ namespace })).namespaceInfo?.name).toBe(namespace)
    await connection.close()
  })

  test('the dev server that does not start reports the end of its log', async () => {
    const binary = await program(join(folder, 'broken-temporal'), 'echo "unknown flag" >&2; exit 1')
    await expect(startTemporal({ binary, logFile: join(folder, 'broken.log') })).rejects.toThrow(/Set TEMPORAL_ADDRESS[^]*unknown flag/)
  })
})
