import { execFile } from 'node:child_process'
import { chown, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { z } from 'zod'
import { Failure } from '#src/domain/shared/failures.ts'
import { TEMPLATES } from '#src/domain/repository/choose-template.ts'
import { endControlGroup, type ControlGroups } from './control-groups.ts'
import { workspaceUid } from './isolation.ts'
import { findSystemProgram } from './find-system-program.ts'
import { SANDBOX_LIMITS } from './sandbox-limits.ts'
import { endCommands, takeCommands, takesCommands } from './running-commands.ts'
import { writeFilter } from './system-calls.ts'
import { isMounted, mountDisk, unmountDisk } from './workspace-disk.ts'

/** Files may still appear while they are removed. */
const REMOVAL = { recursive: true, force: true, maxRetries: 5 }

const sandboxFileSchema = z.object({
  id: z.string(),
  template: z.enum(TEMPLATES),
  labels: z.object({ project: z.string(), turn: z.string(), purpose: z.enum(['work', 'check', 'install']) }),
  createdAtMs: z.number(),
  /** Its control groups. Empty if this machine has none. */
  groups: z.array(z.string()),
})

/** Description of a sandbox, readable for all our processes on this machine. */
export type SandboxFile = z.infer<typeof sandboxFileSchema>

export function workspaceOf(place: string): string {
  return join(place, 'workspace')
}

/** Creates a sandbox's folder. The description is written first, so that the sandbox of a killed process can be found and destroyed. */
export async function makeSandbox(place: string, sandbox: Omit<SandboxFile, 'groups'>, groups: ControlGroups | null): Promise<SandboxFile> {
  const workspace = workspaceOf(place)
  const { workspaceMb, ...limits } = SANDBOX_LIMITS[sandbox.labels.purpose]
  const made = { ...sandbox, groups: groups?.foldersOf(sandbox.id) ?? [] }
  try {
    await mkdir(place, { recursive: true, mode: 0o700 })
    await writeSandboxFile(place, made)
    groups?.create(sandbox.id, limits)
    await mkdir(workspace, { mode: 0o755 })
    if (workspaceUid !== null && workspaceMb !== null) await mountDisk(workspace, { megabytes: workspaceMb, uid: workspaceUid })
    else if (workspaceUid !== null) await chown(workspace, workspaceUid, workspaceUid)
    // Some tools write to this folder, and don't search further up if it is missing.
    await mkdir(join(workspace, 'node_modules'))
    if (workspaceUid !== null) await chown(join(workspace, 'node_modules'), workspaceUid, workspaceUid)
    await writeFilter(place)
    await takeCommands(place)
    return made
  } catch (cause) {
    await destroySandbox(place)
    throw new Failure('sandbox-unavailable', 'A sandbox could not be created', { cause })
  }
}

/** `null` if there is no such sandbox, or its description can't be read. */
export async function readSandboxFile(place: string): Promise<SandboxFile | null> {
  try {
    return sandboxFileSchema.parse(JSON.parse(await readFile(join(place, 'sandbox.json'), 'utf8')))
  } catch {
    return null
  }
}

/** False for a sandbox that is partly created or partly destroyed, and after a reboot, because the workspace is in memory. */
export async function isAlive(place: string, purpose: SandboxFile['labels']['purpose']): Promise<boolean> {
  const isOnDisk = workspaceUid === null || SANDBOX_LIMITS[purpose].workspaceMb === null
  return takesCommands(place) && (isOnDisk || (await isMounted(workspaceOf(place))))
}

/** Ends every process and removes every file of the sandbox, its description last. Idempotent, also from two processes at once. */
export async function destroySandbox(place: string): Promise<void> {
  try {
    const known = await readSandboxFile(place)
    await endCommands(place)
    if (known !== null) await endControlGroup(known.groups)
    await unmountDisk(workspaceOf(place))
    await removeFiles(workspaceOf(place))
    await rm(place, REMOVAL)
  } catch (cause) {
    throw new Failure('sandbox-unavailable', 'A sandbox could not be destroyed', { cause })
  }
}

/** A command may have left folders that their owner can't look into. If we are not root, we are that owner. */
async function removeFiles(folder: string): Promise<void> {
  try {
    await rm(folder, REMOVAL)
  } catch {
    await promisify(execFile)(findSystemProgram('chmod') ?? 'chmod', ['-R', 'u+rwX', folder])
    await rm(folder, REMOVAL)
  }
}

async function writeSandboxFile(place: string, sandbox: SandboxFile): Promise<void> {
  const aside = join(place, 'sandbox.json.new')
  await writeFile(aside, JSON.stringify(sandbox), { mode: 0o600 })
  await rename(aside, join(place, 'sandbox.json'))
}
