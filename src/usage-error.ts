/**
 * The operator or author erred (option, file, unknown name): one sentence that names the place and the way out.
 * Ends the command with exit code 64, without a stack trace.
 */
export class UsageError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'UsageError'
  }
}
