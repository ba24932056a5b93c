import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, symlink } from 'node:fs/promises'
import { availableParallelism, loadavg, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from 'vitest'

/** Busy processes per processor: a load of twenty on two of them. */
const BUSY_PER_PROCESSOR = 10
const PARTS = ['src', 'dev', 'prisma', 'sandbox-templates', 'node_modules', 'package.json', 'app.yml']

let folder: string
const busy: ChildProcess[] = []

/** A folder in which the demo keeps its own state. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ollio-load-'))
  for (const part of PARTS) await symlink(resolve(part), join(folder, part))
  for (let started = 0; started < BUSY_PER_PROCESSOR * availableParallelism(); started += 1)
    busy.push(spawn('/bin/sh', ['-c', 'while :; do :; done'], { stdio: 'ignore' }))
})

afterAll(async () => {
  for (const process of busy) process.kill('SIGKILL')
  await rm(folder, { recursive: true, force: true })
})

test('on a machine that is kept busy, the demo starts, publishes both turns and passes every check, only later', async () => {
  const startedMs = Date.now()
  const demo = spawn(process.execPath, ['src/demo.ts', '--once'], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] })
  const [output, errors, [code]] = await Promise.all([text(demo.stdout), text(demo.stderr), once(demo, 'exit')])
  console.log(`The demo took ${Math.round((Date.now() - startedMs) / 1_000)} s; load ${loadavg()[0]?.toFixed(1)}\n${output}`)
  expect(errors).toBe('')
  expect(code).toBe(0)
  expect(output).toMatch(/v1 is ready[^]*v2 is ready/)
  expect(output).not.toMatch(/❌|➖|is a draft|I am a recording/)
})
