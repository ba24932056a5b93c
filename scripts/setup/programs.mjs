import { join } from 'node:path'
import { findProgram, isProgram } from './find-program.mjs'
import { SetupProblem } from './problem.mjs'
import { run } from './run.mjs'

const FOLDERS = ['/usr/bin', '/bin', '/usr/sbin', '/sbin', '/usr/local/bin']

/**
 * What sandboxes and checks are made of, where they look for it (whatever the PATH says), and Debian's packages for it.
 * A browser without fonts would take empty pictures.
 */
const PROGRAMS = [
  { title: 'bubblewrap', packages: ['bubblewrap'], places: FOLDERS.map((folder) => join(folder, 'bwrap')) },
  {
    title: 'Chromium',
    packages: ['chromium', 'fonts-liberation'],
    places: [
      '/usr/lib/chromium/chromium',
      '/usr/lib/chromium-browser/chromium-browser',
      '/usr/lib64/chromium-browser/chromium-browser',
      '/opt/google/chrome/chrome',
    ],
  },
]

export function missingPrograms() {
  return PROGRAMS.filter(({ places }) => !places.some(isProgram))
}

/** By the system's package manager where this process may use it; else a sentence that says what to install. */
export async function installPrograms() {
  const missing = missingPrograms()
  const packages = missing.flatMap((program) => program.packages)
  const titles = missing.map(({ title }) => title).join(' and ')
  const advice = adviceFor(missing)
  const aptGet = findProgram('apt-get')
  if (process.getuid() !== 0 || aptGet === null) throw new SetupProblem(advice)
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const updated = await run(aptGet, ['update'], { what: 'updating the lists of system packages', advice, env })
  await run(aptGet, ['install', '--yes', '--no-install-recommends', ...packages], {
    what: `installing ${titles}`,
    // In a closed network, the update counts as done, and what it complained of is the reason.
    advice: [advice, ...updated.split('\n').filter((line) => /^[WE]: /.test(line))].join('\n'),
    env,
  })
  const stillMissing = missingPrograms()
  if (stillMissing.length > 0) throw new SetupProblem(adviceFor(stillMissing))
}

function adviceFor(missing) {
  const titles = missing.map(({ title }) => title).join(' and ')
  const packages = missing.flatMap((program) => program.packages).join(' ')
  return `Ollio needs ${titles}: install ${packages} with the package manager of your system and start again.`
}
