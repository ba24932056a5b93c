/** Something that this machine lacks, or that somebody stopped: one sentence, shown without a stack. */
export class SetupProblem extends Error {
  constructor(message, exitCode = 1) {
    super(message)
    this.exitCode = exitCode
  }
}
