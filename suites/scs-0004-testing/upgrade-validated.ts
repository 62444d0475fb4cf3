import { check, type Finding } from '../../src/check.ts'
import { referenceTime } from '../../src/fact.ts'
import { notHandedIn } from '../../src/provider/not-handed-in.ts'
import { upgrades, wentWell, type Upgrade } from './upgrades.ts'

const mostAgeDays = 548

/**
 * The last upgrade of the last 18 months that the reports show was validated: a report after it stands nowhere worse than the last
 * one before it, and holds a whole end-to-end test that ended after it: Tempest, also by Rally (scs-0128-tempest), or the
 * conformance tests of Kubernetes (cncf-k8s-conformance). Both testcases pass only if no required test is missing.
 *
 * No standard sets this; the product board of SCS (2024-03-11) wants upgrades validated with Tempest and Rally. An upgrade is seen
 * where two whole reports on one subject, by one scope, tell a later minor version of Kubernetes or a later
 * microversion of Nova; a way back is no upgrade. The subject
 * may be another than the one under judgement: upgrades are tried out before production. A regression in all reports after an
 * upgrade is a violation; a PASS that was lost, and a test that is missing or of before, leave it undecided. 18 months is how long
 * histories are kept (scs-0004-v1, regulation 4). Where the reports show no upgrade it takes an attestation.
 */
export const upgradeValidated = check({
  id: 'scs-0004-upgrade-validated',
  title: 'The last upgrade was validated by tests before and after it',
  section: 'scs-0004-v1#regulations',
  needs: { upgrades, referenceTime },
  judge({ upgrades, referenceTime: now }): Finding {
    const since = new Date(Date.parse(now) - mostAgeDays * 86_400_000).toISOString()
    const last = upgrades?.findLast(({ after }) => after.finishedAt >= since)
    if (!last) {
      const what =
        upgrades === null
          ? 'no reports of earlier runs were handed in'
          : 'the reports show no upgrade of the last 18 months'
      return notHandedIn(`${what}; name reports from before and after one by reports`)
    }
    const { subject, before, after, regressions, lost, proof } = last
    const notes = [
      `${subject}: from ${before.version} (${before.file}) to ${after.version} (${after.file}), seen on ${after.finishedAt.slice(0, 10)}`,
      ...(proof ? [`whole end-to-end test: ${proof.id}, ended ${proof.endedAt ?? 'at an unknown time'}`] : []),
    ]
    const violations = regressions.map((id) => ({
      subject: `testcase ${id}`,
      expected: 'no worse after the upgrade than before',
      actual: `FAIL on ${after.version} (${after.file}), and not on ${before.version} (${before.file})`,
      remedy: `see 'scs-conformance diff' of these reports`,
    }))
    const finding = { examined: [`upgrade of ${subject} to ${after.version}`], violations, notes }
    if (violations.length > 0 || wentWell(last)) return finding
    return { ...finding, undecided: { kind: 'dependency', message: whatIsOpen(last, lost) } }
  },
})

function whatIsOpen({ after, proof }: Upgrade, lost: readonly string[]): string {
  const parts = [
    ...(lost.length > 0 ? [`passed before the upgrade and were not decided after it: ${lost.join(', ')}`] : []),
    ...(proof
      ? []
      : [
          `no report on ${after.version} has a whole end-to-end test from after the upgrade: bring results of Tempest, Rally or the conformance tests to a run, --import FILE`,
        ]),
  ]
  return parts.join('; and ')
}
