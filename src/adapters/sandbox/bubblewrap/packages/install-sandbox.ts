import { randomUUID } from 'node:crypto'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import type { Sandbox, SandboxLabels } from '#src/ports/sandbox.ts'
import type { ControlGroups } from '../control-groups.ts'
import { openSandbox } from '../bubblewrap-sandbox.ts'
import { makeSandbox, workspaceOf } from '../sandbox-folder.ts'
import type { Registry } from './machine-registry.ts'
import type { TarballCache } from './tarball-cache.ts'
import { openRegistryGate, type GateLimits, type RegistryGate } from './registry-gate.ts'

type InstallSandbox = {
  sandboxesFolder: string
  /** The folder of the installed package managers. */
  tools: string
  labels: Omit<SandboxLabels, 'purpose'>
  registry: Registry
  limits: GateLimits | undefined
  /** Archives on this machine. */
  cache: TarballCache
  /** The folder with the `node_modules` of a package manager that is not among the tools; `null` for one that is. */
  manager: string | null
  groups: ControlGroups | null
}

/** A sandbox for one installation. `workspace` is its folder on this machine. */
export type OpenInstallSandbox = { sandbox: Sandbox; workspace: string; gate: RegistryGate }

/** Calls `work` with a sandbox that has package managers and one connection, to the registry. */
export async function withInstallSandbox<Result>(
  { sandboxesFolder, tools, labels, registry, limits, cache, manager, groups }: InstallSandbox,
  work: (open: OpenInstallSandbox) => Promise<Result>,
): Promise<Result> {
  const place = join(sandboxesFolder, randomUUID())
  const doorway = await mkdtemp(join(tmpdir(), 'ollio-gate-'))
  // Other users of this machine can't reach it. The sandbox, which runs as another user, can.
  const door = join(doorway, 'door')
  await mkdir(door, { mode: 0o755 })
  const gate = await openRegistryGate(join(door, 'gate'), registry, { limits, cache })
  try {
    const description = { id: basename(place), template: 'react' as const, labels: { ...labels, purpose: 'install' as const } }
    const made = await makeSandbox(place, { ...description, createdAtMs: Date.now() }, groups)
    const sandbox = openSandbox(place, made, async () => [
      { from: join(tools, 'template'), to: '/opt/ollio/package-managers' },
      { from: join(tools, 'node_modules'), to: '/opt/ollio/package-managers/node_modules' },
      ...(manager === null ? [] : [{ from: manager, to: '/opt/ollio/manager' }]),
      { from: door, to: '/run/registry' },
    ])
    try {
      return await work({ sandbox, workspace: workspaceOf(place), gate })
    } finally {
      await sandbox.destroy()
    }
  } finally {
    await gate.close()
    await rm(doorway, { recursive: true, force: true })
  }
}
