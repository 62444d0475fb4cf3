import type { E2eFacts } from './judge-tests.ts'
import { mergeRuns } from './merge-runs.ts'
import type { RequiredTests } from './required-tests.ts'
import type { TestResult, TestRun } from './results.ts'

/** Two versions with few tests. */
export const sampleRequired: RequiredTests = {
  collectedAt: '2026-01-01',
  releases: { '1.36': 'v1.36.3', '1.37': 'v1.37.2' },
  conformance: [
    { minors: ['1.36', '1.37'], names: ['pods run [Conformance]', 'nodes stay [Serial] [Conformance]'] },
    { minors: ['1.37'], names: ['jobs run [Conformance]'] },
  ],
  networkPolicy: [{ minors: ['1.36', '1.37'], names: ['NetworkPolicy denies', 'NetworkPolicy allows SCTP'] }],
}

/** A run on 1.36.1 in which everything passed, but for what is said. */
export function sampleRun(changes: Partial<TestRun> & { readonly outcomes?: Outcomes } = {}): TestRun {
  const { outcomes = {}, ...rest } = changes
  const names = [...sampleRequired.conformance, ...sampleRequired.networkPolicy]
    .filter(({ minors }) => minors.includes('1.36'))
    .flatMap((group) => group.names)
  const all: Outcomes = { ...Object.fromEntries(names.map((name) => [name, 'passed'])), ...outcomes }
  const tests = Object.entries(all).flatMap(([name, outcome]): readonly TestResult[] =>
    outcome === undefined ? [] : [{ name, outcome, attempts: 1, message: null, durationMs: 1 }],
  )
  return {
    source: 'results.tar.gz', testsVersion: 'v1.36.1', serverVersion: 'v1.36.1',
    startedAt: '2026-01-02T03:00:00.000Z', finishedAt: '2026-01-02T05:00:00.000Z', dryRun: false, troubles: [], tests, ...rest,
  } // prettier-ignore
}

type Outcomes = Readonly<Record<string, TestResult['outcome'] | undefined>>

/** The facts of these runs. */
export function sampleFacts(runs: readonly TestRun[], changes: Partial<E2eFacts> = {}): E2eFacts {
  const e2eExceptions = [{ regex: 'SCTP', reason: 'SCTP is optional.', source: 'https://example.org/sctp' }]
  const requiredTests = sampleRequired
  return { e2eResults: mergeRuns(runs), clusterVersion: 'v1.36.1', requiredTests, e2eExceptions, ...changes }
}
