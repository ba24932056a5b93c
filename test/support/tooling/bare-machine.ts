import { z } from 'zod'
import { findSystemProgram } from '#src/adapters/sandbox/bubblewrap/find-system-program.ts'

const reportSchema = z.object({ sharedObjects: z.array(z.string()) })

const BWRAP = findSystemProgram('bwrap') ?? 'bwrap'

/** Where Node lies on it: what a script there begins with. */
export const NODE_THERE = '/opt/node'

export type BareMachine = {
  /** 0: root. */
  uid?: number
  /** The one folder of this machine that is there. */
  folder: string
  /** Whether the folder may be written to. Default: true. */
  writable?: boolean
}

/** What a command is started behind to run on a machine that has Node, the folder and nothing else: no program, no network, an empty disk. */
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

/** What a command is started behind to run on this machine without its network. */
export function closedNetwork(): string[] {
  return [BWRAP, '--unshare-user', '--unshare-net', '--die-with-parent', '--dev-bind', '/', '/', '--']
}

/** What a command is started behind to run on this machine as somebody else; files of whoever runs the tests are theirs there. */
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

/** As this process has loaded them. */
function librariesOfNode(): string[] {
  return reportSchema.parse(process.report.getReport()).sharedObjects.filter((path) => path.startsWith('/'))
}
