import { randomBytes } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll } from 'vitest'
import type { Sandbox } from '#src/ports/sandbox.ts'
import { type Machine, openMachine } from './bubblewrap-machine.ts'
import { LABELS } from '#test/support/sandbox-contract/use-sandbox.ts'

/** A machine with one sandbox from which it is attacked. */
export type Attacked = { machine: Machine; sandbox: Sandbox; hostFolder: string }

/**
 * Created before all tests of a file and removed after them. `hostFolder` is a folder of the machine that nothing in the sandbox may
 * access.
 */
export function attacked(): () => Attacked {
  let value: Attacked | undefined
  beforeAll(async () => {
    const machine = await openMachine()
    const hostFolder = await mkdtemp(join(tmpdir(), 'ollio-host-'))
    value = { machine, hostFolder, sandbox: await machine.provider.create('react', LABELS) }
  })
  afterAll(async () => {
    await value?.machine.close()
    if (value !== undefined) await rm(value.hostFolder, { recursive: true, force: true })
  })
  return () => {
    if (value === undefined) throw new Error('The sandbox was not created')
    return value
  }
}

/** A text that must not be found anywhere. */
export function secret(): string {
  return `secret-${randomBytes(8).toString('hex')}`
}

/** A file of the machine. A sandbox may know its path, and nothing more. */
export async function note(folder: string): Promise<{ path: string; name: string; content: string }> {
  const name = `note-${secret()}`
  const content = secret()
  await writeFile(join(folder, name), content)
  return { path: join(folder, name), name, content }
}
