import { dirname, join } from 'node:path'
import { Failure } from '#src/domain/shared/failures.ts'
import { findSystemProgram } from './find-system-program.ts'
import { FILTER_FD, filtersSystemCalls } from './system-calls.ts'
import { systemMounts } from './system-mounts.ts'

/** A folder or file of this machine and where it stands inside. */
export type Bind = { from: string; to: string; writable?: boolean }

export type Isolation = {
  binds: readonly Bind[]
  /** Memory-backed folders inside, each with a size. */
  scratch: readonly { at: string; megabytes: number }[]
  workingFolder: string
  env: Readonly<Record<string, string>>
  /** Resource limits as options of `prlimit`. */
  limits: readonly string[]
  /** Where bubblewrap reports that the command was started; the command itself does not inherit it. */
  statusFd?: number
}

/** The user that owns what runs inside, as this machine sees it: never root, no user that anything else runs as. */
const SANDBOX_UID = 64_001
const INSIDE_ID = '1000'
const SHARED_MEMORY_MB = 64

/** Users of our own making. */
const USERS: readonly Bind[] = ['passwd', 'group'].map((name) => ({ from: join(import.meta.dirname, 'etc', name), to: `/etc/${name}` }))

const runsAsRoot = process.getuid?.() === 0

/** The uid of the files of a workspace; `null` where we are not root and they are simply our own. */
export const workspaceUid = runsAsRoot ? SANDBOX_UID : null

/**
 * The command line that runs `command` in namespaces of its own, to be started by `enter` with an empty environment, because
 * pid 1 inside shows the one that it was started with. Fails with 'sandbox-unavailable' where a program is missing.
 *
 * As root there are two layers. The outer one makes the folders reachable, wherever they lie on this machine, and gives root up;
 * the inner one, the only one for other users, isolates.
 */
export function isolate(isolation: Isolation, command: readonly string[]): string[] {
  // Only the command gets a session of its own: what bubblewrap runs as stays in one process group, which dies at one blow.
  const limited = [program('setsid'), program('prlimit'), ...isolation.limits, '--', ...command]
  const inner = (binds: readonly Bind[]) => [program('env'), '-i', program('bwrap'), ...innerOptions(isolation, binds), '--', ...limited]
  const binds = [...USERS, ...isolation.binds]
  if (!runsAsRoot) return inner(binds)
  return [
    program('bwrap'),
    ...['--unshare-pid', '--unshare-ipc', '--unshare-net', '--unshare-uts', '--die-with-parent', '--clearenv', '--cap-add', 'ALL'],
    ...[...systemMounts(), '--dir', '/tmp', '--dev-bind', '/dev', '/dev', '--dev-bind', '/proc', '/proc', ...bindOptions(binds), '--'],
    ...[program('setpriv'), `--reuid=${SANDBOX_UID}`, `--regid=${SANDBOX_UID}`, '--clear-groups', '--no-new-privs'],
    ...['--inh-caps=-all', '--bounding-set=-all'],
    ...inner(binds.map((bind) => ({ ...bind, from: bind.to }))),
  ]
}

function innerOptions({ scratch, workingFolder, env, statusFd }: Isolation, binds: readonly Bind[]): string[] {
  return [
    ...['--unshare-all', '--unshare-user', '--disable-userns', '--die-with-parent', '--clearenv'],
    ...['--hostname', 'sandbox', '--uid', INSIDE_ID, '--gid', INSIDE_ID],
    ...[...systemMounts(), '--proc', '/proc', '--dev', '/dev'],
    ...[...scratch, { at: '/dev/shm', megabytes: SHARED_MEMORY_MB }].flatMap(tmpfs),
    ...bindOptions(binds),
    // What bubblewrap mounts by itself has no size, so nothing may be written to it.
    ...['--remount-ro', '/dev', '--remount-ro', '/', '--chdir', workingFolder],
    ...Object.entries(env).flatMap(([name, value]) => ['--setenv', name, value]),
    ...(filtersSystemCalls ? ['--seccomp', String(FILTER_FD)] : []),
    ...(statusFd === undefined ? [] : ['--json-status-fd', String(statusFd)]),
  ]
}

function bindOptions(binds: readonly Bind[]): string[] {
  // bubblewrap makes missing parents by itself, but only for their owner.
  const parents = new Set(binds.flatMap(({ to }) => ancestors(to)))
  return [
    ...[...parents].flatMap((path) => ['--dir', path]),
    ...binds.flatMap(({ from, to, writable }) => [writable === true ? '--bind' : '--ro-bind', from, to]),
  ]
}

/** `/a` and `/a/b` of `/a/b/c`. */
function ancestors(path: string): string[] {
  const parent = dirname(path)
  return parent === '/' ? [] : [...ancestors(parent), parent]
}

function tmpfs({ at, megabytes }: { at: string; megabytes: number }): string[] {
  return ['--perms', '1777', '--size', String(megabytes * 1024 * 1024), '--tmpfs', at]
}

function program(name: string): string {
  const path = findSystemProgram(name)
  if (path === null) throw new Failure('sandbox-unavailable', missingProgram(name))
  return path
}

/** What to install for a program that is not there. */
function missingProgram(name: string): string {
  const packageName = name === 'bwrap' ? 'bubblewrap' : name === 'env' ? 'coreutils' : 'util-linux'
  return `Sandboxes need the program "${name}": install the package ${packageName} with the system's package manager`
}
