/** Something is missing on this machine. The message tells the person who starts the demo what to install or set. */
export class SetupError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'SetupError'
  }
}
