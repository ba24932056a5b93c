// Makes a fresh checkout ready and runs one of its scripts with Node 24: `node scripts/setup.mjs src/demo.ts --once`.
// Plain JavaScript of Node 20 without packages: this runs before anything is installed.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { withLock } from './setup/lock.mjs'
import { installPackages, packagesAreInstalled } from './setup/packages.mjs'
import { checkPrerequisites } from './setup/prerequisites.mjs'
import { clientIsGenerated, generateClient } from './setup/prisma-client.mjs'
import { SetupProblem } from './setup/problem.mjs'
import { installPrograms, missingPrograms } from './setup/programs.mjs'

/** What is set up by a file of its own; demo and tests know their settings. */
const INSTALLATION = ['src/server.ts', 'src/worker.ts']
const root = fileURLToPath(new URL('..', import.meta.url))
const binFolder = join(root, 'node_modules', '.bin')

/** Each step, whether it is done already, and how to do it. */
const STEPS = [
  { isDone: () => packagesAreInstalled(root), run: () => installPackages(root) },
  { isDone: () => clientIsGenerated(root), run: () => generateClient(root) },
  { isDone: () => missingPrograms().length === 0, run: () => installPrograms() },
]

async function main([script, ...args]) {
  if (script === undefined) throw new SetupProblem('Name the script to run: node scripts/setup.mjs src/demo.ts')
  checkPrerequisites()
  for (const step of STEPS) {
    if (step.isDone()) continue
    await withLock(root, async () => {
      if (!step.isDone()) await step.run()
    })
  }
  process.exitCode = await runScript(script, args)
}

/** The script gets this terminal, and an installation its `.env`; answers the exit code. */
function runScript(script, args) {
  const settings = INSTALLATION.includes(script) && existsSync(join(root, '.env')) ? ['--env-file=.env'] : []
  const env = { ...process.env, PATH: `${binFolder}${delimiter}${process.env.PATH ?? ''}` }
  const child = spawn(join(binFolder, 'node'), [...settings, join(root, script), ...args], { cwd: root, env, stdio: 'inherit' })
  // A Ctrl-C reaches the child by itself: the terminal sends it to everybody.
  const forward = (signal) => (signal === 'SIGINT' && process.stdin.isTTY ? undefined : child.kill(signal))
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, forward)
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 143)))
  })
}

main(process.argv.slice(2)).catch((error) => {
  console.error(error instanceof SetupProblem ? error.message : error)
  process.exitCode = 1
})
