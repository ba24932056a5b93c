import { homedir } from 'node:os'
import { join } from 'node:path'
import type { Environment } from './read-settings.ts'

/** Folder for results that take minutes to build, shared by all checkouts. */
export function cacheFolder(given: string | undefined, env: Environment): string {
  return given ?? join(env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'ollio')
}
