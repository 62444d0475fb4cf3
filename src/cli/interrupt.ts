/** Ctrl-C and its kin: the first one ends the run in good order, the second one the process. */
export interface Interrupt {
  readonly signal: AbortSignal
  readonly happened: boolean
  /** No longer listens. */
  release(): void
}

/** `doing` says what the first one leads to. */
export function onInterrupt(doing = 'ending the run, deleting what it made'): Interrupt {
  const controller = new AbortController()
  const names = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  const listen = (name: NodeJS.Signals) => {
    if (controller.signal.aborted) process.exit(130)
    process.stderr.write(`\n${name}: ${doing}; once more to stop at once\n`)
    controller.abort()
  }
  for (const name of names) process.on(name, listen)
  return {
    signal: controller.signal,
    get happened() {
      return controller.signal.aborted
    },
    release() {
      for (const name of names) process.off(name, listen)
    },
  }
}
