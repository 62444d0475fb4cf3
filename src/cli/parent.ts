const lookEveryMs = 500

/**
 * For the environment of a run that ends in good order, as by SIGTERM, when the process that started it is gone: a worker that was
 * killed must not leave a run behind, for another worker does the same job soon.
 */
export function underParent(): NodeJS.ProcessEnv {
  return { ...process.env, SCS_CONFORMANCE_PARENT: String(process.pid) }
}

/** Watches the process that is named there, if any. Keeps nothing running. */
export function endWithParent(): void {
  const { SCS_CONFORMANCE_PARENT: parent } = process.env
  if (parent === undefined) return
  const watch = setInterval(() => {
    if (String(process.ppid) === parent) return
    clearInterval(watch)
    process.kill(process.pid, 'SIGTERM')
  }, lookEveryMs)
  watch.unref()
}
