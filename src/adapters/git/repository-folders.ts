import { randomBytes } from 'node:crypto'
import { mkdir, readdir, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gitFailure } from './git-failure.ts'
import { runGit, type Environment } from './git-process.ts'

/** Its time says when the repository was last used. */
const USED = 'info/used'
/** Git would leave files out, fill in texts, or change line ends. What is here wins over a repository's own attributes. */
const ATTRIBUTES = '* -export-ignore -export-subst -text -eol -ident -filter -working-tree-encoding\n'
const ENDING = '.git'
const STALE_MS = 10 * 60_000
const ROOM_MS = 10 * 60_000
const PACKS = 40
const KEPT_COMMITS = 100

type Options = { folder: string; maxBytes: number; environment: Environment; timeoutMs: number }

/** The bare repositories of this machine. Several processes may share the folder. */
export function repositoryFolders({ folder, maxBytes, environment, timeoutMs }: Options) {
  let roomMadeAtMs = 0

  async function packMany(place: string): Promise<void> {
    const packs = (await readdir(join(place, 'objects/pack')).catch(() => [])).filter((name) => name.endsWith('.pack'))
    if (packs.length <= PACKS) return
    const run = { folder: place, signal: AbortSignal.timeout(timeoutMs) }
    const refs = await runGit(['for-each-ref', '--sort=-creatordate', '--format=delete %(refname)', 'refs/ollio/'], run, environment)
    const old = refs.stdout.toString().split('\n').filter(Boolean).slice(KEPT_COMMITS)
    if (old.length > 0) await runGit(['update-ref', '--stdin'], { ...run, input: `${old.join('\n')}\n` }, environment)
    // Another process may have fetched objects that no ref leads to yet.
    await runGit(['gc', '--quiet', '--prune=1.hour.ago'], run, environment)
  }

  async function makeRoom(used: string): Promise<void> {
    if (Date.now() - roomMadeAtMs < ROOM_MS) return
    roomMadeAtMs = Date.now()
    const names = await readdir(folder)
    for (const name of names.filter((each) => !each.endsWith(ENDING))) await removeIfOld(join(folder, name))
    const places = names.filter((name) => name.endsWith(ENDING)).map((name) => join(folder, name))
    const kept = await Promise.all(places.map(async (place) => ({ place, ...(await sizeOf(place)) })))
    let bytes = kept.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
    for (const { place, sizeBytes } of kept.toSorted((one, other) => one.usedMs - other.usedMs)) {
      if (bytes <= maxBytes || place === used) break
      await remove(place)
      bytes -= sizeBytes
    }
  }

  /** Renames it first, so that no other process finds a part of it. */
  async function remove(place: string): Promise<void> {
    const aside = `${place}.${randomBytes(4).toString('hex')}`
    await rename(place, aside).catch(() => undefined)
    await rm(aside, { recursive: true, force: true })
  }

  return {
    remove,

    /** The folder of a repository, which is made if it is missing. */
    async open(repositoryId: number, signal: AbortSignal): Promise<string> {
      const place = join(folder, `${repositoryId}${ENDING}`)
      const isThere = await utimes(join(place, USED), new Date(), new Date()).then(
        () => true,
        () => false,
      )
      if (isThere) return place
      await mkdir(folder, { recursive: true, mode: 0o700 })
      const unfinished = `${place}.${randomBytes(4).toString('hex')}`
      try {
        const made = await runGit(['init', '--quiet', '--bare', '--template='], { folder: unfinished, signal }, environment)
        if (made.code !== 0) throw gitFailure(made)
        await mkdir(join(unfinished, 'info'), { recursive: true })
        await writeFile(join(unfinished, 'info/attributes'), ATTRIBUTES)
        await writeFile(join(unfinished, USED), '')
        await rename(unfinished, place).catch(async (error: unknown) => {
          // Another process was first.
          if ((await stat(join(place, USED)).catch(() => null)) === null) throw error
        })
        return place
      } finally {
        await rm(unfinished, { recursive: true, force: true })
      }
    },

    /** Packs many small packs into one, and removes what was not used for longest if the disk is used up. */
    async tidy(place: string): Promise<void> {
      await Promise.all([packMany(place), makeRoom(place)])
    },

    /** A process that was killed leaves its lock behind. */
    async removeStaleLocks(place: string): Promise<void> {
      const names = (await readdir(place, { recursive: true }).catch(() => [])).filter((name) => name.endsWith('.lock'))
      for (const name of names) await removeIfOld(join(place, name))
    },
  }
}

async function removeIfOld(path: string): Promise<void> {
  const stats = await stat(path).catch(() => null)
  if (stats !== null && stats.mtimeMs < Date.now() - STALE_MS) await rm(path, { recursive: true, force: true })
}

async function sizeOf(place: string): Promise<{ sizeBytes: number; usedMs: number }> {
  const pack = join(place, 'objects/pack')
  const names = await readdir(pack).catch(() => [])
  const sizes = await Promise.all(
    names.map((name) =>
      stat(join(pack, name)).then(
        ({ size }) => size,
        () => 0,
      ),
    ),
  )
  const used = await stat(join(place, USED)).catch(() => null)
  return { sizeBytes: sizes.reduce((sum, size) => sum + size, 0), usedMs: used?.mtimeMs ?? 0 }
}
