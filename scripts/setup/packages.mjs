import { existsSync, readFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { SetupProblem } from './problem.mjs'
import { run } from './run.mjs'

/** npm writes its own lock file last. If it differs from ours, the install is incomplete or outdated. */
export function packagesAreInstalled(root) {
  const wanted = lockedPackages(join(root, 'package-lock.json'))
  const installed = lockedPackages(join(root, 'node_modules', '.package-lock.json'))
  if (wanted === null || installed === null || !existsSync(join(root, 'node_modules', '.bin', 'node'))) return false
  return Object.entries(wanted).every(([path, { version, optional }]) => {
    if (path === '') return true
    const there = installed[path]
    if (there === undefined) return optional === true
    return there.version === version && existsSync(join(root, path))
  })
}

export async function installPackages(root) {
  // node_modules/.bin is removed from the PATH: npm must not run on the Node that it is about to replace.
  const PATH = (process.env.PATH ?? '')
    .split(delimiter)
    .filter((folder) => !folder.includes('node_modules'))
    .join(delimiter)
  // With NODE_ENV=production npm would leave out packages that the tests and the demo need.
  const env = { ...process.env, PATH, NODE_ENV: 'development' }
  await run('npm', ['ci', '--no-audit', '--no-fund', '--include=dev', '--include=optional', '--loglevel=error'], {
    what: 'installing the packages',
    advice: 'The packages could not be installed. Fix the problem that npm reports (often the connection to its registry) and try again.',
    mayBeKilled: true,
    cwd: root,
    env,
  })
  if (!existsSync(join(root, 'node_modules', '.bin', 'node'))) {
    throw new SetupProblem(
      'npm skipped the install scripts, so Node 24 is missing. Allow them with "npm config set ignore-scripts false" and try again.',
    )
  }
}

/** `null` if the file is missing, incomplete or not a lock file. */
function lockedPackages(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8')).packages ?? null
  } catch {
    return null
  }
}
