import { findProgram } from './find-program.mjs'
import { SetupProblem } from './problem.mjs'

/** What the set-up can't bring itself. Throws SetupProblem. */
export function checkPrerequisites() {
  if (process.platform !== 'linux') {
    throw new SetupProblem(
      'Ollio runs generated code in bubblewrap, which is for Linux only: use a Linux machine, a virtual one for instance.',
    )
  }
  if (findProgram('npm') === null) throw new SetupProblem('Ollio needs npm, which comes with Node: install it and start again.')
  if (findProgram('git') === null)
    throw new SetupProblem('Ollio needs git: install it with the package manager of your system and start again.')
}
