import { accessSync, constants, statSync } from 'node:fs'
import { delimiter, join } from 'node:path'

const USUAL_FOLDERS = ['/usr/local/bin', '/usr/bin', '/bin', '/usr/sbin', '/sbin']

/** Searches the PATH and the usual folders. `null` if the program is not installed. */
export function findProgram(name) {
  const folders = [...(process.env.PATH ?? '').split(delimiter), ...USUAL_FOLDERS]
  return folders.map((folder) => join(folder, name)).find(isProgram) ?? null
}

/** Folders can have the execute permission too. */
export function isProgram(path) {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    return false
  }
}
