import { findProgram } from './find-program.mjs'
import { SetupProblem } from './problem.mjs'

/** Checks what the setup cannot install itself. Throws SetupProblem. */
export function checkPrerequisites() {
  if (process.platform !== 'linux') {
    throw new SetupProblem(
      'Ollio runs generated code in bubblewrap, which is available on Linux only. Use a Linux machine, for example a virtual one.',
    )
  }
  if (findProgram('npm') === null) throw new SetupProblem('Ollio needs npm, which comes with Node.js. Install it and try again.')
  if (findProgram('git') === null) throw new SetupProblem('Ollio needs git. Install it with your package manager and try again.')
}
