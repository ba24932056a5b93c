import { gitText, runGit } from './run-git.ts'

export const ZERO_SHA = '0'.repeat(40)
const FULL_SHA = /^[0-9a-f]{40}$/
const SHORT_SHA = /^[0-9a-f]{7,40}$/

/** All branches and tags with the objects that they point to. */
export async function listRefs(repository: string, prefix = 'refs/'): Promise<Map<string, string>> {
  const text = await gitText(repository, ['for-each-ref', '--format=%(objectname) %(refname)', '--', prefix])
  return new Map(
    text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => [line.slice(41), line.slice(0, 40)]),
  )
}

/** The object that a full ref name (`refs/heads/main`) points to. */
export async function readRef(repository: string, ref: string): Promise<string | null> {
  if (!isRefName(ref)) return null
  const { code, stdout } = await runGit(repository, ['show-ref', '--verify', '--hash', '--', ref], { okCodes: [0, 1, 128] })
  return code === 0 ? stdout.toString('utf8').trim() : null
}

/** The rules of `git check-ref-format`, without starting a process for each name. */
export function isRefName(ref: string): boolean {
  if (ref.length > 250 || /\.\.|@\{|\/[./]|\.lock(?:\/|$)|[./]$/.test(ref)) return false
  return /^refs\/[^\0-\x20\x7f~^:?*[\\]+$/.test(ref)
}

/** The commit of a SHA, branch, tag or full ref name. Accepts no other revision syntax of git. */
export async function resolveCommit(repository: string, name: string): Promise<string | null> {
  if (FULL_SHA.test(name)) return peel(repository, name)
  const ref = name.replace(/^refs\//, '')
  for (const candidate of [`refs/heads/${ref}`, `refs/tags/${ref}`, `refs/${ref}`]) {
    const sha = isRefName(candidate) ? await peel(repository, candidate) : null
    if (sha !== null) return sha
  }
  if (name === 'HEAD') return peel(repository, 'HEAD')
  return SHORT_SHA.test(name) ? peel(repository, name) : null
}

async function peel(repository: string, name: string): Promise<string | null> {
  const { code, stdout } = await runGit(repository, ['rev-parse', '--verify', '--quiet', `${name}^{commit}`], { okCodes: [0, 1, 128] })
  return code === 0 ? stdout.toString('utf8').trim() : null
}

export async function objectType(repository: string, sha: string): Promise<string | null> {
  if (!FULL_SHA.test(sha)) return null
  const { code, stdout } = await runGit(repository, ['cat-file', '-t', sha], { okCodes: [0, 1, 128] })
  return code === 0 ? stdout.toString('utf8').trim() : null
}

export async function mergeBase(repository: string, a: string, b: string): Promise<string | null> {
  const { code, stdout } = await runGit(repository, ['merge-base', a, b], { okCodes: [0, 1] })
  return code === 0 ? stdout.toString('utf8').trim() : null
}

export async function isAncestor(repository: string, ancestor: string, of: string): Promise<boolean> {
  return (await runGit(repository, ['merge-base', '--is-ancestor', ancestor, of], { okCodes: [0, 1] })).code === 0
}

/** The number of commits that `to` has and `from` doesn't. */
export async function countCommits(repository: string, from: string, to: string): Promise<number> {
  return Number(await gitText(repository, ['rev-list', '--count', `${from}..${to}`]))
}

/**
 * Compare-and-swap: returns `false` and changes nothing unless the ref points to `old` (`ZERO_SHA`: doesn't exist). `ZERO_SHA` as `next`
 * deletes the ref.
 */
export async function swapRef(repository: string, ref: string, next: string, old: string): Promise<boolean> {
  const args = next === ZERO_SHA ? ['update-ref', '-d', ref, old] : ['update-ref', ref, next, old]
  const { code } = await runGit(repository, args, { okCodes: [0, 1, 128] })
  return code === 0
}
