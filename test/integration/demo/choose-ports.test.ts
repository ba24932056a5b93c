import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, describe, expect, test } from 'vitest'
import { choosePorts } from '#dev/demo/choose-ports.ts'
import { freePort, isFree } from '#dev/processes/free-port.ts'
import { SetupError } from '#dev/setup-error.ts'

const listening: Server[] = []
afterEach(async () => {
  for (const server of listening.splice(0)) await new Promise((closed) => server.close(closed))
})

async function take(port: number, host: string): Promise<void> {
  const server = createServer()
  listening.push(server)
  server.listen(port, host)
  await once(server, 'listening')
}

/** The first of three free ports. */
async function threeFree(): Promise<number> {
  for (;;) {
    const port = await freePort()
    if ((await isFree(port + 1)) && (await isFree(port + 2))) return port
  }
}

describe('the requested ports', () => {
  test('the requested ports are used if they are free', async () => {
    const port = await threeFree()
    expect(await choosePorts(port)).toEqual([port, port + 1, port + 2])
  })

  test.each([
    ['of GitHub', 0, '127.0.0.1'],
    ['of the pages', 1, '127.0.0.1'],
    ['of the previews', 2, '127.0.0.1'],
    ['of GitHub on every address', 0, '0.0.0.0'],
  ])('the requested ports are reported if the port %s is in use', async (_what, which, host) => {
    const port = await threeFree()
    await take(port + which, host)
    await expect(choosePorts(port)).rejects.toThrow(
      new SetupError(`Port ${port + which} is already in use. Choose another one with --port N.`),
    )
  })

  test('the requested ports are reported by the demo in one sentence, and the file of another demo is not changed', async () => {
    const port = await threeFree()
    await take(port + 1, '127.0.0.1')
    const folder = await mkdtemp(join(tmpdir(), 'ollio-ports-'))
    const demoFile = join(folder, '.ollio/demo.json')
    await mkdir(join(folder, '.ollio'))
    await writeFile(demoFile, 'of the other one')
    try {
      const args = [resolve('src/demo.ts'), '--port', String(port)]
      const failure: unknown = await promisify(execFile)(process.execPath, args, { cwd: folder }).catch((error: unknown) => error)
      expect(failure).toMatchObject({
        code: 1,
        stdout: '',
        stderr: `Port ${port + 1} is already in use. Choose another one with --port N.\n`,
      })
      expect(await readFile(demoFile, 'utf8')).toBe('of the other one')
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  })
})

test('without a request, ports in use are avoided', async () => {
  if (await isFree(4_400)) await take(4_400, '127.0.0.1')
  const ports = await choosePorts(null)
  expect(ports).not.toContain(4_400)
  expect(new Set(ports).size).toBe(3)
})
