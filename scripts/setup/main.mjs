// Plain JavaScript of Node 20 without packages: this runs before anything is installed.
import { fileURLToPath } from 'node:url'
import { withLock } from './lock.mjs'
import { installPackages, packagesAreInstalled } from './packages.mjs'
import { checkPrerequisites } from './prerequisites.mjs'
import { clientIsGenerated, generateClient } from './prisma-client.mjs'
import { SetupProblem } from './problem.mjs'
import { installPrograms, missingPrograms } from './programs.mjs'
import { runScript } from './run-script.mjs'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** Each step, whether it is done already, and how to do it. System programs come first, since a person may have to install them. */
const PROGRAMS = { isDone: () => missingPrograms().length === 0, run: () => installPrograms() }
const PACKAGES = [
  { isDone: () => packagesAreInstalled(root), run: () => installPackages(root) },
  { isDone: () => clientIsGenerated(root), run: () => generateClient(root) },
]
/** For scripts that start no sandbox and no browser, such as the static checks. */
const PACKAGES_ONLY = '--packages-only'

/** What a file system refuses: not to this user, not on this disk, no room. */
const REFUSED = ['EACCES', 'EPERM', 'EROFS', 'ENOSPC', 'EDQUOT']

export async function main(given) {
  const packagesOnly = given[0] === PACKAGES_ONLY
  const [script, ...args] = packagesOnly ? given.slice(1) : given
  try {
    if (script === undefined) throw new SetupProblem('Name the script to run: node scripts/setup.mjs src/demo.ts')
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
    throw new SetupProblem(`The set-up has to write into this checkout: make that possible and start again. ${error.message}`)
  }
}
