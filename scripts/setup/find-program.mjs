import { accessSync, constants, statSync } from 'node:fs'
import { delimiter, join } from 'node:path'

const USUAL_FOLDERS = ['/usr/local/bin', '/usr/bin', '/bin', '/usr/sbin', '/sbin']

/** On the PATH or where programs usually are; `null` where it is not installed. */
export function findProgram(name) {
  const folders = [...(process.env.PATH ?? '').split(delimiter), ...USUAL_FOLDERS]
  return folders.map((folder) => join(folder, name)).find(isProgram) ?? null
}

/** Folders can be "executed" as well. */
export function isProgram(path) {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    return false
  }
}
