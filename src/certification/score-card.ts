import { worst, type CardResult, type Layer, type ScoreCard, type Verdict } from '../report.ts'
import type { Scope, ScopeTestcase } from '../scope.ts'
import { ladder } from './ladder.ts'
import { expiresAt } from './lifetimes.ts'
import type { Standing } from './rung.ts'
import { versionVerdicts } from './verdicts.ts'
import { versionsInForce } from './versions.ts'

/** One result of one source: what a report or an attestation says of one testcase. */
export interface Observation {
  readonly testcase: string
  /** MISS is no result: what was not attempted says nothing. */
  readonly verdict: Exclude<Verdict, 'MISS'>
  /** ISO 8601, UTC */
  readonly checkedAt: string
  /** ISO 8601, UTC; by the testcase's lifetime where the source does not say. */
  readonly expiresAt?: string
  /** How often it was tried within that run; 1 where the source does not say. */
  readonly attempts?: number
  /** An attestation that no assessor has confirmed. */
  readonly tentative?: boolean
  /** Uuid of the report, or digest of the attestation. */
  readonly source: string
}

const soonMs = 7 * 86_400_000

/**
 * Merges results: the newest of each testcase counts, whatever it says, until it expires. Of two of the same moment the worse
 * one counts, so the order in which sources are named does not matter. Results later than `at` are not known yet.
 *
 * @throws UsageError where a scope has no version in force then.
 */
export function scoreCard(
  subject: string,
  layer: Layer,
  scopes: readonly Scope[],
  observations: readonly Observation[],
  at: string,
): Omit<ScoreCard, 'sources'> {
  const known = Map.groupBy(
    observations.filter(({ checkedAt }) => checkedAt <= at),
    ({ testcase }) => testcase,
  )
  const judged = scopes.map((scope) => {
    const versions = versionsInForce(scope, at.slice(0, 10))
    const results = Object.fromEntries(
      scope.testcases.map((testcase) => [testcase.id, resultOf(testcase, known.get(testcase.id) ?? [], at)]),
    )
    return { scope, versions, results, referenceDate: at.slice(0, 10) }
  })
  return {
    format: 'scs-conformance-score-card/1',
    subject,
    layer,
    at,
    cards: judged.map(({ scope, versions, results }) => {
      const { id, uuid, name, url, digest } = scope
      const verdicts = new Map(Object.entries(results).map(([testcase, { verdict }]) => [testcase, verdict]))
      return { scope: { id, uuid, name, url, digest }, results, versions: versionVerdicts(scope, verdicts, versions) }
    }),
    level: ladder(
      layer,
      judged.map((one) => ({
        ...one,
        results: new Map(Object.entries(one.results).map(([id, result]) => [id, standing(result)])),
      })),
    ),
  }
}

function standing({ verdict, checkedAt, expiresAt, tentative }: CardResult): Standing {
  return { verdict, startedAt: checkedAt, expiresAt, ...(tentative ? { tentative } : {}) }
}

function resultOf(testcase: ScopeTestcase, observations: readonly Observation[], at: string): CardResult {
  const history = observations
    .map((one) => ({ ...one, expiresAt: one.expiresAt ?? expiresAt(one.checkedAt, testcase.lifetime) }))
    .toSorted(newestFirst)
  const [newest, before] = history
  const lastPassAt = history.find(({ verdict }) => verdict === 'PASS')?.checkedAt ?? null
  const rest = {
    title: testcase.description,
    lastPassAt,
    history: history.map(({ checkedAt, expiresAt, verdict, source }) => ({ checkedAt, expiresAt, verdict, source })),
  }
  if (!newest) return { verdict: 'MISS', checkedAt: null, expiresAt: null, source: null, ...rest }
  const { checkedAt, expiresAt: end, source, verdict, attempts = 1, tentative } = newest
  const found = { checkedAt, expiresAt: end, source, ...(tentative ? { tentative } : {}), ...rest }
  if (end <= at) return { verdict: 'MISS', expired: true, ...found }
  const passed = verdict === 'PASS'
  const flaky = passed && (attempts > 1 || (before !== undefined && before.verdict !== 'PASS'))
  const soon = passed && Date.parse(end) - Date.parse(at) < soonMs
  return { verdict, ...found, ...(flaky ? { flaky } : {}), ...(soon ? { expiresSoon: true } : {}) }
}

/** Newest, then worst, then by source: the same whatever the order they came in. */
function newestFirst(one: Observation, other: Observation): number {
  if (one.checkedAt !== other.checkedAt) return one.checkedAt < other.checkedAt ? 1 : -1
  if (one.verdict !== other.verdict) return worst([one.verdict, other.verdict]) === one.verdict ? -1 : 1
  return one.source < other.source ? -1 : Number(one.source > other.source)
}
