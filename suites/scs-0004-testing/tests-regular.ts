import { check, type Finding } from '../../src/check.ts'
import { someOf } from '../findings/some-of.ts'
import { withoutHistory } from './not-handed-in.ts'
import { gapsIn, type Span } from './spans.ts'
import { testHistory, windowDays, type TestedTestcase, type TestHistory } from './test-history.ts'

/**
 * At every moment of the last 90 days there was, of every automated testcase that the scopes under judgement demand or
 * recommend, a result that had not expired: that is what running it within its lifetime means (scs-0004-v1, regulation 2).
 *
 * A gap is a violation where the reports that were handed in show it: the testcase has a result before it and a report on the
 * same subject and scope follows, or reports of that time list the testcase as not attempted. It is undecided where nothing was
 * handed in that could show a result:
 * the history begins later, or ends earlier, or its reports do not know the testcase. What a result says does not matter here: a
 * FAIL is a test that was run, and so is a DNF (scs-0004-tests-decided counts those). An attestation is no test: what the
 * reports leave to attestations, since nothing was handed in, is left out too, and named. The four
 * testcases that judge by the history are left out.
 */
export const testsRegular = check({
  id: 'scs-0004-tests-regular',
  title: 'Every automated testcase was run within its lifetime, over the last 90 days',
  section: 'scs-0004-v1#regulations',
  needs: { testHistory },
  judge({ testHistory }): Finding {
    const without = withoutHistory(testHistory)
    if (without || !testHistory) return without ?? { examined: [], violations: [] }
    const { testcases, reports, window, otherSubjects, leftToAttestations } = testHistory
    const gaps = testcases.map((testcase) => ({ testcase, ...gapsOf(testcase, testHistory) }))
    const violations = gaps.flatMap(({ testcase: { id, lifetime }, seen, why }) =>
      seen.length === 0
        ? []
        : [
            {
              subject: `testcase ${id}`,
              expected: `a result within its lifetime (${lifetime}) at every moment of the last ${windowDays} days`,
              actual: `${why}: ${seen.map(inWords).join(', ')}`,
            },
          ],
    )
    const unseen = gaps.filter(({ open }) => open.length > 0)
    const notes = [
      `${reports.count} reports, from ${day(reports.firstAt)} to ${day(reports.lastAt)}; judged from ${day(window.from)} on`,
      ...(otherSubjects.length > 0 ? [`left out are reports on ${otherSubjects.join(', ')}`] : []),
      ...(leftToAttestations.length > 0
        ? [`left out, since they were left to attestations: ${leftToAttestations.join(', ')}`]
        : []),
    ]
    const finding = { examined: testcases.map(({ id }) => id), violations }
    if (testcases.length === 0) {
      const message =
        'no version in force of the scopes under judgement has an automated testcase in main or recommended'
      return { ...finding, notes, undecided: { kind: 'dependency', message } }
    }
    if (unseen.length === 0) return { ...finding, notes }
    const message = `the reports do not show ${unseen.length} of ${testcases.length} testcases at every moment: ${named(unseen)}; hand in the reports of these days too`
    if (violations.length > 0) return { ...finding, notes: [...notes, message] }
    return { ...finding, notes, undecided: { kind: 'dependency', message } }
  },
})

const mostNamed = 10

function gapsOf(testcase: TestedTestcase, { window }: TestHistory) {
  const { covered, missed, lastReportAt } = testcase
  const first = covered[0]?.from
  const gaps = gapsIn(window, covered)
  const isSeen = ({ from, until }: Span) => {
    if (first === undefined || until <= first) return missed.firstAt !== null && missed.firstAt < until
    // It was run before. What comes after the last report shows nothing.
    return until < window.until || (lastReportAt ?? '') > from
  }
  const seen = gaps.filter(isSeen)
  const why = first === undefined ? `never run, and left out of ${missed.count} reports` : 'no result that counted'
  return { seen, why, open: gaps.filter((gap) => !isSeen(gap)) }
}

function named(unseen: readonly { readonly testcase: TestedTestcase; readonly open: readonly Span[] }[]): string {
  const lines = unseen.map(({ testcase, open }) => `${testcase.id} (${open.map(inWords).join(', ')})`)
  return someOf(lines, mostNamed)
}

function inWords({ from, until }: Span): string {
  return `${day(from)} to ${day(until)}`
}

function day(moment: string | null): string {
  return moment?.slice(0, 10) ?? 'never'
}
