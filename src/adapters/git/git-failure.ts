import { Failure } from '#src/domain/shared/failures.ts'
import type { GitEnd } from './git-process.ts'

const MISSING = /not our ref|couldn't find remote ref|does not allow request for unadvertised object|bad object|not a valid object/i
const REFUSED = /Authentication failed|could not read Username|Repository not found|returned error: 40[134]|remote: Permission/i
const NO_SPACE = /No space left on device|Disk quota exceeded/i
const LOCKED = /Unable to create '[^']*\.lock': File exists|cannot lock ref|shallow file has changed/i
const WORDS = 300

/** True if another process was writing to the same repository. */
export function isLocked({ stderr }: GitEnd): boolean {
  return LOCKED.test(stderr)
}

/** True if the commit, or its repository, isn't there, or not yet. */
export function isMissing({ stderr }: GitEnd): boolean {
  return MISSING.test(stderr)
}

/** What this machine keeps of a repository can't be read any more. */
export class DamagedRepository extends Error {}

/** Why git failed to read from GitHub. */
export function gitFailure(end: GitEnd): Failure {
  const { stderr } = end
  const words = stderr.trim().slice(-WORDS)
  if (NO_SPACE.test(stderr)) return new Failure('storage-unavailable', `This machine's disk is full: ${words}`)
  if (isMissing(end) || REFUSED.test(stderr)) return new Failure('github-refused', `GitHub refused the repository's files: ${words}`)
  return new Failure('github-unavailable', `The repository's files could not be fetched from GitHub: ${words}`)
}
