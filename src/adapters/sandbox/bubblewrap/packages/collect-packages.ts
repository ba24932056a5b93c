import { execFile } from 'node:child_process'
import { lstat, mkdir, realpath, rename, rm, symlink } from 'node:fs/promises'
import { dirname, join, normalize, relative } from 'node:path'
import { promisify } from 'node:util'
import { Failure } from '#src/domain/shared/failures.ts'
import { errorCode } from '#src/domain/shared/workspace-path-parts.ts'
import { findSystemProgram } from '../find-system-program.ts'
import type { PackageTrouble } from '#src/domain/packages/package-trouble.ts'
import { listTree } from './list-tree.ts'
import { KEPT } from './package-store.ts'

export type CollectionLimits = { files: number; bytes: number }
export type CollectedPackages = { ok: true; links: Record<string, string>; sizeBytes: number } | ({ ok: false } & PackageTrouble)

type Seen = { files: number; bytes: number; links: { path: string; target: string }[]; special: string | null }

const COMMAND_MS = 300_000
const NAME = 'node_modules'
const runsAsRoot = process.getuid?.() === 0

/**
 * Moves the installed packages out of a workspace in which nothing runs any more. `folders`: the folders with a package.json; '' is the
 * root. Only files, folders and links are taken. Links are changed to the paths that their targets have in a sandbox; links to anywhere else
 * are left out. `at`: the path of the installation's root in the workspace.
 */
export async function collectPackages(
  from: string,
  to: string,
  { folders, at, bounds }: { folders: readonly string[]; at: string; bounds: CollectionLimits },
  signal: AbortSignal,
): Promise<CollectedPackages> {
  await Promise.all([KEPT.packages, KEPT.parts].map((name) => mkdir(join(to, name), { recursive: true, mode: 0o755 })))
  const links: Record<string, string> = {}
  const seen: Seen = { files: 0, bytes: 0, links: [], special: null }
  const root = await realpath(from)
  for (const folder of folders) {
    const real = await realpath(join(from, folder)).catch(() => null)
    if (real === null) continue
    // A link in this path would lead out of the workspace.
    if (real !== join(root, folder)) return refused(`the path ${folder} has a symbolic link in it after the installation`)
    const packages = join(folder, NAME)
    const stats = await lstat(join(from, packages)).catch(() => null)
    if (stats?.isDirectory() !== true) continue
    await scan(from, packages, seen, bounds, signal)
    if (seen.special !== null) return refused(`${seen.special} is not a file, a folder or a link`)
    if (seen.files > bounds.files) return refused(`the packages have more than ${bounds.files} files`)
    if (seen.bytes > bounds.bytes) return refused(`the packages have more than ${bounds.bytes / 1024 / 1024} MB`)
    const place = placeOf(packages)
    await mkdir(dirname(join(to, place)), { recursive: true, mode: 0o755 })
    const problem = await move(join(from, packages), join(to, place), signal)
    if (problem !== null) return { ok: false, cause: 'machine', reason: `the packages could not be stored: ${problem}` }
    if (folder !== '') links[join(at, packages)] = `/modules/${packages}`
  }
  for (const link of seen.links) await retarget(to, link, at)
  return { ok: true, links, sizeBytes: seen.bytes }
}

function refused(reason: string): CollectedPackages {
  return { ok: false, cause: 'repository', reason }
}

/** The path in a stored installation. */
function placeOf(path: string): string {
  return path === NAME || path.startsWith(`${NAME}/`) ? KEPT.packages + path.slice(NAME.length) : join(KEPT.parts, path)
}

async function scan(root: string, folder: string, seen: Seen, bounds: CollectionLimits, signal: AbortSignal): Promise<void> {
  await listTree(join(root, folder), signal, ({ kind, sizeBytes, path, target }) => {
    seen.files += 1
    if (kind === 'f') seen.bytes += sizeBytes
    else if (kind === 'l') seen.links.push({ path: join(folder, path), target })
    else if (kind !== 'd') seen.special = join(folder, path)
    return seen.files <= bounds.files && seen.bytes <= bounds.bytes && seen.special === null
  })
}

/**
 * Moves a folder, and makes everything in it readable for all and writable for nobody else, whatever its permissions were. Links stay links.
 * Returns what went wrong, or `null`.
 */
async function move(from: string, to: string, signal: AbortSignal): Promise<string | null> {
  const run = (program: string, args: string[]) =>
    promisify(execFile)(findSystemProgram(program) ?? program, args, { timeout: COMMAND_MS, signal })
  try {
    // The store's first folder exists already, and is empty.
    await rm(to, { recursive: true, force: true })
    await rename(from, to).catch(async (error: unknown) => {
      if (errorCode(error) !== 'EXDEV') throw error
      await run('cp', ['-R', '-P', '-T', from, to])
    })
    if (runsAsRoot) await run('chown', ['-R', '-h', '0:0', to])
    await run('chmod', ['-R', 'u=rwX,go=rX', to])
    return null
  } catch (cause) {
    if (signal.aborted) throw new Failure('cancelled', 'Cancelled while packages were stored', { cause })
    const { killed, stderr } = cause as { killed?: boolean; stderr?: string }
    if (killed === true) return `moving them took longer than ${COMMAND_MS / 1_000} seconds`
    return /no space left/i.test(stderr ?? '') ? 'this machine’s disk is full' : 'moving them failed'
  }
}

/** Changes a link's target, unless the link stays inside one folder of packages. */
async function retarget(to: string, { path, target }: { path: string; target: string }, at: string): Promise<void> {
  const destination = target.startsWith('/') ? relative('/workspace', target) : normalize(join(dirname(path), target))
  const inOwn = !target.startsWith('/') && topOf(destination) !== null && topOf(destination) === topOf(path)
  if (inOwn) return
  await rm(join(to, placeOf(path)))
  if (destination === '..' || destination.startsWith('../')) return
  await symlink(pathInSandbox(destination, at), join(to, placeOf(path)))
}

/** The folder of packages that contains a path, or `null`. */
function topOf(path: string): string | null {
  const parts = path.split('/')
  const index = parts.indexOf(NAME)
  return index === -1 ? null : parts.slice(0, index + 1).join('/')
}

function pathInSandbox(destination: string, at: string): string {
  const top = topOf(destination)
  if (top === null) return join('/workspace', at, destination)
  return top === NAME ? `/${destination}` : `/modules/${destination}`
}
