import { createHash, randomUUID } from 'node:crypto'
import type { Stats } from 'node:fs'
import { mkdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Failure } from '#src/domain/shared/failures.ts'
import type { Artifacts } from '#src/ports/artifacts.ts'
import { errorCode } from '#src/domain/shared/workspace-path-parts.ts'

/** Precision of an artifact's last-put time. It saves a write on most puts. */
const FRESH_MS = 10 * 60_000

/**
 * The artifact store as files in one folder: `ab/abcdef…`. Files are written under a temporary name and then renamed, so a partial file is
 * never visible.
 */
export function createFileArtifacts(folder: string): Artifacts {
  const pathOf = (key: string): string => join(folder, key.slice(0, 2), key)
  return {
    async put(bytes) {
      const key = hashOf(bytes)
      const path = pathOf(key)
      // After a power failure the name may exist without the bytes, so the size is compared as well.
      const found = await fileAt(path)
      if (found?.size === bytes.byteLength) {
        const nowMs = Date.now()
        if (nowMs - found.mtimeMs > FRESH_MS) await utimes(path, nowMs / 1_000, nowMs / 1_000)
        return key
      }
      const aside = `${path}.${randomUUID()}`
      try {
        await mkdir(dirname(path), { recursive: true })
        await writeFile(aside, bytes)
        await rename(aside, path)
      } catch (error) {
        await rm(aside, { force: true }).catch(() => undefined)
        throw new Failure('storage-unavailable', 'An artifact could not be stored', { cause: error })
      }
      return key
    },
    async get(key) {
      if (!/^[0-9a-f]{64}$/.test(key)) throw new Failure('artifact-missing', 'An artifact key must be a SHA-256')
      const bytes = await readFile(pathOf(key)).catch((error: unknown) => {
        const isMissing = errorCode(error) === 'ENOENT'
        throw new Failure(isMissing ? 'artifact-missing' : 'storage-unavailable', `Artifact ${key} could not be read`, { cause: error })
      })
      if (hashOf(bytes) !== key) throw new Failure('artifact-missing', `Artifact ${key} is damaged`)
      return bytes
    },
    async remove(key, unlessPutSince) {
      if (!/^[0-9a-f]{64}$/.test(key)) return true
      const path = pathOf(key)
      const found = await fileAt(path)
      if (found !== null && found.mtimeMs >= unlessPutSince.getTime()) return false
      await rm(path, { force: true })
      return true
    },
  }
}

function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/** `null` if there is no such file. */
function fileAt(path: string): Promise<Stats | null> {
  return stat(path).then(
    (found) => (found.isFile() ? found : null),
    () => null,
  )
}
