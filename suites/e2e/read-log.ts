/** What e2e.log tells beyond JUnit, which alone decides. */
export interface E2eLog {
  /** `v1.36.1`; null in a log without the set-up of the suite, as parallel runs write it. */
  readonly testsVersion: string | null
  readonly serverVersion: string | null
  /** Attempts until they passed, of tests that failed at first; by name, with the labels that ginkgo adds behind it. */
  readonly attempts: ReadonlyMap<string, number>
  /** Ids of the run, one a process of ginkgo: the tests put them on every namespace they make, as label `e2e-run`. */
  readonly runIds: readonly string[]
  /** Tests that will be run, and those that have ended. */
  readonly total: number | null
  readonly done: number
}

/** Reads a log bit by bit and keeps no more of it than it tells. */
export interface LogReader {
  push(text: string): void
  read(): E2eLog
}

const longestLine = 64 * 1024
const mostFlakes = 1_000

/** Makes a reader of the log that ginkgo's default reporter writes, with and without `-v`. */
export function logReader(): LogReader {
  let rest = ''
  let testsVersion: string | null = null
  let serverVersion: string | null = null
  let total: number | null = null
  let done = 0
  let attemptsAwaitingName = 0
  let afterDelimiter = false
  let heading = ''
  const attempts = new Map<string, number>()
  const runIds = new Set<string>()

  function readLine(line: string): void {
    testsVersion ??= /e2e test version: (v\d\S*)/.exec(line)?.[1] ?? null
    serverVersion ??= /kube-apiserver version: (v\d\S*)/.exec(line)?.[1] ?? null
    const planned = /^\s*Will run (\d{1,6}) of \d{1,6} specs/i.exec(line)?.[1]
    if (planned !== undefined) total = (total ?? 0) + Number(planned)
    const runId = /Starting e2e run "([0-9a-f-]{36})"/.exec(line)?.[1]
    if (runId !== undefined && runIds.size < 1_000) runIds.add(runId)
    readName(line.trim())
  }

  /** The name stands below the heading of the outcome, or, with `-v`, above all that the test said. */
  function readName(line: string): void {
    const delimits = /^-{10,}$/.test(line)
    if (attemptsAwaitingName > 0) {
      const name = delimits ? heading : line
      if (name !== '' && attempts.size < mostFlakes) attempts.set(name, attemptsAwaitingName)
      attemptsAwaitingName = 0
    }
    if (afterDelimiter && !/^[•↺SP]/.test(line)) heading = line
    afterDelimiter = delimits
    const flaky = /\[FLAKEY TEST - TOOK (\d{1,3}) ATTEMPTS TO PASS\]/.exec(line)?.[1]
    if (flaky !== undefined) attemptsAwaitingName = Number(flaky)
  }

  return {
    push(text) {
      // Counted in the text, not in lines: ginkgo ends no line between tests that pass.
      done += text.match(/•|↺ \[FLAKEY/g)?.length ?? 0
      const lines = (rest + text).split('\n')
      rest = (lines.pop() ?? '').slice(-longestLine)
      for (const line of lines) readLine(line)
    },
    read() {
      if (rest !== '') readLine(rest)
      rest = ''
      return { testsVersion, serverVersion, attempts, runIds: [...runIds], total, done }
    },
  }
}

/** The attempts that a log tells of a test, by the name that JUnit has. */
export function attemptsIn(log: Pick<E2eLog, 'attempts'>, name: string): number | undefined {
  for (const [written, attempts] of log.attempts) {
    const plain = written.replace('[It] ', '')
    if (plain === name || plain.startsWith(`${name} [`)) return attempts
  }
  return undefined
}
