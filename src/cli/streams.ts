/** What became of our own output. */
export interface Streams {
  /** Something could not be written for a reason other than the reader having gone. */
  readonly failed: boolean
}

/**
 * Keeps what happens to stdout and stderr from ending a run: a reader that goes away (`| head`) is no error and changes no
 * exit code; a full disk behind stdout is told once; what cannot be said on stderr is not said.
 */
export function watchStreams(): Streams {
  let failed = false
  process.stderr.on('error', () => {})
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE' || failed) return
    failed = true
    process.stderr.write(`scs-conformance: standard output cannot be written (${error.code ?? error.message})\n`)
  })
  return {
    get failed() {
      return failed
    },
  }
}
