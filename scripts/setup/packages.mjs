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
    return there === undefined ? optional === true : there.version === version
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
  try {
    await run('installing the packages', 'npm', ['ci', '--no-audit', '--no-fund', '--include=dev', '--include=optional'], {
      cwd: root,
      env,
    })
  } catch (error) {
    throw new SetupProblem(`The packages could not be installed. ${error.message}`)
  }
  if (!existsSync(join(root, 'node_modules', '.bin', 'node'))) {
    throw new SetupProblem(
      'npm left out the install scripts, and with them Node 24: allow them (npm config set ignore-scripts false) and start again.',
    )
  }
}

function lockedPackages(path) {
  if (!existsSync(path)) return null
  try {
    return JSON.parse(readFileSync(path, 'utf8')).packages
  } catch {
    return null
  }
}
