import { createHash, randomUUID } from 'node:crypto'
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Failure } from '#src/domain/failures.ts'
import type { Artifacts } from '#src/ports/artifacts.ts'

/** The artifact store as files of one folder: `ab/abcdef…`. Written aside and renamed, so that half a file is never found. */
export function createFileArtifacts(folder: string): Artifacts {
  const pathOf = (key: string): string => join(folder, key.slice(0, 2), key)
  return {
    async put(bytes) {
      const key = hashOf(bytes)
      const path = pathOf(key)
      // A machine that lost its power may have kept the name and lost the bytes.
      if ((await sizeOf(path)) === bytes.byteLength) return key
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
  }
}

function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/** `null` where there is no such file. */
function sizeOf(path: string): Promise<number | null> {
  return stat(path).then(
    (found) => (found.isFile() ? found.size : null),
    () => null,
  )
}
