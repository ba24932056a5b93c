import { pipeline } from 'node:stream/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { createGzip } from 'node:zlib'
import type { RepositoryRef } from '#src/domain/commands/command-message.ts'
import { Failure } from '#src/domain/shared/failures.ts'
import type { CommitTree, CommitTrees } from '#src/ports/commit-trees.ts'
import { absentFiles } from './absent-files.ts'
import { DamagedRepository, gitFailure, isLocked, isMissing } from './git-failure.ts'
import { runGit, startGit, type Environment } from './git-process.ts'
import { repositoryFolders } from './repository-folders.ts'

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
  const folders = repositoryFolders({ folder, maxBytes, environment, timeoutMs: limits.fetchMs })

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
      if (isLocked(end)) await folders.removeStaleLocks(place)
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
    if (end.code !== 0) throw new DamagedRepository(end.stderr)
    return Buffer.concat(chunks)
  }

  async function treeIn(place: string, sha: string, signal: AbortSignal): Promise<CommitTree> {
    const [archive, absent] = await Promise.all([archiveOf(place, sha, signal), absentFiles(sha, { folder: place, signal }, environment)])
    return { archive, absent }
  }

  return {
    async read(repository, sha, signal) {
      if (!/^[0-9a-f]{40}(?:[0-9a-f]{24})?$/.test(sha)) throw new Failure('github-refused', 'That is not the name of a commit')
      const key = String(repository.repositoryId)
      const before = running.get(key) ?? Promise.resolve()
      const fetching = before
        .catch(() => undefined)
        .then(async () => {
          const place = await folders.open(repository.repositoryId, signal)
          await fetchCommit(place, repository, sha, signal)
          return place
        })
      running.set(key, fetching)
      try {
        const place = await fetching
        const tree = await treeIn(place, sha, signal).catch(async (error: unknown) => {
          if (!(error instanceof DamagedRepository)) throw error
          await folders.remove(place)
          const again = await folders.open(repository.repositoryId, signal)
          await fetchCommit(again, repository, sha, signal)
          return treeIn(again, sha, signal)
        })
        await folders.tidy(place)
        return tree
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
