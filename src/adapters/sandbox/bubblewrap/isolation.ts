import { dirname, join } from 'node:path'
import { Failure } from '#src/domain/shared/failures.ts'
import { findSystemProgram } from './find-system-program.ts'
import { FILTER_FD, filtersSystemCalls } from './system-calls.ts'
import { systemMounts } from './system-mounts.ts'

/** Shows a folder or file of this machine at a path in the sandbox, read-only unless `writable`. */
export type Bind = { from: string; to: string; writable?: boolean }

export type Isolation = {
  binds: readonly Bind[]
  /** Folders in memory inside the sandbox, each with a size limit. */
  scratch: readonly { at: string; megabytes: number }[]
  workingFolder: string
  env: Readonly<Record<string, string>>
  /** Resource limits as options of `prlimit`. */
  limits: readonly string[]
  /** Descriptor on which bubblewrap reports that the command was started. The command itself does not inherit it. */
  statusFd?: number
}

/** This machine's user id for everything that runs inside: never root, and no user that anything else runs as. */
const SANDBOX_UID = 64_001
const INSIDE_ID = '1000'
const SHARED_MEMORY_MB = 64

/** Users, groups and the names of the loopback interface in the sandbox, instead of this machine's. */
const USERS: readonly Bind[] = ['passwd', 'group', 'hosts'].map((name) => ({
  from: join(import.meta.dirname, 'etc', name),
  to: `/etc/${name}`,
}))

const runsAsRoot = process.getuid?.() === 0

/** The uid of a workspace's files. `null` if we are not root, because then they are our own. */
export const workspaceUid = runsAsRoot ? SANDBOX_UID : null

/**
 * Returns the command line that runs `command` in namespaces of its own. `enterControlGroups` must start it with an empty environment,
 * because pid 1 inside exposes the environment that it was started with. Fails with 'sandbox-unavailable' if a program is missing.
 *
 * As root there are two layers. The outer one makes the folders reachable, wherever they are on this machine, and drops root. The inner
 * one isolates; it is the only one for other users.
 */
export function isolate(isolation: Isolation, command: readonly string[]): string[] {
  // Only the command gets a session of its own. bubblewrap's own processes stay in one process group, so one signal kills them all.
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
    // bubblewrap's own mounts have no size limit, so nothing may be written to them.
    ...['--remount-ro', '/dev', '--remount-ro', '/', '--chdir', workingFolder],
    ...Object.entries(env).flatMap(([name, value]) => ['--setenv', name, value]),
    ...(filtersSystemCalls ? ['--seccomp', String(FILTER_FD)] : []),
    ...(statusFd === undefined ? [] : ['--json-status-fd', String(statusFd)]),
  ]
}

function bindOptions(binds: readonly Bind[]): string[] {
  // bubblewrap creates missing parents by itself, but readable only for their owner.
  const parents = new Set(binds.flatMap(({ to }) => ancestors(to)))
  return [
    ...[...parents].flatMap((path) => ['--dir', path]),
    ...binds.flatMap(({ from, to, writable }) => [writable === true ? '--bind' : '--ro-bind', from, to]),
  ]
}

/** `/a` and `/a/b` for `/a/b/c`. */
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

/** Says which package to install for a missing program. */
function missingProgram(name: string): string {
  const packageName = name === 'bwrap' ? 'bubblewrap' : name === 'env' ? 'coreutils' : 'util-linux'
  return `Sandboxes need the program "${name}": install the package ${packageName} with the system's package manager`
}
