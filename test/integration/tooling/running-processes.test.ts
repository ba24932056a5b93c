import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { processGroupRuns, processRuns } from '#test/support/running-processes.ts'

test('a process that has ended counts as ended, even if nobody has asked for its exit code', async () => {
  // The shell becomes `sleep`, which never asks what became of the child that it inherits.
  const parent = spawn('sh', ['-c', 'sleep 0.1 & echo $!; exec sleep 60'], { detached: true, stdio: ['ignore', 'pipe', 'inherit'] })
  const [line]: Buffer[] = await once(parent.stdout, 'data')
  const child = Number(String(line))
  const pid = parent.pid ?? 0
  expect([processRuns(child), processGroupRuns(pid)]).toEqual([true, true])
  while (processRuns(child)) await sleep(20)
  expect(process.kill(child, 0)).toBe(true)
  parent.kill('SIGKILL')
  await once(parent, 'exit')
  expect([processRuns(pid), processGroupRuns(pid)]).toEqual([false, false])
})
