import { randomBytes } from 'node:crypto'
import { constants } from 'node:fs'
import { type FileHandle, open, rename, unlink } from 'node:fs/promises'
import { Failure } from '#src/domain/shared/failures.ts'
import type { SandboxFile } from '#src/ports/sandbox.ts'
import { splitPath, openFolder } from './open-folder.ts'
import { walkWorkspace } from './walk-workspace.ts'
import { errorCode, MAX_DEPTH, pathFailure, workspaceParts } from '#src/domain/shared/workspace-path-parts.ts'

const LISTED_ENTRIES = 10_000
const SNAPSHOT_FILES = 50_000
/** The kernel's file timestamps lag behind the clock that callers compare with, by a tick of at most 10 ms. */
const FILE_CLOCK_LAG_MS = 10

export type Workspace = {
  folder: string
  /** Owner of the files. `null`: our own user. */
  uid: number | null
  maxFileBytes: number
}

/** Replaces whatever has this name, even a link, and never writes through a link. */
export async function writeWorkspaceFile(workspace: Workspace, path: string, bytes: Uint8Array): Promise<void> {
  if (bytes.length > workspace.maxFileBytes) throw new Failure('sandbox-path', `${path}: is larger than ${workspace.maxFileBytes} bytes`)
  await inFolder(workspace, path, { uid: workspace.uid }, async (folder, name) => {
    const unfinished = splitPath(folder, `.ollio-${randomBytes(8).toString('hex')}`)
    const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW
    const file = await open(unfinished, flags, 0o644)
    try {
      await using written = file
      await written.writeFile(bytes)
      if (workspace.uid !== null) await written.chown(workspace.uid, workspace.uid)
      await rename(unfinished, splitPath(folder, name))
    } catch (error) {
      await unlink(unfinished)
      throw error
    }
  })
}

/** Opens without blocking, so that a FIFO can't hold us up, and checks the opened file rather than its name. */
export async function readWorkspaceFile(workspace: Workspace, path: string, maxBytes: number): Promise<Uint8Array> {
  return await inFolder(workspace, path, undefined, async (folder, name) => {
    await using file = await open(
      splitPath(folder, name),
      constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK | constants.O_NOCTTY,
    )
    const stats = await file.stat()
    if (!stats.isFile()) throw new Failure('sandbox-path', `${path}: is not a regular file`)
    if (stats.nlink !== 1) throw new Failure('sandbox-path', `${path}: has more than one hard link`)
    if (stats.size > maxBytes) throw new Failure('sandbox-path', `${path}: is larger than ${maxBytes} bytes`)
    return await readAtMost(file, stats.size, path)
  })
}

/** True if a file or link was removed or did not exist. False for a folder. */
export async function removeWorkspaceFile(workspace: Workspace, path: string): Promise<boolean> {
  return await inFolder(workspace, path, undefined, async (folder, name) => {
    try {
      await unlink(splitPath(folder, name))
      return true
    } catch (error) {
      if (errorCode(error) === 'EISDIR' || errorCode(error) === 'EPERM') return false
      throw error
    }
  }).catch((error: unknown) => {
    if (error instanceof Failure && errorCode(error.cause) === 'ENOENT') return true
    throw error
  })
}

export async function renameWorkspaceFile(workspace: Workspace, from: string, to: string): Promise<void> {
  await inFolder(workspace, from, undefined, (source, oldName) =>
    inFolder(workspace, to, { uid: workspace.uid }, (target, newName) => rename(splitPath(source, oldName), splitPath(target, newName))),
  )
}

/** Files and folders, sorted. Links and special files are not part of a repository. */
export async function listWorkspace(workspace: Workspace, path: string, depth: number): Promise<SandboxFile[]> {
  const files: SandboxFile[] = []
  try {
    const parts = path === '' || path === '.' ? [] : workspaceParts(path)
    for await (const entry of walkWorkspace(workspace.folder, parts, { depth, enters: isWritten })) {
      if (entry.stats.isDirectory()) files.push({ path: entry.path, kind: 'directory', sizeBytes: 0 })
      else if (entry.stats.isFile()) files.push({ path: entry.path, kind: 'file', sizeBytes: entry.stats.size })
      if (files.length >= LISTED_ENTRIES) break
    }
  } catch (error) {
    throw pathFailure(path, error)
  }
  return files.toSorted((one, other) => (one.path < other.path ? -1 : 1))
}

/** Fails if there are too many files to return, because missing ones would count as deleted. */
export async function snapshotWorkspace(workspace: Workspace): Promise<{ path: string; sizeBytes: number; changedAtMs: number }[]> {
  const files: { path: string; sizeBytes: number; changedAtMs: number }[] = []
  for await (const { path, stats } of walkWorkspace(workspace.folder, [], { depth: MAX_DEPTH, enters: isWritten })) {
    if (!stats.isFile()) continue
    if (files.length === SNAPSHOT_FILES) throw new Failure('sandbox-path', `The workspace has more than ${SNAPSHOT_FILES} files`)
    // Processes inside can set the modification time to anything, but not the change time.
    files.push({ path, sizeBytes: stats.size, changedAtMs: Math.ceil(stats.ctimeMs) + FILE_CLOCK_LAG_MS })
  }
  return files
}

function isWritten(name: string): boolean {
  return name !== 'node_modules' && name !== '.git'
}

async function inFolder<T>(
  { folder }: Workspace,
  path: string,
  create: { uid: number | null } | undefined,
  use: (folder: FileHandle, name: string) => Promise<T>,
): Promise<T> {
  const parts = workspaceParts(path)
  try {
    await using opened = await openFolder(folder, parts.slice(0, -1), create)
    return await use(opened, parts.at(-1) ?? '')
  } catch (error) {
    throw pathFailure(path, error)
  }
}

/** The file may still be growing. Only the size that it had when it was opened is read. */
async function readAtMost(file: FileHandle, sizeBytes: number, path: string): Promise<Uint8Array> {
  const bytes = new Uint8Array(sizeBytes)
  let read = 0
  while (read < sizeBytes) {
    const { bytesRead } = await file.read(bytes, read, sizeBytes - read, read)
    if (bytesRead === 0) throw new Failure('sandbox-path', `${path}: changed while it was read`)
    read += bytesRead
  }
  return bytes
}
