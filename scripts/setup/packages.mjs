import { existsSync, readFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { SetupProblem } from './problem.mjs'
import { run } from './run.mjs'

/** npm keeps what it has installed in a lock file of its own, written last: compared with ours, it tells an unfinished or old install. */
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
  // Without node_modules/.bin on the PATH: npm must not run on the Node that it is about to replace.
  const PATH = (process.env.PATH ?? '')
    .split(delimiter)
    .filter((folder) => !folder.includes('node_modules'))
    .join(delimiter)
  // With NODE_ENV=production npm would leave out what the tests and the demo need.
  const env = { ...process.env, PATH, NODE_ENV: 'development' }
  await run('npm', ['ci', '--no-audit', '--no-fund', '--include=dev', '--include=optional', '--loglevel=error'], {
    what: 'installing the packages',
    advice: 'The packages could not be installed: put right what npm names, often the way to its registry, and start again.',
    mayBeKilled: true,
    cwd: root,
    env,
  })
  if (!existsSync(join(root, 'node_modules', '.bin', 'node'))) {
    throw new SetupProblem(
      'npm left out the install scripts, and with them Node 24: allow them (npm config set ignore-scripts false) and start again.',
    )
  }
}

/** `null` where the file is missing, half written or something else. */
function lockedPackages(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8')).packages ?? null
  } catch {
    return null
  }
}
