import { homedir } from 'node:os'
import { join } from 'node:path'
import { ensureTemplate } from '#src/adapters/bubblewrap/ensure-template.ts'

/** The user's cache folder, where what took long to make is kept for the next checkout. */
const cacheFolder = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'ollio')

/** The installed template `react`; takes seconds the first time on a machine. */
export function reactTemplate(): Promise<string> {
  return ensureTemplate({ name: 'react', templatesFolder: join(import.meta.dirname, '../../sandbox-templates'), cacheFolder })
}
