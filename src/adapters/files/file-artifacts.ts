import { createHash, randomUUID } from 'node:crypto'
import type { Stats } from 'node:fs'
import { mkdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Failure } from '#src/domain/shared/failures.ts'
import type { Artifacts } from '#src/ports/artifacts.ts'

/** When something was last put is known so exactly; it spares most puts a write. */
const FRESH_MS = 10 * 60_000

/** The artifact store as files of one folder: `ab/abcdef…`. Written aside and renamed, so that half a file is never found. */
export function createFileArtifacts(folder: string): Artifacts {
  const pathOf = (key: string): string => join(folder, key.slice(0, 2), key)
  return {
    async put(bytes) {
      const key = hashOf(bytes)
      const path = pathOf(key)
      // A machine that lost its power may have kept the name and lost the bytes.
      const found = await fileAt(path)
      if (found?.size === bytes.byteLength) {
        const nowMs = Date.now()
        if (nowMs - found.mtimeMs > FRESH_MS) await utimes(path, nowMs / 1_000, nowMs / 1_000)
        return key
      }
      await mkdir(dirname(path), { recursive: true })
      const aside = `${path}.${randomUUID()}`
      try {
        await writeFile(aside, bytes)
        await rename(aside, path)
      } catch (error) {
        await rm(aside, { force: true })
        throw error
      }
      return key
    },
    async get(key) {
      if (!/^[0-9a-f]{64}$/.test(key)) throw new Failure('artifact-missing', 'An artifact key has to be a SHA-256')
      const bytes = await readFile(pathOf(key)).catch((error: unknown) => {
        throw new Failure('artifact-missing', `Artifact ${key} can't be read`, { cause: error })
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

/** `null` where there is no such file. */
function fileAt(path: string): Promise<Stats | null> {
  return stat(path).then(
    (found) => (found.isFile() ? found : null),
    () => null,
  )
}
