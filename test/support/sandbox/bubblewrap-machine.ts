import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { createBubblewrapSandboxes } from '#src/adapters/sandbox/bubblewrap/bubblewrap-provider.ts'
import { reactTemplate } from '#test/support/installed-template.ts'
import { processesWith } from '#test/support/sandbox-contract/host-processes.ts'
import type { ProviderUnderTest } from '#test/support/sandbox-contract/use-sandbox.ts'

const ELSEWHERE = join(import.meta.dirname, 'in-other-process.ts')

export type Machine = ProviderUnderTest & {
  /** The folder of its sandboxes. */
  folder: string
  /** The command that starts another process with the same folder, to which the sandbox's id and the action are added. */
  elsewhere: string[]
}

/** Sandboxes of this machine in a folder of their own. */
export async function openMachine(): Promise<Machine> {
  const [folder, template] = await Promise.all([mkdtemp(join(tmpdir(), 'ollio-sandboxes-')), reactTemplate()])
  const provider = createBubblewrapSandboxes({ folder, templates: () => template })
  const elsewhere = [ELSEWHERE, folder, template]
  return {
    provider,
    folder,
    elsewhere,
    async fromElsewhere(id, action) {
      const args = action === 'destroy' ? ['destroy'] : ['run', action.run]
      return (await promisify(execFile)(process.execPath, [...elsewhere, id, ...args])).stdout
    },
    processesWith: async (word) => processesWith(word).length,
    async close() {
      for (const { id } of await provider.list({})) await (await provider.connect(id))?.destroy()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
