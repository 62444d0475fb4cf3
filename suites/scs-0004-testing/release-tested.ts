import { check, type Finding } from '../../src/check.ts'
import { referenceTime } from '../../src/fact.ts'
import { notHandedIn } from '../../src/provider/not-handed-in.ts'
import { testedReleases, type TestedRelease } from './release-tests.ts'

/** Upstream makes at least one release a year that one can skip to. */
const mostAgeDays = 366
/** As for scs-0004-tests-decided. */
const mostUndecided = 5

/**
 * In the last year the provider has tested a release before it was out: a whole report on a candidate, of which at most 5 in 100
 * results are undecided.
 *
 * No standard sets this; the product board of SCS (2024-03-11) wants providers to take part in the testing of releases. That a report
 * is on a candidate is seen where a cluster tells a pre-release as its version; OpenStack's APIs do not tell, so there the provider
 * says it: releaseTests in the file of --provider, whose name has to say that it is a candidate. FAIL in such a report is no
 * violation: to find what is wrong is what the test is for. So there is none that could be seen here; what does not prove
 * it is undecided, with the reason.
 */
export const releaseTested = check({
  id: 'scs-0004-release-tested',
  title: 'A release candidate was tested in the last year',
  section: 'scs-0004-v1#regulations',
  needs: { testedReleases, referenceTime },
  judge({ testedReleases: tests, referenceTime: now }): Finding {
    if (tests === null || tests.length === 0) return notHandedIn(without)
    const judged = tests.map((test) => ({ test, wrong: whatIsWrongWith(test, now) }))
    const finding = {
      examined: tests.map(({ release }) => release),
      violations: [],
      notes: judged.map(
        ({ test, wrong }) => `${inWords(test)}${wrong === undefined ? '' : `: does not count, ${wrong}`}`,
      ),
    }
    if (judged.some(({ wrong }) => wrong === undefined)) return finding
    const message = judged.map(({ test, wrong }) => `${test.release} (${test.file}): ${wrong}`).join('; ')
    return { ...finding, undecided: { kind: 'dependency', message } }
  },
})

const without = 'no test of a release candidate was handed in; name its report by releaseTests'

const candidate = /(\b|\d)(rc|alpha|beta|candidate|pre-?release|milestone|[ab]\d)/i

function whatIsWrongWith(test: TestedRelease, now: string): string | undefined {
  const { release, finishedAt, complete, undecided, decided } = test
  const days = Math.floor((Date.parse(now) - Date.parse(finishedAt)) / 86_400_000)
  if (!candidate.test(release)) return 'its name is not that of a candidate'
  if (days > mostAgeDays) return `it was tested ${days} days ago`
  if (days < -1) return 'its report is of a day still to come'
  if (!complete) return 'the run was ended early'
  if (decided === 0) return 'no result in its report decides anything'
  const all = decided + undecided.length
  if (undecided.length * 100 <= mostUndecided * all) return undefined
  return `${undecided.length} of ${all} results are undecided: ${undecided.slice(0, 5).join(', ')}`
}

function inWords({ release, file, finishedAt, decided, endToEnd }: TestedRelease): string {
  const whole = endToEnd === null ? 'no whole end-to-end test' : `with ${endToEnd}`
  return `${release}: ${decided} results that decide, ${whole}, on ${finishedAt.slice(0, 10)} (${file})`
}
