import { join } from 'node:path'
import { findProgram, isProgram } from './find-program.mjs'
import { SetupProblem } from './problem.mjs'
import { run } from './run.mjs'

const FOLDERS = ['/usr/bin', '/bin', '/usr/sbin', '/sbin', '/usr/local/bin']

/**
 * Programs for sandboxes and checks, the paths where those look for them (whatever the PATH says), and their Debian packages. Without fonts
 * the browser would take empty pictures.
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

/** Installs with apt-get if this process is root. Otherwise throws a SetupProblem that says what to install. */
export async function installPrograms() {
  const missing = missingPrograms()
  const packages = missing.flatMap((program) => program.packages)
  const titles = missing.map(({ title }) => title).join(' and ')
  const advice = adviceFor(missing)
  const aptGet = findProgram('apt-get')
  if (process.getuid() !== 0 || aptGet === null) throw new SetupProblem(advice)
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const updated = await run(aptGet, ['update'], { what: 'updating the package lists', advice, env })
  await run(aptGet, ['install', '--yes', '--no-install-recommends', ...packages], {
    what: `installing ${titles}`,
    // Without a network, the update succeeds, and its warnings show the reason.
    advice: [advice, ...updated.split('\n').filter((line) => /^[WE]: /.test(line))].join('\n'),
    env,
  })
  const stillMissing = missingPrograms()
  if (stillMissing.length > 0) throw new SetupProblem(adviceFor(stillMissing))
}

function adviceFor(missing) {
  const titles = missing.map(({ title }) => title).join(' and ')
  const packages = missing.flatMap((program) => program.packages).join(' ')
  return `Ollio needs ${titles}. Install ${packages} with your package manager and try again.`
}
