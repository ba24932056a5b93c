import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Machine, openMachine } from '../../support/sandbox/bubblewrap-machine.ts'
import { LABELS, longTime, run } from '#test/support/sandbox-contract/use-sandbox.ts'
import { processesWith } from '#test/support/sandbox-contract/host-processes.ts'

let machine: Machine
beforeEach(async () => {
  machine = await openMachine()
})
afterEach(() => machine.close())

/** Everything on this machine that has a sandbox's name in it: mounts, control groups, folders. */
function tracesOf(id: string): string[] {
  const mounts = readFileSync('/proc/self/mountinfo', 'utf8')
    .split('\n')
    .filter((line) => line.includes(id))
  const groups = spawnSync('find', ['/sys/fs/cgroup', '-name', `*${id}*`], { encoding: 'utf8' })
    .stdout.split('\n')
    .filter(Boolean)
  return [...mounts, ...groups, ...readdirSync(machine.folder).filter((name) => name === id)]
}

async function destroyAll(): Promise<string[]> {
  const ids = (await machine.provider.list({})).map(({ id }) => id)
  for (const id of ids) await (await machine.provider.connect(id))?.destroy()
  return ids
}

test.each([0, 2, 4, 6, 9, 12])('the unfinished work of a process that dies after %j ms is found and destroyed', async (delayMs) => {
  const child = spawn(process.execPath, [...machine.elsewhere, '-', 'create'], { stdio: ['ignore', 'pipe', 'inherit'] })
  child.stdout.once('data', () => setTimeout(() => child.kill('SIGKILL'), delayMs)).resume()
  await once(child, 'close')
  const ids = await destroyAll()
  expect(ids.length).toBeGreaterThan(0)
  expect(ids.flatMap(tracesOf)).toEqual([])
  // If its description had not even been written, only a folder with the unfinished description is left.
  const left = await readdir(machine.folder, { recursive: true })
  expect(left.filter((path) => path.includes('/') && !path.endsWith('/sandbox.json.new'))).toEqual([])
  expect(left.length).toBeLessThanOrEqual(2)
})

test('a partly created sandbox can be listed and destroyed, and is lost for any use', async () => {
  const id = '00000000-0000-4000-8000-00000000000a'
  await mkdir(join(machine.folder, id, 'workspace'), { recursive: true })
  await writeFile(
    join(machine.folder, id, 'sandbox.json'),
    JSON.stringify({ id, template: 'react', labels: LABELS, createdAtMs: 1, groups: ['/sys/fs/cgroup/memory/ollio-none'] }),
  )
  expect(await machine.provider.list({})).toEqual([{ id, labels: LABELS, createdAtMs: 1 }])
  const half = await machine.provider.connect(id)
  expect(half).not.toBeNull()
  await expect(half?.snapshot()).rejects.toMatchObject({ kind: 'sandbox-lost' })
  await half?.destroy()
  expect(await readdir(machine.folder)).toEqual([])
})

test.each(['', '{', '{}', 'null', '[]', '{"id":1}', '\0'])(
  'a description that says %j belongs to no sandbox, and others are still found',
  async (text) => {
    const sandbox = await machine.provider.create('react', LABELS)
    const id = '00000000-0000-4000-8000-00000000000b'
    await mkdir(join(machine.folder, id))
    await writeFile(join(machine.folder, id, 'sandbox.json'), text)
    await writeFile(join(machine.folder, 'a-file'), '')
    await mkdir(join(machine.folder, 'a-folder'))
    expect((await machine.provider.list({})).map((listed) => listed.id)).toEqual([sandbox.id])
    expect(await machine.provider.connect(id)).toBeNull()
  },
)

test('a command whose worker is killed ends with it, and its sandbox can be destroyed', async () => {
  const sandbox = await machine.provider.create('react', LABELS)
  const seconds = longTime()
  const command = `setsid nohup sleep ${seconds} & touch started; sleep ${seconds}`
  const worker = spawn(process.execPath, [...machine.elsewhere, sandbox.id, 'run', command], { stdio: 'ignore' })
  await expect.poll(async () => (await sandbox.list('', 1)).map(({ path }) => path), { timeout: 10_000 }).toContain('started')
  worker.kill('SIGKILL')
  await expect.poll(() => processesWith(seconds).length, { timeout: 5_000 }).toBe(0)
  expect((await run(sandbox, 'ls')).stdout).toContain('started')
  await sandbox.destroy()
  expect(tracesOf(sandbox.id)).toEqual([])
})

test('nothing is left of a destroyed sandbox', async () => {
  const sandbox = await machine.provider.create('react', LABELS)
  expect(tracesOf(sandbox.id).length).toBeGreaterThan(0)
  await run(sandbox, 'mkdir -p closed/in; touch closed/in/file; chmod 0 closed/in closed')
  await sandbox.destroy()
  expect(tracesOf(sandbox.id)).toEqual([])
})
