import { mkdir, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { createGzip } from 'node:zlib'
import type { RepositoryRef } from '#src/domain/commands/command-message.ts'
import { Failure } from '#src/domain/shared/failures.ts'
import type { CommitTrees } from '#src/ports/commit-trees.ts'
import { absentFiles } from './absent-files.ts'
import { gitFailure, isLocked, isMissing } from './git-failure.ts'
import { runGit, startGit, type Environment } from './git-process.ts'

export type GitTreesOptions = {
  /** The folder of bare repositories, one for each repository, by GitHub's id. Several processes may share it. */
  folder: string
  /** The address and the authorization header for a repository. */
  accessTo: (repository: RepositoryRef) => Promise<{ url: string; authorization: string }>
  environment: Environment
  /** How much disk all repositories may take. The longest unused are removed first. */
  maxBytes: number
  limits?: { archiveBytes: number; fetchMs: number }
}

const MB = 1024 * 1024
const LIMITS = { archiveBytes: 400 * MB, fetchMs: 10 * 60_000 }
/** Waits before the next try: another process holds a lock, or a server of GitHub doesn't know the commit yet. */
const WAITS_MS = [300, 1_000, 3_000]
const STALE_LOCK_MS = 10 * 60_000
const PACKS = 40
const ROOM_MS = 10 * 60_000
const KEPT_COMMITS = 100
/** Git would leave files out, fill in texts, or change line ends. What is here wins over a repository's own attributes. */
const ATTRIBUTES = '* -export-ignore -export-subst -text -eol -ident -filter -working-tree-encoding\n'
const SETTINGS = [
  ...['-c', 'protocol.version=2', '-c', 'protocol.allow=never', '-c', 'protocol.http.allow=always', '-c', 'protocol.https.allow=always'],
  ...[
    '-c',
    'gc.auto=0',
    '-c',
    'maintenance.auto=false',
    '-c',
    'core.hooksPath=/dev/null',
    '-c',
    'tar.umask=0022',
    '-c',
    'fetch.unpackLimit=1',
  ],
]

/** Commits in bare repositories on this machine's disk. A commit is fetched once, and only what earlier commits don't have. */
export function createGitCommitTrees({ folder, accessTo, environment, maxBytes, limits = LIMITS }: GitTreesOptions): CommitTrees {
  /** One fetch of a repository at a time in this process; git's own locks keep other processes apart. */
  const running = new Map<string, Promise<unknown>>()
  let roomMadeAtMs = 0

  async function open(repository: RepositoryRef, signal: AbortSignal): Promise<string> {
    const place = join(folder, `${repository.repositoryId}.git`)
    if (await exists(join(place, 'info/ollio'))) return place
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const made = await runGit(['init', '--quiet', '--bare', '--template='], { folder: place, signal }, environment)
    if (made.code !== 0) throw gitFailure(made)
    await mkdir(join(place, 'info'), { recursive: true })
    await writeFile(join(place, 'info/attributes'), ATTRIBUTES)
    // Written last: a repository without it is set up again.
    await writeFile(join(place, 'info/ollio'), '')
    return place
  }

  async function fetchCommit(place: string, repository: RepositoryRef, sha: string, signal: AbortSignal): Promise<void> {
    const ref = refOf(sha)
    const known = await runGit(['rev-parse', '--quiet', '--verify', ref], { folder: place, signal }, environment)
    if (known.code === 0) return
    const clock = AbortSignal.any([signal, AbortSignal.timeout(limits.fetchMs)])
    for (const waitMs of [...WAITS_MS, null]) {
      const { url, authorization } = await accessTo(repository)
      const args = ['fetch', '--quiet', '--depth=1', '--no-tags', '--no-write-fetch-head', '--no-recurse-submodules', url, `${sha}:${ref}`]
      const secrets = { 'http.extraHeader': `Authorization: ${authorization}` }
      const end = await runGit([...SETTINGS, ...args], { folder: place, secrets, signal: clock }, environment)
      if (end.code === 0) return
      if (waitMs === null || !(isLocked(end) || isMissing(end))) throw gitFailure(end)
      if (isLocked(end)) await removeStaleLocks(place)
      await sleep(waitMs, undefined, { signal })
    }
  }

  async function archiveOf(place: string, sha: string, signal: AbortSignal): Promise<Uint8Array> {
    const { stdout, ended } = startGit(
      [...SETTINGS, 'archive', '--format=tar', '--prefix=tree/', sha],
      { folder: place, signal },
      environment,
    )
    const chunks: Buffer[] = []
    let bytes = 0
    // The archive is read on this machine or sent to a sandbox soon, so the fastest level serves.
    await pipeline(stdout, createGzip({ level: 1 }), async (packed: AsyncIterable<Buffer>) => {
      for await (const chunk of packed) {
        bytes += chunk.length
        if (bytes > limits.archiveBytes)
          throw new Failure('repository-too-large', `The archive is larger than ${limits.archiveBytes / MB} MB`)
        chunks.push(chunk)
      }
    })
    const end = await ended
    if (end.code !== 0) throw gitFailure(end)
    return Buffer.concat(chunks)
  }

  /** Removes old commits and packs many small packs into one. */
  async function tidy(place: string): Promise<void> {
    const packs = (await readdir(join(place, 'objects/pack')).catch(() => [])).filter((name) => name.endsWith('.pack'))
    if (packs.length <= PACKS) return
    const run = { folder: place, signal: AbortSignal.timeout(limits.fetchMs) }
    const refs = await runGit(['for-each-ref', '--format=delete %(refname)', 'refs/ollio/'], run, environment)
    const old = refs.stdout.toString().split('\n').filter(Boolean).slice(KEPT_COMMITS)
    if (old.length > 0) await runGit(['update-ref', '--stdin'], { ...run, input: `${old.join('\n')}\n` }, environment)
    // Another process may have fetched objects that no ref leads to yet.
    await runGit(['gc', '--quiet', '--prune=1.hour.ago'], run, environment)
  }

  async function makeRoom(used: string): Promise<void> {
    if (Date.now() - roomMadeAtMs < ROOM_MS) return
    roomMadeAtMs = Date.now()
    const places = (await readdir(folder)).filter((name) => name.endsWith('.git')).map((name) => join(folder, name))
    const kept = await Promise.all(places.map(async (place) => ({ place, ...(await sizeOf(place)) })))
    let bytes = kept.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
    for (const { place, sizeBytes } of kept.toSorted((one, other) => one.usedMs - other.usedMs)) {
      if (bytes <= maxBytes || place === used) break
      await rm(place, { recursive: true, force: true })
      bytes -= sizeBytes
    }
  }

  return {
    async read(repository, sha, signal) {
      if (!/^[0-9a-f]{40}(?:[0-9a-f]{24})?$/.test(sha)) throw new Failure('github-refused', 'That is not the name of a commit')
      const key = String(repository.repositoryId)
      const before = running.get(key) ?? Promise.resolve()
      const fetching = before
        .catch(() => undefined)
        .then(async () => {
          const place = await open(repository, signal)
          await fetchCommit(place, repository, sha, signal)
          await utimes(join(place, 'info/ollio'), new Date(), new Date())
          return place
        })
      running.set(key, fetching)
      try {
        const place = await fetching
        const run = { folder: place, signal }
        const [archive, absent] = await Promise.all([archiveOf(place, sha, signal), absentFiles(sha, run, environment)])
        await Promise.all([tidy(place), makeRoom(place)])
        return { archive, absent }
      } catch (cause) {
        if (signal.aborted) throw new Failure('cancelled', 'Cancelled while the repository was fetched', { cause })
        if (cause instanceof Failure) throw cause
        throw toFailureOfMachine(cause)
      } finally {
        if (running.get(key) === fetching) running.delete(key)
      }
    },
  }
}

function refOf(sha: string): string {
  return `refs/ollio/${sha}`
}

function toFailureOfMachine(cause: unknown): Failure {
  const { name } = cause as { name?: string }
  if (name === 'AbortError' || name === 'TimeoutError')
    return new Failure('github-unavailable', 'The repository could not be fetched from GitHub in time', { cause })
  return new Failure('storage-unavailable', 'The repository could not be stored on this machine', { cause })
}

/** A process that was killed leaves its lock behind. */
async function removeStaleLocks(place: string): Promise<void> {
  const names = (await readdir(place, { recursive: true }).catch(() => [])).filter((name) => name.endsWith('.lock'))
  for (const name of names) {
    const stats = await stat(join(place, name)).catch(() => null)
    if (stats !== null && stats.mtimeMs < Date.now() - STALE_LOCK_MS) await rm(join(place, name), { force: true })
  }
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
  const used = await stat(join(place, 'info/ollio')).catch(() => null)
  return { sizeBytes: sizes.reduce((sum, size) => sum + size, 0), usedMs: used?.mtimeMs ?? 0 }
}

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null)) !== null
}
