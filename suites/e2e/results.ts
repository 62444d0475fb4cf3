/** What came of one test of the Kubernetes e2e suite. */
export interface TestResult {
  /** Full name as ginkgo gives it, without the `[It]` in front: `[sig-network] Netpol … [Feature:NetworkPolicy]`. */
  readonly name: string
  /**
   * `interrupted` and `skipped` prove nothing. Tests that were only left out by focus or skip are no results at all; a test
   * that skipped itself is one, with its reason.
   */
  readonly outcome: 'passed' | 'failed' | 'interrupted' | 'skipped'
  /** How often it was run until this outcome; null where the results do not tell. */
  readonly attempts: number | null
  /** Why it failed or skipped itself, its beginning; null where it passed. */
  readonly message: string | null
  readonly durationMs: number
}

/** One JUnit file: what one call of ginkgo wrote. */
export interface TestRun {
  /** Where it comes from, for people: `results.tar.gz: plugins/e2e/results/global/junit_01.xml`. */
  readonly source: string
  /** Version of the tests, `v1.36.1`; null where nothing tells. */
  readonly testsVersion: string | null
  /** Version of the API server that they ran against; null where nothing tells. */
  readonly serverVersion: string | null
  /** ISO 8601; JUnit gives no time zone, UTC is assumed as containers have it. null where the file has no time. */
  readonly startedAt: string | null
  readonly finishedAt: string | null
  /** ginkgo only listed the tests; all of them "passed". */
  readonly dryRun: boolean
  /** What went wrong around the tests: in the set-up of the suite, or to ginkgo. */
  readonly troubles: readonly string[]
  readonly tests: readonly TestResult[]
}

/** The results that two testcases are judged by: plain JSON, of bounded size. */
export interface E2eResults {
  /** Without their tests. */
  readonly runs: readonly Omit<TestRun, 'tests'>[]
  /** Each test once, by name. */
  readonly tests: readonly MergedTest[]
}

export interface MergedTest extends TestResult {
  /** It failed in an earlier run, and this is what came of it when it was run again. */
  readonly again: boolean
}

/** More tests than this in one file is no result of the e2e suite (7,200 in Kubernetes 1.37). */
export const mostTests = 50_000
/** Characters kept of a message. */
export const longestMessage = 400
/** Characters of a name; longer ones do not occur. */
export const longestName = 1_000

/** The minor version that a version names, `1.36` of `v1.36.1+k3s1`; null where it names none. */
export function minorOf(version: string | null): string | null {
  const [, major, minor] = /^v?(\d+)\.(\d+)(?:\D|$)/.exec(version ?? '') ?? []
  return major !== undefined && minor !== undefined ? `${Number(major)}.${Number(minor)}` : null
}

/** The beginning of a text, on one line. */
export function beginning(text: string, length: number): string {
  const line = text
    .slice(0, 4 * length)
    .replaceAll(/\s+/g, ' ')
    .trim()
  return line.length > length ? `${line.slice(0, length)}…` : line
}
