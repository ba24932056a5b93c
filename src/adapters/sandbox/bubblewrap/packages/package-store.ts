import { randomBytes } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { Failure } from '#src/domain/shared/failures.ts'
import type { Bind } from '../isolation.ts'
import { errorCode } from '#src/domain/shared/workspace-path-parts.ts'

/**
 * Names inside a stored installation. Commands see `packages` at `/node_modules`, and `parts`, the packages of inner packages, at
 * `/modules`.
 */
export const KEPT = { packages: 'packages', parts: 'parts', description: 'installation.json', used: 'used' }

const MB = 1024 * 1024
/** Maximum size of all installations on this machine. */
const STORE_BYTES = 6_144 * MB
/** Time in which a caller that got an installation may start to use it. */
const GRACE_MS = 60_000
/** Longer than any installation takes. */
const UNFINISHED_MS = 60 * 60_000
const FAILED_MS = 5 * 60_000

const installationSchema = z.object({
  links: z.record(z.string(), z.string()),
  lockfile: z.string().nullable(),
  sizeBytes: z.number(),
  unavailable: z.array(z.object({ name: z.string(), status: z.number() })).default([]),
})
export type Installation = z.infer<typeof installationSchema>
export type PackageStore = ReturnType<typeof openPackageStore>
const failureSchema = z.object({ reason: z.string(), atMs: z.number() })

/**
 * Installed packages on this machine, each installation in a folder named after a hash of its request. The modification time of its file
 * `used` says until when it is in use. Of the others, the longest unused are removed first. Several processes may share it.
 */
export function openPackageStore(folder: string, { storeBytes = STORE_BYTES } = {}) {
  const placeOf = (id: string): string => {
    if (!/^[0-9a-f]{64}$/.test(id)) throw new Failure('unexpected', 'The package id is not a SHA-256')
    return join(folder, id)
  }

  /** Prevents its removal for `forMs`. */
  async function use(id: string, forMs: number): Promise<void> {
    const used = join(placeOf(id), KEPT.used)
    const until = Math.max((await stat(used)).mtimeMs, Date.now() + forMs + GRACE_MS)
    await utimes(used, new Date(), new Date(until))
  }

  /** Returns its folder and keeps it for at least `forMs`. Fails with 'sandbox-lost' if it is gone, so that it is installed again. */
  async function folderOf(id: string, forMs: number): Promise<string> {
    const place = placeOf(id)
    try {
      await use(id, forMs)
    } catch (cause) {
      throw new Failure('sandbox-lost', 'The installed packages are gone', { cause })
    }
    return place
  }

  return {
    /** `null` if it is not stored. */
    async find(id: string): Promise<Installation | null> {
      try {
        await use(id, 0)
        return installationSchema.parse(JSON.parse(await readFile(join(placeOf(id), KEPT.description), 'utf8')))
      } catch (error) {
        if (errorCode(error) === 'ENOENT') return null
        throw error
      }
    },

    folderOf,

    /** The mounts for a command that may take `timeoutMs`. */
    async bindsFor(id: string, timeoutMs: number): Promise<Bind[]> {
      const place = await folderOf(id, timeoutMs)
      return [
        { from: join(place, KEPT.packages), to: '/node_modules' },
        { from: join(place, KEPT.parts), to: '/modules' },
      ]
    },

    /**
     * Stores what `fill` puts into a new folder: all of it, or nothing if `fill` returns `null`. If another process was first, its
     * installation has the same content.
     */
    async keep(id: string, fill: (unfinished: string) => Promise<Installation | null>): Promise<Installation | null> {
      const unfinished = `${placeOf(id)}.${randomBytes(4).toString('hex')}`
      await mkdir(unfinished, { recursive: true, mode: 0o755 })
      try {
        const made = await fill(unfinished)
        if (made === null) return null
        await writeFile(join(unfinished, KEPT.description), JSON.stringify(made))
        await writeFile(join(unfinished, KEPT.used), '')
        await rename(unfinished, placeOf(id)).catch(async (error: unknown) => {
          if (!(await exists(placeOf(id)))) throw error
        })
        await use(id, 0)
        await makeRoom()
        return made
      } finally {
        await rm(unfinished, { recursive: true, force: true })
      }
    },

    /** Why it could not be installed recently, which is the repository's fault. `null` if that is unknown or too long ago. */
    async failureOf(id: string): Promise<string | null> {
      const text = await readFile(`${placeOf(id)}.failed`, 'utf8').catch(() => 'null')
      const failed = failureSchema.safeParse(JSON.parse(text)).data
      return failed !== undefined && failed.atMs > Date.now() - FAILED_MS ? failed.reason : null
    },

    async keepFailure(id: string, reason: string): Promise<void> {
      await mkdir(folder, { recursive: true, mode: 0o755 })
      const unfinished = `${placeOf(id)}.${randomBytes(4).toString('hex')}`
      await writeFile(unfinished, JSON.stringify({ reason, atMs: Date.now() }))
      await rename(unfinished, `${placeOf(id)}.failed`)
    },
  }

  async function makeRoom(): Promise<void> {
    const names = await readdir(folder)
    await Promise.all(names.filter((name) => name.includes('.')).map(removeIfOld))
    const kept = (await Promise.all(names.filter((name) => !name.includes('.')).map(describe))).filter((one) => one !== null)
    let bytes = kept.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
    for (const { id, sizeBytes, untilMs } of kept.toSorted((one, other) => one.untilMs - other.untilMs)) {
      if (bytes <= storeBytes || untilMs > Date.now()) break
      if (await remove(id)) bytes -= sizeBytes
    }
  }

  async function describe(id: string): Promise<{ id: string; sizeBytes: number; untilMs: number } | null> {
    try {
      const { sizeBytes } = installationSchema.parse(JSON.parse(await readFile(join(folder, id, KEPT.description), 'utf8')))
      return { id, sizeBytes, untilMs: (await stat(join(folder, id, KEPT.used))).mtimeMs }
    } catch {
      // Another process is removing it.
      return null
    }
  }

  /** Renames it first, so that nobody finds a part of it. Renames it back if somebody started to use it in that moment. */
  async function remove(id: string): Promise<boolean> {
    const aside = `${placeOf(id)}.${randomBytes(4).toString('hex')}`
    try {
      await rename(placeOf(id), aside)
    } catch {
      return false
    }
    if ((await stat(join(aside, KEPT.used))).mtimeMs > Date.now()) {
      await rename(aside, placeOf(id))
      return false
    }
    await rm(aside, { recursive: true, force: true })
    return true
  }

  /** Removes what killed processes left unfinished, and old failures. */
  async function removeIfOld(name: string): Promise<void> {
    const stats = await stat(join(folder, name)).catch(() => null)
    if (stats !== null && stats.mtimeMs < Date.now() - UNFINISHED_MS) await rm(join(folder, name), { recursive: true, force: true })
  }
}

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null)) !== null
}
