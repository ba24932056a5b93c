import { SetupError } from '#dev/setup-error.ts'
import { gitText } from './run-git.ts'

/** The first version with `merge-tree --write-tree`, which merges without a working tree. */
const NEEDED = { major: 2, minor: 38 }

/** Throws SetupError if git is missing or too old, so that people don't see one of git's own errors later. */
export async function requireGit(): Promise<void> {
  const needed = `Git ${NEEDED.major}.${NEEDED.minor} or newer is required`
  const version = await gitText('.', ['version']).catch((cause: unknown) => {
    throw new SetupError(`${needed}, but git was not found. Install git.`, { cause })
  })
  if (!isNewEnough(version)) throw new SetupError(`${needed}, but this machine has ${version.trim()}. Install a newer one.`)
}

export function isNewEnough(version: string): boolean {
  const [, major, minor] = /\b(\d{1,9})\.(\d{1,9})/.exec(version) ?? []
  return Number(major) > NEEDED.major || (Number(major) === NEEDED.major && Number(minor) >= NEEDED.minor)
}
