import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { chown, mkdir, mkdtemp, readdir, readFile, rm, symlink, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { createBubblewrapOrphans } from '#src/adapters/sandbox/bubblewrap/bubblewrap-orphans.ts'
import { type Machine, openMachine } from '../../support/sandbox/bubblewrap-machine.ts'
import { LABELS } from '../../support/sandbox-contract/use-sandbox.ts'

/** The folder for the files of this test's browsers, so that nobody else's are removed. */
let temporary: string
const usual = process.env['TMPDIR']
beforeAll(async () => {
  temporary = await mkdtemp(join(tmpdir(), 'ollio-swept-'))
  process.env['TMPDIR'] = temporary
})
afterAll(async () => {
  if (usual === undefined) delete process.env['TMPDIR']
  else process.env['TMPDIR'] = usual
  await rm(temporary, { recursive: true, force: true })
})

let machine: Machine
beforeEach(async () => {
  machine = await openMachine()
})
afterEach(() => machine.close())

const sweep = (olderThanMs?: number): Promise<number> => createBubblewrapOrphans(machine.folder, olderThanMs).sweep()
const browserFolders = async (): Promise<string[]> =>
  (await readdir(temporary)).filter((name) => name.startsWith('ollio-browser-')).toSorted()
const hoursAgo = (hours: number): Date => new Date(Date.now() - hours * 3_600_000)

test('a folder without a description is removed when it is old, and a sandbox never is', async () => {
  const sandbox = await machine.provider.create('react', LABELS)
  for (const name of ['old', 'young']) {
    await mkdir(join(machine.folder, name, 'workspace'), { recursive: true })
    await writeFile(join(machine.folder, name, 'sandbox.json.new'), '{')
  }
  for (const name of ['old', sandbox.id]) await utimes(join(machine.folder, name), hoursAgo(1), hoursAgo(1))
  expect(await sweep()).toBe(1)
  expect((await readdir(machine.folder)).toSorted()).toEqual([sandbox.id, 'young'].toSorted())
  expect(await sweep()).toBe(0)
})

test('neither folder nor control group is left of a browser whose worker was killed', async () => {
  const visiting = join(import.meta.dirname, '../../support/sandbox/visit-forever.ts')
  const worker = spawn(process.execPath, [visiting], { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, TMPDIR: temporary } })
  await once(worker.stdout, 'data')
  worker.kill('SIGKILL')
  await once(worker, 'close')
  const [left = ''] = await browserFolders()
  const groups = z.array(z.string()).parse(JSON.parse(await readFile(join(temporary, left, 'groups.json'), 'utf8')))
  expect(await sweep()).toBe(0)
  expect(groups.filter((folder) => !existsSync(folder))).toEqual([])
  expect(await sweep(0)).toBe(1)
  expect(groups.filter((folder) => existsSync(folder))).toEqual([])
  expect(await browserFolders()).toEqual([])
})

test('a folder that somebody else put there is ignored', async () => {
  const [foreign, link] = [join(temporary, 'ollio-browser-foreign'), join(temporary, 'ollio-browser-link')]
  await mkdir(foreign)
  await symlink(machine.folder, link)
  // Only root can create one that belongs to somebody else.
  const isForeign = await chown(foreign, 65_534, 65_534).then(
    () => true,
    () => false,
  )
  expect(await sweep(0)).toBe(isForeign ? 0 : 1)
  expect(await browserFolders()).toEqual([...(isForeign ? ['ollio-browser-foreign'] : []), 'ollio-browser-link'])
  await rm(link)
  await rm(foreign, { recursive: true, force: true })
})
