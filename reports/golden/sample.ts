import { readFileSync } from 'node:fs'
import { worst, type Cause, type Report, type Result, type ScoreCard, type Verdict } from '../../src/report.ts'

export const sampleText = readFileSync(new URL('sample.report.json', import.meta.url), 'utf8')

/** A report with every verdict, cause and target, waivers, an exhibit, and names that try to break each format. */
// golden.test.ts holds it against the schema.
export const sample = JSON.parse(sampleText) as Report

/** A score card with every verdict and all that is told of their certainty: attestations, tentative and confirmed, among it. */
export const sampleCard = JSON.parse(
  readFileSync(new URL('sample.card.json', import.meta.url), 'utf8'),
) as ScoreCard

export const slow: Cause = { kind: 'timeout', message: 'GET /v2/images gave no answer within 120 s', fact: 'images' }

/** A report whose scope demands these testcases in `v5.1 main`; what is not said is as in the sample. */
export function reportOf(
  given: Readonly<Record<string, Partial<Result> & { verdict: Verdict }>>,
  rest: Partial<Report> = {},
): Report {
  const results = Object.fromEntries(Object.entries(given).map(([id, result]) => [id, resultOf(result)]))
  const verdicts = Object.values(results).map(({ verdict }) => verdict)
  const count = (wanted: Verdict): number => verdicts.filter((verdict) => verdict === wanted).length
  const counts = { pass: count('PASS'), fail: count('FAIL'), dnf: count('DNF'), miss: count('MISS') }
  const main = { verdict: worst(verdicts), ...counts, testcases: Object.keys(results) }
  return {
    ...sample,
    results,
    preflight: [],
    versions: { 'v5.1': { validity: 'effective', targets: { main } } },
    level: { ...sample.level, compatible: { verdict: main.verdict, version: 'v5.1', missing: [] } },
    ...rest,
  }
}

function resultOf(given: Partial<Result> & { verdict: Verdict }): Result {
  const miss = given.verdict === 'MISS'
  return {
    ...(miss || given.verdict === 'DNF' ? { cause: slow } : {}),
    title: 'Something holds.',
    standard: { id: 'scs-0100-v3.1', title: 'Flavor naming', url: 'https://docs.scs.community/standards/scs-0100-v3' },
    examined: [],
    violations: given.verdict === 'FAIL' ? [{ subject: 'flavor a', expected: 'b', actual: 'c' }] : [],
    notes: [],
    section: 'light',
    attempts: miss ? 0 : 1,
    startedAt: miss ? null : '2026-09-14T10:00:01.000Z',
    durationMs: 0,
    expiresAt: miss ? null : '2026-09-28T00:00:00.000Z',
    http: { requests: 0, retries: 0 },
    ...given,
  }
}
