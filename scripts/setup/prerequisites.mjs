import { findProgram } from './programs.mjs'
import { SetupProblem } from './problem.mjs'

const NODE_MAJOR = 20

export function checkPrerequisites() {
  if (Number(process.versions.node.split('.')[0]) < NODE_MAJOR) {
    throw new SetupProblem(
      `Ollio needs Node ${NODE_MAJOR} or newer to begin with; this is ${process.version}. Install it from https://nodejs.org.`,
    )
  }
  if (findProgram('npm') === null) throw new SetupProblem('Ollio needs npm, which comes with Node: install it and start again.')
  if (findProgram('git') === null)
    throw new SetupProblem('Ollio needs git: install it with the package manager of your system and start again.')
}
