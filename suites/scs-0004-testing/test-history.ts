import { fact, referenceTime, type Fact } from '../../src/fact.ts'
import { reportHistory, underJudgement, type EarlierReport, type UnderJudgement } from '../../src/provider/history.ts'
import { joined, type Span } from './spans.ts'

export const windowDays = 90
const dayMs = 86_400_000

/** What the reports of the last 90 days say of how the subject was tested. */
export interface TestHistory {
  /** The 90 days before the reference time. */
  readonly window: Span
  readonly subjects: readonly string[]
  /** Reports on these subjects, up to the reference time. */
  readonly reports: {
    readonly count: number
    /** ISO 8601; null where there is none. */
    readonly firstAt: string | null
    readonly lastAt: string | null
  }
  /** Names of other subjects that the reports are about. */
  readonly otherSubjects: readonly string[]
  /** Testcases that no report of the window decides, since nothing was given to look at: it takes attestations. */
  readonly leftToAttestations: readonly string[]
  /** All others, in the order of the scopes. */
  readonly testcases: readonly TestedTestcase[]
}

export interface TestedTestcase {
  readonly id: string
  readonly lifetime: string
  /** When a result counted; also of results from before the window that count in it. */
  readonly covered: readonly Span[]
  /** ISO 8601: when the last report was made on a subject and scope of which a report knows it; null where none does. */
  readonly lastReportAt: string | null
  /** Results that were taken in the window. */
  readonly counts: { readonly pass: number; readonly fail: number; readonly dnf: number }
  /** Reports of the window in which it stands as not attempted, and when the first of them was made (ISO 8601). */
  readonly missed: { readonly count: number; readonly firstAt: string | null }
}

/** Testcases that judge by the history themselves: asking whether they were run before would never come to an end. */
const judgeHistory = /^scs-0004-(tests-regular|tests-decided|release-tested|upgrade-validated)$/

/** Null where no reports were handed in. */
export const testHistory: Fact<TestHistory | null> = fact({
  name: 'history of tests',
  needs: { reportHistory, underJudgement, referenceTime },
  async load({ reportHistory, underJudgement, referenceTime: to }) {
    if (!reportHistory) return null
    const { reports } = await reportHistory.read()
    if (reports.length === 0) return null
    const window = { from: new Date(Date.parse(to) - windowDays * dayMs).toISOString(), until: to }
    const past = reports.filter(({ finishedAt }) => finishedAt <= to)
    const own = past.filter(({ subject }) => underJudgement.subjects.includes(subject))
    const others = new Set(past.map(({ subject }) => subject).filter((name) => !underJudgement.subjects.includes(name)))
    const isAutomated = ({ id }: { readonly id: string }) => !leftToAttestation(id, own, window)
    const testcases = underJudgement.testcases.filter(({ id }) => !judgeHistory.test(id))
    return {
      window,
      subjects: underJudgement.subjects,
      reports: { count: own.length, firstAt: own[0]?.finishedAt ?? null, lastAt: own.at(-1)?.finishedAt ?? null },
      otherSubjects: [...others].toSorted(),
      leftToAttestations: testcases.filter((one) => !isAutomated(one)).map(({ id }) => id),
      testcases: testcases
        .filter(isAutomated)
        .map((testcase) => tested(testcase, own, window, reportHistory.expiresAt)),
    }
  },
})

/** Whether the reports of the window that know a testcase all say that only an attestation can decide it. */
function leftToAttestation(id: string, reports: readonly EarlierReport[], { from, until }: Span): boolean {
  const recent = reports.filter(({ finishedAt }) => finishedAt >= from && finishedAt <= until)
  const said = recent.flatMap(({ results }) => results.filter((one) => one.id === id))
  return said.length > 0 && said.every(({ verdict, cause }) => verdict === 'MISS' && cause === 'manual')
}

function tested(
  { id, lifetime }: UnderJudgement['testcases'][number],
  reports: readonly EarlierReport[],
  { from, until }: Span,
  expiresAt: (checkedAt: string, lifetime: UnderJudgement['testcases'][number]['lifetime']) => string,
): TestedTestcase {
  const found = reports.flatMap(({ finishedAt, results }) =>
    results.flatMap((one) => (one.id === id ? [{ ...one, at: one.checkedAt ?? finishedAt }] : [])),
  )
  const recent = found.filter(({ at }) => at >= from && at <= until)
  const count = (verdict: string) => recent.filter((one) => one.verdict === verdict).length
  const knowing = new Set(reports.filter(({ results }) => results.some((one) => one.id === id)).map(runOf))
  const taken = found.filter(({ verdict, at }) => verdict !== 'MISS' && at <= until)
  const spans = taken.map((one) => ({ from: one.at, until: one.expiresAt ?? expiresAt(one.at, lifetime) }))
  return {
    id,
    lifetime,
    covered: joined(spans).filter((span) => span.until > from),
    lastReportAt: reports.findLast((one) => knowing.has(runOf(one)))?.finishedAt ?? null,
    counts: { pass: count('PASS'), fail: count('FAIL'), dnf: count('DNF') },
    missed: { count: count('MISS'), firstAt: recent.find(({ verdict }) => verdict === 'MISS')?.at ?? null },
  }
}

/** Reports of another layer or scope do not show that a testcase was left out. */
function runOf({ subject, scope }: EarlierReport): string {
  return `${subject}\n${scope}`
}
