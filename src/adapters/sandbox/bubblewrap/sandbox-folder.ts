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
import { endCommands, takeCommands, takesCommands } from './running-commands.ts'
import { writeFilter } from './system-calls.ts'
import { isMounted, mountDisk, unmountDisk } from './workspace-disk.ts'

type Purpose = SandboxFile['labels']['purpose']

/** What a sandbox may take; its workspace lies in memory and counts. */
const LIMITS: Readonly<Record<Purpose, { memoryMb: number; processes: number; workspaceMb: number }>> = {
  work: { memoryMb: 2_048, processes: 512, workspaceMb: 512 },
  check: { memoryMb: 2_048, processes: 512, workspaceMb: 512 },
  // All packages of a repository, and the archives that they come in.
  install: { memoryMb: 3_072, processes: 128, workspaceMb: 1_024 },
}
/** Files may still appear while they are removed. */
const REMOVAL = { recursive: true, force: true, maxRetries: 5 }

const sandboxFileSchema = z.object({
  id: z.string(),
  template: z.enum(TEMPLATES),
  labels: z.object({ project: z.string(), turn: z.string(), purpose: z.enum(['work', 'check', 'install']) }),
  createdAtMs: z.number(),
  /** Its control groups; empty where this machine has none. */
  groups: z.array(z.string()),
})

/** What one sandbox is, for every process of this machine. */
export type SandboxFile = z.infer<typeof sandboxFileSchema>

export function workspaceOf(place: string): string {
  return join(place, 'workspace')
}

/** Makes a sandbox's folder. It can be found before anything else of it is made, so that what a killed process left is destroyed too. */
export async function makeSandbox(place: string, sandbox: Omit<SandboxFile, 'groups'>, groups: ControlGroups | null): Promise<SandboxFile> {
  const workspace = workspaceOf(place)
  const { workspaceMb, ...limits } = LIMITS[sandbox.labels.purpose]
  const made = { ...sandbox, groups: groups?.foldersOf(sandbox.id) ?? [] }
  try {
    await mkdir(place, { recursive: true, mode: 0o700 })
    await writeSandboxFile(place, made)
    groups?.create(sandbox.id, limits)
    await mkdir(workspace, { mode: 0o755 })
    if (workspaceUid !== null) await mountDisk(workspace, { megabytes: workspaceMb, uid: workspaceUid })
    // Some tools want to write here, and look no further up where it is missing.
    await mkdir(join(workspace, 'node_modules'))
    if (workspaceUid !== null) await chown(join(workspace, 'node_modules'), workspaceUid, workspaceUid)
    await writeFilter(place)
    await takeCommands(place)
    return made
  } catch (cause) {
    await destroySandbox(place)
    throw new Failure('sandbox-unavailable', 'A sandbox could not be made', { cause })
  }
}

/** `null` where there is no such sandbox, or what is written of it can't be read. */
export async function readSandboxFile(place: string): Promise<SandboxFile | null> {
  try {
    return sandboxFileSchema.parse(JSON.parse(await readFile(join(place, 'sandbox.json'), 'utf8')))
  } catch {
    return null
  }
}

/** False for one that is half made or half destroyed, and after a reboot, where the workspace lay in memory. */
export async function isAlive(place: string): Promise<boolean> {
  return takesCommands(place) && (workspaceUid === null || (await isMounted(workspaceOf(place))))
}

/** Ends every process and removes every file of it, its own description last; harmless the second time, and from two processes at once. */
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

/** A command may have left folders that their owner, who is us where we are not root, can't look into. */
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
