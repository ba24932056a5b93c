// Plain JavaScript for Node 20 without packages: this runs before anything is installed.
import { fileURLToPath } from 'node:url'
import { withLock } from './lock.mjs'
import { installPackages, packagesAreInstalled } from './packages.mjs'
import { checkPrerequisites } from './prerequisites.mjs'
import { clientIsGenerated, generateClient } from './prisma-client.mjs'
import { SetupProblem } from './problem.mjs'
import { installPrograms, missingPrograms } from './programs.mjs'
import { runScript } from './run-script.mjs'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** Programs come first because the user may have to install them, and should not wait for the packages to learn that. */
const PROGRAMS = { isDone: () => missingPrograms().length === 0, run: () => installPrograms() }
const PACKAGES = [
  { isDone: () => packagesAreInstalled(root), run: () => installPackages(root) },
  { isDone: () => clientIsGenerated(root), run: () => generateClient(root) },
]
/** For scripts that start no sandbox and no browser, such as the static checks. */
const PACKAGES_ONLY = '--packages-only'

/** Error codes of a file system without permission, without space or mounted read-only. */
const REFUSED = ['EACCES', 'EPERM', 'EROFS', 'ENOSPC', 'EDQUOT']

export async function main(given) {
  const packagesOnly = given[0] === PACKAGES_ONLY
  const [script, ...args] = packagesOnly ? given.slice(1) : given
  try {
    if (script === undefined) throw new SetupProblem('Name the script to run, for example: node scripts/setup.mjs src/demo.ts')
    checkPrerequisites()
    await setUp(packagesOnly ? PACKAGES : [PROGRAMS, ...PACKAGES])
    process.exitCode = await runScript(root, script, args)
  } catch (error) {
    console.error(error instanceof SetupProblem ? error.message : error)
    process.exitCode = error.exitCode ?? 1
  }
}

async function setUp(steps) {
  try {
    for (const step of steps) {
      if (step.isDone()) continue
      await withLock(root, async () => {
        if (!step.isDone()) await step.run()
      })
    }
  } catch (error) {
    if (!REFUSED.includes(error.code)) throw error
    throw new SetupProblem(
      `The setup cannot write to this checkout. Make it writable, or free some disk space, and try again. ${error.message}`,
    )
  }
}
