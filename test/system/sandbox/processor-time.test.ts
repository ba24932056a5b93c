import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { processorClock } from '#src/adapters/sandbox/bubblewrap/processor-time.ts'
import type { Sandbox } from '#src/ports/sandbox.ts'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { realSandboxes } from '#test/support/activities/real-workspace.ts'
import { run, LABELS } from '#test/support/sandbox-contract/use-sandbox.ts'

let sandbox: Sandbox
beforeAll(async () => {
  sandbox = await (await realSandboxes()).create('react', LABELS)
})
afterAll(() => sandbox.destroy())

describe('the processor time of a command', () => {
  test('a command that computes for longer than its processor time is ended by that, also if its children compute', async () => {
    const result = await run(sandbox, '(while :; do :; done) & (while :; do :; done) & wait', { processorMs: 1_000, timeoutMs: 60_000 })
    expect(result).toMatchObject({ exitCode: null, stoppedBy: 'processor-time' })
    expect(result.processorMs).toBeGreaterThan(1_000)
  })

  test('a command that waits for longer uses none of it', async () => {
    const result = await run(sandbox, 'sleep 2; echo done', { processorMs: 1_000, timeoutMs: 60_000 })
    expect(result).toMatchObject({ exitCode: 0, stoppedBy: null, stdout: 'done\n' })
    expect(result.processorMs).toBeLessThan(1_000)
  })

  test('a command that waits for ever is ended by the clock, which says nothing about its code', async () => {
    expect(await run(sandbox, 'sleep 100', { processorMs: 1_000, timeoutMs: 1_000 })).toMatchObject({ exitCode: null, stoppedBy: 'clock' })
  })

  test('the time of an earlier command does not count', async () => {
    await run(sandbox, 'timeout 1 sh -c "while :; do :; done"', { timeoutMs: 60_000 })
    expect((await run(sandbox, 'true')).processorMs).toBeLessThan(800)
  })
})

test('without control groups, a process tree is measured with its ended children', async () => {
  // A piece of work, not a time: a busy machine gives little of its processors in a second.
  const work = 'bash -c "for ((i = 0; i < 500000; i += 1)); do :; done"; sleep 600'
  const child = spawn('/bin/bash', ['-c', work], { stdio: 'ignore' })
  const used = processorClock([], () => child.pid)
  let ms: number | null = 0
  for (let tries = 0; tries < 600 && ms !== null && ms < 100; tries += 1) {
    await sleep(100)
    ms = used()
  }
  expect(ms).toBeGreaterThanOrEqual(100)
  child.kill('SIGKILL')
  await once(child, 'exit')
  expect(used()).toBeNull()
})
