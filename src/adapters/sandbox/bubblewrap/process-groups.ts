import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The folders of this process's control groups. `null` if the machine has no such hierarchy. */
export type ProcessGroups = {
  /** Version 1. */
  memory: string | null
  pids: string | null
  cpu: string | null
  cpuacct: string | null
  /** Version 2, and the mount point of its tree. */
  unified: string | null
  unifiedMount: string | null
}

type Mount = { root: string; at: string; type: string; options: string[] }

export function processGroups(): ProcessGroups {
  if (!existsSync('/proc/self/cgroup')) return { memory: null, pids: null, cpu: null, cpuacct: null, unified: null, unifiedMount: null }
  const mounts = readFileSync('/proc/self/mountinfo', 'utf8').split('\n').flatMap(parseMount)
  const paths = new Map(readFileSync('/proc/self/cgroup', 'utf8').split('\n').flatMap(parseMembership))
  const version1 = (controller: string) =>
    folderIn(
      mounts.find(({ type, options }) => type === 'cgroup' && options.includes(controller)),
      paths.get(controller),
    )
  const tree = mounts.find(({ type }) => type === 'cgroup2')
  return {
    ...{ memory: version1('memory'), pids: version1('pids'), cpu: version1('cpu'), cpuacct: version1('cpuacct') },
    ...{ unified: folderIn(tree, paths.get('')), unifiedMount: tree?.at ?? null },
  }
}

/** `36 35 0:30 /root /mounted/at rw - cgroup cgroup rw,memory`, with any number of fields before the dash. */
function parseMount(line: string): Mount[] {
  const [before, after] = line.split(' - ')
  const [, , , root, at] = before?.split(' ') ?? []
  const [type, , options] = after?.split(' ') ?? []
  return root === undefined || at === undefined || type === undefined ? [] : [{ root, at, type, options: options?.split(',') ?? [] }]
}

/** `4:memory,other:/path`, or `0::/path` for version 2. */
function parseMembership(line: string): [string, string][] {
  const match = /^\d+:([^:]*):(.*)$/.exec(line)
  return match === null ? [] : (match[1] ?? '').split(',').map((controller) => [controller, match[2] ?? '/'])
}

/** In a container the mount may show only part of the tree, while the path is given from a level above it. */
function folderIn(mount: Mount | undefined, path: string | undefined): string | null {
  if (mount === undefined || path === undefined) return null
  const below = path.startsWith(mount.root) ? path.slice(mount.root.length) : path
  const folder = join(mount.at, below)
  return existsSync(folder) ? folder : mount.at
}
