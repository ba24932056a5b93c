import { constants } from 'node:fs'
import { type FileHandle, mkdir, open } from 'node:fs/promises'
import { errorCode } from '#src/domain/shared/workspace-path-parts.ts'

const FOLDER = constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW

/**
 * Node has no `openat`, so each part of a path is opened through the descriptor of its parent, and links are refused at each part. If the
 * path changes meanwhile, it still can't lead anywhere else.
 */
export function splitPath(folder: FileHandle, name: string): string {
  return `/proc/self/fd/${folder.fd}/${name}`
}

/** Opens a folder below `root`. With `create`, missing folders are created and given to that user. The caller closes it. */
export async function openFolder(root: string, parts: readonly string[], create?: { uid: number | null }): Promise<FileHandle> {
  let folder = await open(root, FOLDER)
  for (const part of parts) {
    const parent = folder
    try {
      folder = await openPart(parent, part, create)
    } finally {
      await parent.close()
    }
  }
  return folder
}

async function openPart(parent: FileHandle, part: string, create: { uid: number | null } | undefined): Promise<FileHandle> {
  try {
    return await open(splitPath(parent, part), FOLDER)
  } catch (error) {
    if (create === undefined || errorCode(error) !== 'ENOENT') throw error
  }
  try {
    await mkdir(splitPath(parent, part), { mode: 0o755 })
  } catch (error) {
    // Somebody else created it at the same time.
    if (errorCode(error) !== 'EEXIST') throw error
  }
  const made = await open(splitPath(parent, part), FOLDER)
  if (create.uid !== null) await made.chown(create.uid, create.uid)
  return made
}
