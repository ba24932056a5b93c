import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { toFailure } from '#src/domain/shared/failures.ts'
import { createBubblewrapSandboxes } from '#src/adapters/sandbox/bubblewrap/bubblewrap-provider.ts'
import { processesWith } from '#test/support/sandbox-contract/host-processes.ts'
import { bytes, LABELS, longTime, run, textOf } from '#test/support/sandbox-contract/use-sandbox.ts'

/** The results of a sandbox's whole life, which includes an attack on a file of the machine, and its end while a command runs. */
export type Life = {
  missing: readonly string[]
  attack: string
  work: string
  timedOut: boolean
  answer: string
  ended: unknown
  left: unknown[]
}

/** Runs a whole life as the user of this process, in a folder and with a template of its own. */
export async function liveInSandbox(hostFile: string): Promise<Life> {
  const folder = await mkdtemp(join(tmpdir(), 'ollio-somebody-'))
  const template = join(folder, 'template')
  await mkdir(join(template, 'node_modules'), { recursive: true })
  await mkdir(join(template, 'template/node_modules'), { recursive: true })

  const provider = createBubblewrapSandboxes({ folder: join(folder, 'sandboxes'), templates: () => template })
  const sandbox = await provider.create('react', LABELS)
  await sandbox.writeFile('folder/note', bytes('written'))
  const attack = await run(
    sandbox,
    `cat ${hostFile}; touch /usr/x; unshare -U true; mount -t tmpfs x /tmp; kill -9 ${process.pid}; wc -c < /proc/1/environ`,
  )
  const work = await run(sandbox, 'id -u; cat folder/note; echo answer > answer; mkdir closed; touch closed/file; chmod 0 closed')
  const clock = await run(sandbox, 'setsid sleep 1000 & sleep 1000', { timeoutMs: 300 })
  const answer = await textOf(sandbox, 'answer')
  const seconds = longTime()
  const long = run(sandbox, `touch started; setsid nohup sleep ${seconds} & sleep ${seconds}`, { timeoutMs: 600_000 })
  const ended = long.catch((error: unknown) => toFailure(error).kind)
  while (!(await sandbox.list('', 1)).some(({ path }) => path === 'started')) await sleep(10)
  await sandbox.destroy()
  while (processesWith(seconds).length > 0) await sleep(10)
  const left = await provider.list({})
  await rm(folder, { recursive: true })

  return {
    missing: provider.missingLimits,
    attack: attack.stdout,
    work: work.stdout,
    timedOut: clock.stoppedBy === 'clock',
    answer,
    ended: await ended,
    left,
  }
}
