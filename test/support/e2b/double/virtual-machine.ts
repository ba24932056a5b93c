import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chown, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { existsSync, lstatSync, readlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export type Machine = {
  /** The socket of its daemon. */
  socket: string
  /** Ends it with everything that runs in it, and removes its files. */
  stop(): Promise<void>
}

/** True if the machine has two users inside, as at E2B. Only root can give it a second one. */
export const hasTwoUsers = process.getuid?.() === 0
/** The id of `user` inside: as root, one that nothing else uses; otherwise the only one. */
const UID = hasTwoUsers ? 64_003 : 0
/** With one user, supplementary groups can't be dropped. */
const ONE_USER_SETPRIV = `#!/bin/bash\nexec /usr/bin/setpriv "\${@/#--clear-groups/--keep-groups}"\n`
const INSIDE = '/opt/double'

/**
 * Replaces one of E2B's virtual machines with bubblewrap's namespaces, in which a double of the daemon is root and has all of root's
 * capabilities over everything inside. It has the layout of our built templates. No network, no limits.
 */
export async function startMachine(template: string): Promise<Machine> {
  const folder = await mkdtemp(join(tmpdir(), 'ollio-e2b-'))
  const [workspace, run, etc] = ['workspace', 'run', 'etc'].map((name) => join(folder, name)) as [string, string, string]
  for (const path of [workspace, run, etc, join(workspace, 'node_modules')]) await mkdir(path)
  if (hasTwoUsers) for (const path of [workspace, join(workspace, 'node_modules')]) await chown(path, UID, UID)
  await writeFile(join(etc, 'passwd'), `root:x:0:0::/root:/bin/bash\nuser:x:${UID}:${UID}::/home/user:/bin/bash\n`)
  await writeFile(join(etc, 'setpriv'), ONE_USER_SETPRIV, { mode: 0o755 })
  await writeFile(join(etc, 'group'), `root:x:0:\nuser:x:${UID}:\n`)
  await writeFile(join(etc, 'hosts'), '127.0.0.1 localhost\n')

  const options = [
    ...['--unshare-pid', '--unshare-ipc', '--unshare-net', '--unshare-uts', '--die-with-parent', '--clearenv', '--cap-add', 'ALL'],
    ...['--ro-bind', '/usr', '/usr', '--tmpfs', '/usr/local', '--dir', '/usr/local/bin', ...topFolders()],
    ...(hasTwoUsers ? [] : ['--unshare-user', '--uid', '0', '--gid', '0', '--ro-bind', join(etc, 'setpriv'), '/usr/local/bin/setpriv']),
    ...['--ro-bind', process.execPath, '/usr/local/bin/node', '--dir', '/etc'],
    ...['--ro-bind-try', '/etc/alternatives', '/etc/alternatives', '--ro-bind-try', '/etc/ld.so.cache', '/etc/ld.so.cache'],
    ...['passwd', 'group', 'hosts'].flatMap((name) => ['--ro-bind', join(etc, name), `/etc/${name}`]),
    ...['--proc', '/proc', '--dev', '/dev', '--perms', '1777', '--tmpfs', '/tmp', '--perms', '0700', '--tmpfs', '/root'],
    ...[
      '--ro-bind',
      join(template, 'node_modules'),
      '/node_modules',
      '--ro-bind',
      join(template, 'template'),
      '/template',
      '--dir',
      '/modules',
    ],
    ...['--bind', workspace, '/workspace', '--bind', run, '/run', '--ro-bind', import.meta.dirname, INSIDE],
  ]
  const daemon = ['/usr/local/bin/node', '--disable-warning=ExperimentalWarning', `${INSIDE}/daemon.ts`, '/run/envd.sock']
  const child = spawn('bwrap', [...options, '--', ...daemon], { env: { PATH: '/usr/bin:/bin' }, stdio: ['ignore', 'pipe', 'pipe'] })
  let problem = ''
  child.stderr.on('data', (chunk: Buffer) => (problem = `${problem}${chunk.toString()}`.slice(-2_000)))
  const ended = once(child, 'close')
  await Promise.race([
    once(child.stdout, 'data'),
    ended.then(() => {
      throw new Error(`The double of a machine did not start: ${problem}`)
    }),
  ])
  return {
    socket: join(run, 'envd.sock'),
    async stop() {
      child.kill('SIGKILL')
      await ended
      await rm(folder, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

function topFolders(): string[] {
  return ['/bin', '/lib', '/lib64', '/sbin']
    .filter((path) => existsSync(path))
    .flatMap((path) => (lstatSync(path).isSymbolicLink() ? ['--symlink', readlinkSync(path), path] : ['--ro-bind', path, path]))
}
