import { check, type Finding } from '../../src/check.ts'
import { withoutHistory } from './not-handed-in.ts'
import { testHistory, windowDays } from './test-history.ts'

/** Of a hundred results. One test in twenty may meet an outage or a network that fails; more is no testing. */
const mostUndecided = 5
const windowStartDays = 14

/**
 * Of the results of the last 90 days, of all automated testcases that the scopes under judgement demand or recommend, at most
 * 5 in 100 are DNF.
 *
 * scs-0004 wants tests run and passed, and sets no share: 5 in 100 is ours. What was not attempted (MISS) is no result, and is the
 * business of scs-0004-tests-regular. An ABORT of the official suite is a DNF. A share that is too high is a violation, however
 * short the history; it passes only where the reports begin at most 14 days (the lifetime of most testcases) after the 90 days.
 */
export const testsDecided = check({
  id: 'scs-0004-tests-decided',
  title: 'Of the results of the last 90 days at most 5 in 100 are undecided',
  section: 'scs-0004-v1#regulations',
  needs: { testHistory },
  judge({ testHistory }): Finding {
    const without = withoutHistory(testHistory)
    if (without || !testHistory) return without ?? { examined: [], violations: [] }
    const { testcases, reports, window } = testHistory
    const sum = (of: 'pass' | 'fail' | 'dnf') => testcases.reduce((before, { counts }) => before + counts[of], 0)
    const undecided = sum('dnf')
    const all = undecided + sum('pass') + sum('fail')
    const notes = [`${undecided} of ${all} results of the last ${windowDays} days are DNF, in ${reports.count} reports`]
    const finding = { examined: { count: all }, notes }
    if (all === 0) {
      const message = `the reports hold no result of the last ${windowDays} days of what is judged`
      return { ...finding, violations: [], undecided: { kind: 'dependency', message } }
    }
    if (undecided * 100 > mostUndecided * all) {
      const most = testcases
        .filter(({ counts }) => counts.dnf > 0)
        .toSorted((one, other) => other.counts.dnf - one.counts.dnf)
        .slice(0, 5)
        .map(({ id, counts }) => `${id} (${counts.dnf})`)
      const violation = {
        subject: 'the results of the last 90 days',
        expected: `at most ${mostUndecided} in 100 undecided`,
        actual: `${undecided} of ${all}, most of them: ${most.join(', ')}`,
        remedy: 'the reports tell the cause of each DNF, and the way out',
      }
      return { ...finding, violations: [violation] }
    }
    const latestStart = Date.parse(window.from) + windowStartDays * 86_400_000
    if (Date.parse(reports.firstAt ?? window.until) <= latestStart) return { ...finding, violations: [] }
    const message = `the reports begin on ${reports.firstAt?.slice(0, 10)} and not ${windowDays} days ago; hand in earlier ones too`
    return { ...finding, violations: [], undecided: { kind: 'dependency', message } }
  },
})
