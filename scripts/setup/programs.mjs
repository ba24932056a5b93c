import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { SetupProblem } from './problem.mjs'
import { run } from './run.mjs'

/** What sandboxes and checks are made of, and Debian's packages for it. A browser without fonts would take empty pictures. */
const PROGRAMS = [
  { name: 'bwrap', title: 'bubblewrap', packages: ['bubblewrap'] },
  { name: 'chromium', title: 'Chromium', packages: ['chromium', 'fonts-liberation'] },
]

const USUAL_FOLDERS = ['/usr/local/bin', '/usr/bin', '/bin', '/usr/sbin', '/sbin']

export function findProgram(name) {
  for (const folder of [...(process.env.PATH ?? '').split(delimiter), ...USUAL_FOLDERS]) {
    try {
      const path = join(folder, name)
      accessSync(path, constants.X_OK)
      return path
    } catch {
      continue
    }
  }
  return null
}

export function missingPrograms() {
  return PROGRAMS.filter(({ name }) => findProgram(name) === null)
}

/** By the system's package manager where this process may use it; else a sentence that says what to install. */
export async function installPrograms() {
  const missing = missingPrograms()
  const packages = missing.flatMap((program) => program.packages)
  const byHand = `Ollio needs ${missing.map(({ title }) => title).join(' and ')}: install ${packages.join(' ')} with the package manager of your system and start again.`
  if (process.platform !== 'linux')
    throw new SetupProblem(
      'Ollio runs generated code in bubblewrap, which is for Linux only: use a Linux machine, a virtual one for instance.',
    )
  if (process.getuid() !== 0 || findProgram('apt-get') === null) throw new SetupProblem(byHand)
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const names = missing.map(({ title }) => title).join(' and ')
  try {
    await run('updating the lists of system packages', 'apt-get', ['update'], { env })
    await run(`installing ${names}`, 'apt-get', ['install', '--yes', '--no-install-recommends', ...packages], { env })
  } catch (error) {
    throw new SetupProblem(`${byHand} ${error.message}`)
  }
  if (missingPrograms().length > 0) throw new SetupProblem(byHand)
}
