import { gitText } from './run-git.ts'
import { trimEndOf } from '#src/domain/shared/trim-characters.ts'

export type Signature = { name: string; email: string; date: string }
export type Commit = { sha: string; tree: string; parents: string[]; author: Signature; committer: Signature; message: string }

const FIELDS = ['%H', '%T', '%P', '%an', '%ae', '%aI', '%cn', '%ce', '%cI', '%B']
const FORMAT = `--format=${FIELDS.join('%x00')}`

export async function readCommit(repository: string, sha: string): Promise<Commit> {
  const [commit] = parseCommits(await gitText(repository, ['log', '-z', '--no-walk', FORMAT, sha, '--']))
  if (commit === undefined) throw new Error(`no commit: ${sha}`)
  return commit
}

type CommitQuery = { limit: number; oldestFirst?: boolean }

/** Commits of a range such as `base..head`, or all ancestors of one commit; newest first. */
export async function listCommits(repository: string, range: string, query: CommitQuery): Promise<Commit[]> {
  // By date, but children before their parents: around a merge, commits of the same second would otherwise be in any order.
  const args = ['log', '-z', '--date-order', FORMAT, `--max-count=${query.limit}`]
  const commits = parseCommits(await gitText(repository, [...args, range, '--']))
  return query.oldestFirst === true ? commits.toReversed() : commits
}

function parseCommits(text: string): Commit[] {
  const fields = text.split('\0')
  const commits: Commit[] = []
  for (let at = 0; at + FIELDS.length <= fields.length; at += FIELDS.length) {
    const [sha = '', tree = '', parents = '', name = '', email = '', date = '', byName = '', byEmail = '', byDate = '', message = ''] =
      fields.slice(at, at + FIELDS.length)
    commits.push({
      sha,
      tree,
      parents: parents === '' ? [] : parents.split(' '),
      author: { name, email, date: toUtc(date) },
      committer: { name: byName, email: byEmail, date: toUtc(byDate) },
      message: trimEndOf(message, '\n'),
    })
  }
  return commits
}

function toUtc(date: string): string {
  return new Date(date).toISOString().replace(/\.\d+Z$/, 'Z')
}

export type NewCommit = { tree: string; parents: readonly string[]; message: string; author: Signature; committer: Signature }

export async function createCommit(repository: string, commit: NewCommit): Promise<string> {
  const env = {
    GIT_AUTHOR_NAME: commit.author.name,
    GIT_AUTHOR_EMAIL: commit.author.email,
    GIT_AUTHOR_DATE: commit.author.date,
    GIT_COMMITTER_NAME: commit.committer.name,
    GIT_COMMITTER_EMAIL: commit.committer.email,
    GIT_COMMITTER_DATE: commit.committer.date,
  }
  const parents = commit.parents.flatMap((parent) => ['-p', parent])
  return (await gitText(repository, ['commit-tree', commit.tree, ...parents, '-F', '-'], { env, input: commit.message })).trim()
}
