import { execFile } from 'node:child_process'
import { lstat, mkdir, readdir, readlink, realpath, rm, symlink } from 'node:fs/promises'
import { dirname, join, normalize, relative } from 'node:path'
import { promisify } from 'node:util'
import { Failure } from '#src/domain/shared/failures.ts'
import { findSystemProgram } from '../find-system-program.ts'
import { KEPT } from './package-store.ts'

export type CollectionLimits = { files: number; bytes: number }
export type CollectedPackages = { ok: true; links: Record<string, string>; sizeBytes: number } | { ok: false; reason: string }

type Seen = { files: number; bytes: number; links: { path: string; target: string }[]; special: string | null }

const COPY_MS = 120_000
const NAME = 'node_modules'

/**
 * Copies the installed packages of a workspace in which nothing runs any more: of `folders`, the packages' own, '' being the root.
 * Only files, folders and links are taken; links lead to where their targets stand in a sandbox, those that lead elsewhere are left
 * out. `at` is where the installation's root lies in the workspace.
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
    // A link on the way would lead whoever copies out of the workspace.
    if (real !== join(root, folder)) return { ok: false, reason: `${folder} is no folder of its own after the installation` }
    const packages = join(folder, NAME)
    const stats = await lstat(join(from, packages)).catch(() => null)
    if (stats?.isDirectory() !== true) continue
    await look(from, packages, seen, bounds)
    if (seen.special !== null) return { ok: false, reason: `${seen.special} is no file that a package may have` }
    if (seen.files > bounds.files) return { ok: false, reason: `the packages have more than ${bounds.files} files` }
    if (seen.bytes > bounds.bytes) return { ok: false, reason: `the packages have more than ${bounds.bytes / 1024 / 1024} MB` }
    const place = placeOf(packages)
    await mkdir(dirname(join(to, place)), { recursive: true, mode: 0o755 })
    if (!(await copy(join(from, packages), join(to, place), signal)))
      return { ok: false, reason: 'the packages could not be kept: it takes too long, or this machine’s disk is full' }
    if (folder !== '') links[join(at, packages)] = `/modules/${packages}`
  }
  for (const link of seen.links) await lead(to, link, at)
  return { ok: true, links, sizeBytes: seen.bytes }
}

/** The place in a kept installation. */
function placeOf(path: string): string {
  return path === NAME || path.startsWith(`${NAME}/`) ? KEPT.packages + path.slice(NAME.length) : join(KEPT.parts, path)
}

async function look(root: string, folder: string, seen: Seen, bounds: CollectionLimits): Promise<void> {
  const entries = await readdir(join(root, folder), { withFileTypes: true })
  seen.files += entries.length
  if (seen.files > bounds.files || seen.bytes > bounds.bytes || seen.special !== null) return
  const sizes = await Promise.all(
    entries.filter((entry) => entry.isFile()).map(({ name }) => lstat(join(root, folder, name)).then(({ size }) => size)),
  )
  seen.bytes += sizes.reduce((sum, size) => sum + size, 0)
  for (const entry of entries) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) await look(root, path, seen, bounds)
    else if (entry.isSymbolicLink()) seen.links.push({ path, target: await readlink(join(root, path)) })
    else if (!entry.isFile()) seen.special = path
  }
}

/** Readable for everybody and changeable for nobody else, whatever was set before; links as they are. False where it didn't come off. */
async function copy(from: string, to: string, signal: AbortSignal): Promise<boolean> {
  const run = promisify(execFile)
  try {
    await run(findSystemProgram('cp') ?? 'cp', ['-R', '-P', '-T', from, to], { timeout: COPY_MS, signal })
    await run(findSystemProgram('chmod') ?? 'chmod', ['-R', 'u=rwX,go=rX', to], { timeout: COPY_MS, signal })
    return true
  } catch (cause) {
    if (signal.aborted) throw new Failure('cancelled', 'Cancelled while packages were kept', { cause })
    return false
  }
}

/** A link inside one folder of packages stays as it is. */
async function lead(to: string, { path, target }: { path: string; target: string }, at: string): Promise<void> {
  const aim = target.startsWith('/') ? relative('/workspace', target) : normalize(join(dirname(path), target))
  const inOwn = !target.startsWith('/') && topOf(aim) !== null && topOf(aim) === topOf(path)
  if (inOwn) return
  await rm(join(to, placeOf(path)))
  if (aim === '..' || aim.startsWith('../')) return
  await symlink(standsAt(aim, at), join(to, placeOf(path)))
}

/** The folder of packages that a path lies in; `null` where it lies in none. */
function topOf(path: string): string | null {
  const parts = path.split('/')
  const index = parts.indexOf(NAME)
  return index === -1 ? null : parts.slice(0, index + 1).join('/')
}

function standsAt(aim: string, at: string): string {
  const top = topOf(aim)
  if (top === null) return join('/workspace', at, aim)
  return top === NAME ? `/${aim}` : `/modules/${aim}`
}
