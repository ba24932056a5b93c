import { createHash, randomUUID } from 'node:crypto'
import { access, mkdir, readFile, rename, writeFile } from 'node:fs/promises'
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
      if (await exists(path)) return key
      await mkdir(dirname(path), { recursive: true })
      const aside = `${path}.${randomUUID()}`
      await writeFile(aside, bytes)
      await rename(aside, path)
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

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}
