import { execFile } from 'node:child_process'
import { stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { promisify } from 'node:util'
import { SetupError } from '../setup-error.ts'

const run = promisify(execFile)

/** How to start PostgreSQL's programs, which refuse to run as root. */
export type ServerAccount = { prefix: string[]; uid?: number; gid?: number }

/** Any id other than root's works: outside the user namespace it is still root, so root's folders stay readable. */
const NAMESPACE_ID = '1'

/**
 * Not root: the current user. Root: a user namespace in which root has another id. If the kernel doesn't allow that (many containers), the
 * account `postgres`, which is created if it is missing and needs access to `folders`.
 */
export async function serverAccount(folders: readonly string[]): Promise<ServerAccount> {
  if (process.getuid?.() !== 0) return { prefix: [] }
  const prefix = ['unshare', '--user', `--map-user=${NAMESPACE_ID}`, `--map-group=${NAMESPACE_ID}`, '--']
  if (await succeeds(prefix[0] ?? '', [...prefix.slice(1), 'true'])) return { prefix }
  for (const folder of folders) await checkReachable(folder)
  if (!(await succeeds('id', ['-u', 'postgres']))) await run('useradd', ['--system', '--user-group', '--no-create-home', 'postgres'])
  const [uid, gid] = await Promise.all(['-u', '-g'].map(async (flag) => Number((await run('id', [flag, 'postgres'])).stdout)))
  if (!uid || !gid)
    throw new SetupError(
      'PostgreSQL does not run as root, and there is no usable account postgres. Set DATABASE_URL to use another server.',
    )
  return { prefix: [], uid, gid }
}

async function checkReachable(folder: string): Promise<void> {
  for (let path = folder; path !== dirname(path); path = dirname(path)) {
    if (((await stat(path)).mode & 0o001) === 0) {
      throw new SetupError(
        `PostgreSQL does not run as root, and the account postgres has no access to ${path}. Use another folder, or set DATABASE_URL.`,
      )
    }
  }
}

async function succeeds(command: string, args: string[]): Promise<boolean> {
  return run(command, args).then(
    () => true,
    () => false,
  )
}
