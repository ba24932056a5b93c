import { execFile } from 'node:child_process'
import { access, chown, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { SetupError } from '../setup-error.ts'
import type { PostgresBinaries } from './postgres-binaries.ts'
import type { ServerAccount } from './server-account.ts'

/** Takes a second on an idle machine. */
const INIT_MS = 10 * 60_000

type Cluster = { folder: string; data: string; binaries: PostgresBinaries; account: ServerAccount; newPassword: string }

/** Creates the data folder if it doesn't exist; returns the path of its password file. */
export async function makeCluster({ folder, data, binaries, account, newPassword }: Cluster): Promise<string> {
  const passwordFile = join(folder, 'password')
  if (await exists(data)) return passwordFile
  // Removes what an interrupted run left. The new folder is renamed into place only when it is complete.
  for (const name of await readdir(folder)) if (name.startsWith('making-')) await rm(join(folder, name), { recursive: true })
  const making = join(folder, `making-${process.pid}`)
  await mkdir(making, { mode: 0o700 })
  await writeFile(passwordFile, `${newPassword}\n`, { mode: 0o600 })
  if (account.uid !== undefined) {
    await chown(making, account.uid, account.gid ?? account.uid)
    await chown(passwordFile, account.uid, account.gid ?? account.uid)
  }
  const [command = '', ...args] = [
    ...account.prefix,
    binaries.initdb,
    ...[`--pgdata=${making}`, '--username=postgres', `--pwfile=${passwordFile}`, '--auth=password'],
    ...['--locale=C', '--encoding=UTF8', '--no-sync', '--no-instructions'],
  ]
  const ids = account.uid === undefined ? {} : { uid: account.uid, ...(account.gid === undefined ? {} : { gid: account.gid }) }
  try {
    await promisify(execFile)(command, args, { env: { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C' }, timeout: INIT_MS, ...ids })
  } catch (cause) {
    await rm(making, { recursive: true, force: true })
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new SetupError(`PostgreSQL could not create its data folder ${data}. Set DATABASE_URL to use another server. ${reason}`, {
      cause,
    })
  }
  await rename(making, data)
  return passwordFile
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}
