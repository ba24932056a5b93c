/** Something that this machine lacks. The message is one sentence for the person who starts the demo: what to install or set. */
export class SetupError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'SetupError'
  }
}
