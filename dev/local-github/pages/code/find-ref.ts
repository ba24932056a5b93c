import { notFound } from '../../api-error.ts'
import { resolveCommit } from '../../git/revisions.ts'
import type { Repository } from '../../store/repository-rows.ts'
import { trimEndOf } from '#src/domain/shared/trim-characters.ts'

/** A branch, a tag or a commit, and a path in it. */
export type RefPath = { ref: string; commit: string; path: string }

/** Branch names can contain slashes; the longest name that exists is used. */
export async function splitRef(repository: Repository, rest: string): Promise<RefPath> {
  const parts = trimEndOf(rest, '/').split('/')
  for (let length = parts.length; length > 0; length -= 1) {
    const ref = parts.slice(0, length).join('/')
    const commit = await resolveCommit(repository.gitPath, ref)
    if (commit !== null) return { ref, commit, path: parts.slice(length).join('/') }
  }
  throw notFound()
}
