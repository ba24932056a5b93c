/** A missing prerequisite or an interruption. The message is shown without a stack. */
export class SetupProblem extends Error {
  constructor(message, exitCode = 1) {
    super(message)
    this.exitCode = exitCode
  }
}
