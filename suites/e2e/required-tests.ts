/** The two sets of tests that a testcase stands for, by what the focus of ginkgo selects. */
export type TestSet = 'conformance' | 'networkPolicy'

/**
 * Names of the tests that Kubernetes has in each set, by minor version: standards/data/conformance/required-tests.json, made
 * by testbed/e2e/required-tests.ts.
 */
export interface RequiredTests {
  /** YYYY-MM-DD */
  readonly collectedAt: string
  /** The release that was looked at, by minor: `{ "1.36": "v1.36.3" }`. */
  readonly releases: Readonly<Record<string, string>>
  readonly conformance: readonly TestGroup[]
  readonly networkPolicy: readonly TestGroup[]
}

interface TestGroup {
  /** All minors that have these tests. */
  readonly minors: readonly string[]
  readonly names: readonly string[]
}

/** The words by which the focus of ginkgo finds the tests of a set. */
export const focusOf = {
  conformance: '[Conformance]',
  networkPolicy: 'NetworkPolicy',
} as const satisfies Record<TestSet, string>

/** The tests of a set in one minor version; null where it is not known. */
export function namesOf(required: RequiredTests, set: TestSet, minor: string): readonly string[] | null {
  if (!Object.hasOwn(required.releases, minor)) return null
  return required[set].filter(({ minors }) => minors.includes(minor)).flatMap(({ names }) => names)
}
