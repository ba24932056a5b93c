import { chown, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { Failure } from '#src/domain/failures.ts'
import { endControlGroup, type ControlGroups } from './control-groups.ts'
import { workspaceUid } from './isolation.ts'
import { killRunningCommands } from './running-commands.ts'
import { isMounted, mountDisk, unmountDisk } from './workspace-disk.ts'

/** What a sandbox may take; its workspace lies in memory and counts. */
const LIMITS = { memoryMb: 2_048, processes: 512 }
const WORKSPACE_MB = 512

const sandboxFileSchema = z.object({
  id: z.string(),
  template: z.enum(['react']),
  labels: z.object({ project: z.string(), turn: z.string(), purpose: z.enum(['work', 'check']) }),
  createdAtMs: z.number(),
  /** Its control groups; empty where this machine has none. */
  groups: z.array(z.string()),
})

/** What one sandbox is, for every process of this machine. */
export type SandboxFile = z.infer<typeof sandboxFileSchema>

export function workspaceOf(place: string): string {
  return join(place, 'workspace')
}

/** Makes a sandbox's folder. It can be found before it is finished, so that what a killed process left half-made is destroyed too. */
export async function makeSandbox(place: string, sandbox: Omit<SandboxFile, 'groups'>, groups: ControlGroups | null): Promise<SandboxFile> {
  const workspace = workspaceOf(place)
  try {
    await mkdir(workspace, { recursive: true, mode: 0o755 })
    await writeSandboxFile(place, { ...sandbox, groups: [] })
    const made = { ...sandbox, groups: groups?.create(sandbox.id, LIMITS) ?? [] }
    await writeSandboxFile(place, made)
    if (workspaceUid !== null) await mountDisk(workspace, { megabytes: WORKSPACE_MB, uid: workspaceUid })
    // Some tools want to write here, and look no further up where it is missing.
    await mkdir(join(workspace, 'node_modules'))
    if (workspaceUid !== null) await chown(join(workspace, 'node_modules'), workspaceUid, workspaceUid)
    return made
  } catch (cause) {
    await destroySandbox(place)
    throw new Failure('sandbox-unavailable', 'A sandbox could not be made', { cause })
  }
}

/** `null` where there is no such sandbox, or this machine was started anew since. */
export async function readSandboxFile(place: string): Promise<SandboxFile | null> {
  const text = await readFile(join(place, 'sandbox.json'), 'utf8').catch(() => null)
  return text === null ? null : sandboxFileSchema.parse(JSON.parse(text))
}

/** True where the workspace is still there; one that lies in memory is gone after a reboot. */
export async function isAlive(place: string): Promise<boolean> {
  if ((await readSandboxFile(place)) === null) return false
  return workspaceUid === null || isMounted(workspaceOf(place))
}

/** Ends every process and removes every file of it, its own description last; harmless the second time. */
export async function destroySandbox(place: string): Promise<void> {
  const known = await readSandboxFile(place)
  await killRunningCommands(place)
  if (known !== null) await endControlGroup(known.groups)
  await unmountDisk(workspaceOf(place))
  await rm(workspaceOf(place), { recursive: true, force: true })
  await rm(place, { recursive: true, force: true })
}

async function writeSandboxFile(place: string, sandbox: SandboxFile): Promise<void> {
  const aside = join(place, 'sandbox.json.new')
  await writeFile(aside, JSON.stringify(sandbox), { mode: 0o600 })
  await rename(aside, join(place, 'sandbox.json'))
}
