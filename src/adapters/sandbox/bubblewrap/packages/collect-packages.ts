import { execFile } from 'node:child_process'
import { lstat, mkdir, readdir, readlink, realpath, rm, symlink } from 'node:fs/promises'
import { dirname, join, normalize, relative } from 'node:path'
import { promisify } from 'node:util'
import { Failure } from '#src/domain/shared/failures.ts'
import { findSystemProgram } from '../find-system-program.ts'
import type { PackageTrouble } from '#src/domain/packages/package-trouble.ts'
import { KEPT } from './package-store.ts'

export type CollectionLimits = { files: number; bytes: number }
export type CollectedPackages = { ok: true; links: Record<string, string>; sizeBytes: number } | ({ ok: false } & PackageTrouble)

type Seen = { files: number; bytes: number; links: { path: string; target: string }[]; special: string | null }

const COPY_MS = 120_000
const NAME = 'node_modules'

/**
 * Copies the installed packages of a workspace in which nothing runs any more. `folders`: the folders with a package.json; '' is the root.
 * Only files, folders and links are copied. Links are changed to the paths that their targets have in a sandbox; links to anywhere else are
 * left out. `at`: the path of the installation's root in the workspace.
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
    // A link in this path would lead the copy out of the workspace.
    if (real !== join(root, folder)) return refused(`the path ${folder} has a symbolic link in it after the installation`)
    const packages = join(folder, NAME)
    const stats = await lstat(join(from, packages)).catch(() => null)
    if (stats?.isDirectory() !== true) continue
    await scan(from, packages, seen, bounds)
    if (seen.special !== null) return refused(`${seen.special} is not a file, a folder or a link`)
    if (seen.files > bounds.files) return refused(`the packages have more than ${bounds.files} files`)
    if (seen.bytes > bounds.bytes) return refused(`the packages have more than ${bounds.bytes / 1024 / 1024} MB`)
    const place = placeOf(packages)
    await mkdir(dirname(join(to, place)), { recursive: true, mode: 0o755 })
    const problem = await copy(join(from, packages), join(to, place), signal)
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

async function scan(root: string, folder: string, seen: Seen, bounds: CollectionLimits): Promise<void> {
  const entries = await readdir(join(root, folder), { withFileTypes: true })
  seen.files += entries.length
  if (seen.files > bounds.files || seen.bytes > bounds.bytes || seen.special !== null) return
  const sizes = await Promise.all(
    entries.filter((entry) => entry.isFile()).map(({ name }) => lstat(join(root, folder, name)).then(({ size }) => size)),
  )
  seen.bytes += sizes.reduce((sum, size) => sum + size, 0)
  for (const entry of entries) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) await scan(root, path, seen, bounds)
    else if (entry.isSymbolicLink()) seen.links.push({ path, target: await readlink(join(root, path)) })
    else if (!entry.isFile()) seen.special = path
  }
}

/**
 * Makes everything readable for all and writable for nobody else, whatever its permissions were. Links stay links. Returns
 * what went wrong, or `null`.
 */
async function copy(from: string, to: string, signal: AbortSignal): Promise<string | null> {
  const run = promisify(execFile)
  try {
    await run(findSystemProgram('cp') ?? 'cp', ['-R', '-P', '-T', from, to], { timeout: COPY_MS, signal })
    await run(findSystemProgram('chmod') ?? 'chmod', ['-R', 'u=rwX,go=rX', to], { timeout: COPY_MS, signal })
    return null
  } catch (cause) {
    if (signal.aborted) throw new Failure('cancelled', 'Cancelled while packages were stored', { cause })
    const { killed, stderr } = cause as { killed?: boolean; stderr?: string }
    if (killed === true) return `copying them took longer than ${COPY_MS / 1_000} seconds`
    return /no space left/i.test(stderr ?? '') ? 'this machine’s disk is full' : 'copying them failed'
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
