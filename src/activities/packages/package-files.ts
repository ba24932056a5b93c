import { toFailure } from '#src/domain/shared/failures.ts'
import { isBinaryPackageFile, isLockfile, isPackageArchive, isPackageManifest, packageFiles } from '#src/domain/packages/lockfiles.ts'
import type { Changes } from '#src/domain/projects/records.ts'
import type { Sandbox } from '#src/ports/sandbox.ts'
import type { ActivityPorts } from '../shared/activity-ports.ts'
import { readSafely } from '../agent/read-safely.ts'

/** The ports that this file uses. */
type Ports = Pick<ActivityPorts, 'artifacts'>

/** Text by path, of the files that determine the installed packages. */
export type PackageTexts = Record<string, string>

/** Maximum sizes in bytes: of a package.json, a patch or settings; of a lockfile or an archive; and of all together. */
const LIMITS = { small: 1024 * 1024, large: 16 * 1024 * 1024, all: 64 * 1024 * 1024 }

/** Stores the repository's package files as artifacts; the hashes in the tree are their keys. */
export async function keepPackageFiles(ports: Ports, sandbox: Sandbox, tree: Record<string, string>): Promise<void> {
  for (const path of packageFiles(Object.keys(tree))) {
    const bytes = await readSafely(sandbox, path, limitOf(path))
    if (bytes !== null) await ports.artifacts.put(bytes)
  }
}

/**
 * The package files before and after the changes. The agent's changes to package.json count; its changes to lockfiles and settings do not.
 * Files that were not stored, because they are too large or the turn is too old, count as missing.
 */
export async function readPackageFiles(
  ports: Ports,
  tree: Record<string, string>,
  changes: Changes,
): Promise<{ before: PackageTexts; after: PackageTexts }> {
  const changed = packageFiles(Object.keys(changes)).filter(isPackageManifest)
  const [before, written] = await Promise.all([textsOf(ports, tree, packageFiles(Object.keys(tree))), textsOf(ports, changes, changed)])
  return { before, after: { ...before, ...written } }
}

async function textsOf(ports: Ports, keys: Changes, paths: readonly string[]): Promise<PackageTexts> {
  const texts = new Map<string, string>()
  let left = LIMITS.all
  for (const path of paths) {
    const key = keys[path] ?? null
    if (key === null) continue
    const bytes = await orMissing(ports.artifacts.get(key))
    if (bytes === null || bytes.byteLength > Math.min(left, limitOf(path))) continue
    left -= bytes.byteLength
    texts.set(path, isBinaryPackageFile(path) ? Buffer.from(bytes).toString('latin1') : new TextDecoder().decode(bytes))
  }
  return Object.fromEntries(texts)
}

async function orMissing(reading: Promise<Uint8Array>): Promise<Uint8Array | null> {
  try {
    return await reading
  } catch (error) {
    if (toFailure(error).kind === 'artifact-missing') return null
    throw error
  }
}

function limitOf(path: string): number {
  return isLockfile(path) || isPackageArchive(path) ? LIMITS.large : LIMITS.small
}
