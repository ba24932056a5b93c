import { z } from 'zod'
import { findSystemProgram } from '#src/adapters/sandbox/bubblewrap/find-system-program.ts'

const reportSchema = z.object({ sharedObjects: z.array(z.string()) })

const BWRAP = findSystemProgram('bwrap') ?? 'bwrap'

/** Path of Node on the bare machine, for the first line of scripts. */
export const NODE_THERE = '/opt/node'

export type BareMachine = {
  /** 0: root. */
  uid?: number
  /** The only folder of this machine that is visible. */
  folder: string
  /** True if the folder is writable. Default: true. */
  writable?: boolean
}

/** Command prefix that runs a command on a machine with Node and the folder only: no programs, no network, an empty disk. */
export function bareMachine({ uid = 1_000, folder, writable = true }: BareMachine): string[] {
  const node = process.execPath
  return [
    ...[BWRAP, '--unshare-user', '--uid', String(uid), '--gid', String(uid), '--unshare-net', '--die-with-parent'],
    ...['--dev', '/dev', '--ro-bind', '/proc', '/proc'],
    ...librariesOfNode().flatMap((path) => ['--ro-bind', path, path]),
    ...['--ro-bind', node, node, '--ro-bind', node, NODE_THERE],
    ...[writable ? '--bind' : '--ro-bind', folder, folder, '--chdir', folder],
    '--',
  ]
}

/** Command prefix that runs a command on this machine without a network. */
export function closedNetwork(): string[] {
  return [BWRAP, '--unshare-user', '--unshare-net', '--die-with-parent', '--dev-bind', '/', '/', '--']
}

/** Command prefix that runs a command on this machine as another user, who also owns the files of the user running the tests. */
export function thisMachineAs(uid: number): string[] {
  const capabilities = uid === 0 ? ['--cap-add', 'ALL'] : []
  return [
    BWRAP,
    '--unshare-user',
    '--uid',
    String(uid),
    '--gid',
    String(uid),
    ...capabilities,
    '--die-with-parent',
    '--dev-bind',
    '/',
    '/',
    '--',
  ]
}

/** As loaded by this process. */
function librariesOfNode(): string[] {
  return reportSchema.parse(process.report.getReport()).sharedObjects.filter((path) => path.startsWith('/'))
}
