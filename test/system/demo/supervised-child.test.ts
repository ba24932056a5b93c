import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { superviseChild } from '#dev/demo/supervised-child.ts'
import { processRuns } from '#test/support/running-processes.ts'
import { untilTrue } from '#test/support/stack/start-stack.ts'

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ollio-supervised-'))
  await writeFile(join(folder, 'patient.mjs'), 'setInterval(() => {}, 60_000)')
  await writeFile(join(folder, 'hasty.mjs'), 'process.exit(3)')
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const env = { PATH: process.env['PATH'] ?? '' }

test('a killed child is restarted, and its new process id is reported', async () => {
  const pids: number[] = []
  const child = superviseChild({
    script: join(folder, 'patient.mjs'),
    env,
    logFile: join(folder, 'patient.log'),
    onStart: (pid) => pids.push(pid),
    onGivenUp: () => undefined,
  })
  process.kill(child.pid(), 'SIGKILL')
  await untilTrue(() => pids.length === 2)
  expect(pids[1]).toBe(child.pid())
  expect(pids.map(processRuns)).toEqual([false, true])
  await child.stop()
  expect(pids.map(processRuns)).toEqual([false, false])
})

test('a child that keeps exiting is not restarted, and the message names its log', async () => {
  const told: string[] = []
  const logFile = join(folder, 'hasty.log')
  const script = join(folder, 'hasty.mjs')
  const child = superviseChild({ script, env, logFile, onStart: () => undefined, onGivenUp: (reason) => told.push(reason) })
  await untilTrue(() => told.length > 0)
  expect(told).toEqual([`${script} ended with exit code 3 for the 20th time within a minute. It is not restarted. See ${logFile}`])
  expect(child.isWanted()).toBe(false)
  await child.stop()
})

test('a child ends with its parent process, even if the parent is killed', async () => {
  const module = pathToFileURL(join(import.meta.dirname, '../../../dev/demo/supervised-child.ts')).href
  const pidFile = join(folder, 'pid')
  const parent = spawn(
    process.execPath,
    [
      '--input-type=module',
      '-e',
      `import { superviseChild } from ${JSON.stringify(module)}
       import { writeFileSync } from 'node:fs'
       superviseChild({ script: ${JSON.stringify(join(folder, 'patient.mjs'))}, env: process.env, logFile: ${JSON.stringify(join(folder, 'orphan.log'))},
         onStart: (pid) => writeFileSync(${JSON.stringify(pidFile)}, String(pid)), onGivenUp: () => undefined })
       setInterval(() => {}, 60_000)`,
    ],
    { stdio: 'inherit' },
  )
  await untilTrue(async () => (await readFile(pidFile, 'utf8').catch(() => '')) !== '')
  const pid = Number(await readFile(pidFile, 'utf8'))
  await untilTrue(() => processRuns(pid))
  parent.kill('SIGKILL')
  await once(parent, 'exit')
  await untilTrue(() => !processRuns(pid))
  expect(processRuns(pid)).toBe(false)
})
