import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startGuarded } from '#dev/processes/start-guarded.ts'
import { processRuns } from '#test/support/running-processes.ts'

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ollio-guarded-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function gone(pid: number): Promise<boolean> {
  for (let tries = 0; tries < 200 && processRuns(pid); tries += 1) await sleep(50)
  return !processRuns(pid)
}

/** A process that starts a guarded server, prints both process ids, and waits. */
function parentOf(server: string): string {
  const module = pathToFileURL(join(import.meta.dirname, '../../../dev/processes/start-guarded.ts')).href
  return `
    import { startGuarded } from ${JSON.stringify(module)}
    import { readFileSync, existsSync } from 'node:fs'
    const log = ${JSON.stringify(join(folder, 'server.log'))}
    const { pid } = startGuarded({ command: process.execPath, args: ['-e', ${JSON.stringify(server)}], env: {}, logFile: log, stopSignal: 'SIGTERM', graceMs: 500 })
    const timer = setInterval(() => {
      const server = /server (\\d+)/.exec(readFileSync(log, 'utf8').split('---').at(-1) ?? '')?.[1]
      if (server) { clearInterval(timer); console.log(pid, server) }
    }, 20)
    setInterval(() => {}, 60_000)`
}

const SERVER = "console.log('server ' + process.pid); setInterval(() => {}, 60_000)"

describe('a guarded server', () => {
  test.each([
    ['by SIGKILL', 'SIGKILL', SERVER],
    ['by SIGTERM', 'SIGTERM', SERVER],
    ['by SIGKILL, although it ignores the request to stop', 'SIGKILL', `process.on('SIGTERM', () => {}); ${SERVER}`],
  ] as const)('a guarded server ends with its parent %s', async (_name, signal, server) => {
    const parent = spawn(process.execPath, ['--input-type=module', '-e', parentOf(server)], { stdio: ['ignore', 'pipe', 'inherit'] })
    const [line]: Buffer[] = await once(parent.stdout, 'data')
    const pids = String(line).trim().split(' ').map(Number)
    expect(pids.map(processRuns)).toEqual([true, true])
    parent.kill(signal)
    expect(await Promise.all(pids.map(gone))).toEqual([true, true])
  })

  test('a guarded server ends at once if it cannot be started', async () => {
    const server = startGuarded({
      command: join(folder, 'nothing'),
      args: [],
      env: {},
      logFile: join(folder, 'nothing.log'),
      stopSignal: 'SIGTERM',
      graceMs: 500,
    })
    await server.exited
    expect(server.running).toBe(false)
    await server.stop()
  })
})
