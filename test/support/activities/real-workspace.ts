import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { createGzip } from 'node:zlib'
import { pack } from 'tar-stream'
import { inject } from 'vitest'
import { runFileTool } from '#src/activities/agent/file-tools.ts'
import type { FileToolCall } from '#src/activities/agent/file-tools.ts'
import { executeCommand } from '#src/activities/agent/execute-command.ts'
import { openWorkspace } from '#src/activities/agent/workspace.ts'
import type { Workspace } from '#src/activities/agent/workspace.ts'
import { createBubblewrapSandboxes } from '#src/adapters/sandbox/bubblewrap/bubblewrap-provider.ts'
import type { Observation } from '#src/domain/agent/agent-protocol.ts'
import { Failure } from '#src/domain/shared/failures.ts'
import type { Changes } from '#src/domain/projects/records.ts'
import type { SandboxProvider } from '#src/ports/sandbox.ts'
import { reactTemplate } from '#test/support/installed-template.ts'
import { attempt, bytesOf, openWorld } from './world.ts'
import type { World } from './world.ts'

/** A gzipped tar like GitHub's, with everything in one folder. */
export function tarball(files: Record<string, string>): Promise<Uint8Array> {
  const archive = pack()
  for (const [path, text] of Object.entries(files)) archive.entry({ name: `acme-shop-0123456/${path}` }, text)
  archive.finalize()
  return buffer(archive.pipe(createGzip()))
}

/** Real sandboxes in a folder of their own. `modulesFolder`: where installed packages are. */
export async function realSandboxes({
  folder = sandboxesFolder(),
  modulesFolder,
}: { folder?: string; modulesFolder?: string } = {}): Promise<SandboxProvider> {
  return createBubblewrapSandboxes({ folder, templates: reactTemplate, ...(modulesFolder === undefined ? {} : { modulesFolder }) })
}

export function sandboxesFolder(): string {
  return join(inject('runFolder'), 'sandboxes', randomUUID())
}

export type RealWorkspace = {
  world: World
  workbench: Workspace
  /** The changes so far. */
  manifest: Changes
  /** Runs a file tool; returns its observation. */
  act(action: FileToolCall): Promise<Observation>
  /** Runs a command as the agent does; returns its observation. */
  command(command: string): Promise<Observation>
  /** The changes so far, as texts. */
  changes(): Promise<Record<string, string | null>>
  /** Restores the base's files for the next test. */
  restore(): Promise<void>
  close(): Promise<void>
}

/** A turn's workspace in a real sandbox. */
export async function openRealWorkspace(files: Record<string, string>): Promise<RealWorkspace> {
  const world = await openWorld({ sandboxes: await realSandboxes() })
  const turn = await world.preparedTurn(files, await tarball(files))
  const workbench = await openWorkspace(world.ports, turn, {}, attempt())
  const real: RealWorkspace = {
    world,
    workbench,
    manifest: {},
    async act(action) {
      try {
        const { observation, changes } = await runFileTool(world.ports, workbench, action, real.manifest, attempt())
        real.manifest = changes
        return observation
      } catch (error) {
        if (error instanceof Failure && error.kind === 'sandbox-path') return { tool: action.tool, ok: false, error: 'sandbox-path' }
        throw error
      }
    },
    async command(command) {
      const args = { command, timeoutSeconds: null }
      const { observation, changes } = await executeCommand(world.ports, workbench, args, real.manifest, attempt())
      real.manifest = changes
      return observation
    },
    changes: () => world.textsOf(real.manifest),
    async restore() {
      for (const path of Object.keys(real.manifest)) {
        const original = files[path]
        if (original === undefined) await workbench.sandbox.remove(path)
        else await workbench.sandbox.writeFile(path, bytesOf(original))
      }
      real.manifest = {}
    },
    async close() {
      await workbench.sandbox.destroy()
      await world.close()
    },
  }
  return real
}
