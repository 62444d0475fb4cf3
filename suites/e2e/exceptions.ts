/** A test that may fail, by decision of the SCS project for everyone: standards/data/e2e-exceptions.yaml. */
export interface E2eException {
  /** Regular expression, found anywhere in the test's name. */
  readonly regex: string
  readonly reason: string
  /** Where the reason is argued. */
  readonly source: string
}

/** Tells for a test which exceptions excuse it. */
export function excuser(exceptions: readonly E2eException[]): (name: string) => readonly E2eException[] {
  const compiled = exceptions.map((exception) => ({ exception, pattern: new RegExp(exception.regex) }))
  return (name) => compiled.filter(({ pattern }) => pattern.test(name)).map(({ exception }) => exception)
}
