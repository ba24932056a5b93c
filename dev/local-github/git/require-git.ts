import { SetupError } from '#dev/setup-error.ts'
import { gitText } from './run-git.ts'

/** The first git that merges without a working tree (`merge-tree --write-tree`). */
const NEEDED = { major: 2, minor: 38 }

/** Fails with a sentence for people where git is missing or too old, before anything else does with one of git's own. */
export async function requireGit(): Promise<void> {
  const needed = `git ${NEEDED.major}.${NEEDED.minor} or newer is needed`
  const version = await gitText('.', ['version']).catch((cause: unknown) => {
    throw new SetupError(`${needed}, and none was found: install git.`, { cause })
  })
  if (!isNewEnough(version)) throw new SetupError(`${needed}, and this is ${version.trim()}: install a newer one.`)
}

export function isNewEnough(version: string): boolean {
  const [, major, minor] = /(\d+)\.(\d+)/.exec(version) ?? []
  return Number(major) > NEEDED.major || (Number(major) === NEEDED.major && Number(minor) >= NEEDED.minor)
}
