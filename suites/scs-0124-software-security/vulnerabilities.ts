import { check, type Finding } from '../../src/check.ts'
import { referenceTime } from '../../src/fact.ts'
import { knownVulnerabilities } from './facts.ts'
import { judgeVulnerabilities } from './judge-vulnerabilities.ts'

/**
 * No known vulnerability that affects what the provider runs is open for longer than scs-0124-v1 gives: 3 hours (CVSS 9.0 and
 * more), 3 days (7.0 and more), a month (4.0 and more), 3 months (below), counted from the day on which the public knew. These
 * are the times of C5:2020, OPS-22, in which C5 wants measures begun. The standard, which is a draft, makes it a MUST that the
 * fix is in by then; that is what is judged.
 *
 * The lists are those of the provider, on its own software: CycloneDX, CSAF 2.0 (profile VEX), OpenVEX. What a scanner lists
 * without an assessment counts as affected. Not affected and fixed are closed, however late. Under investigation is open but no
 * violation; after its time it is undecided, for nobody knows. A month is 31 days, three are 92. Of several ratings the worst
 * counts, and a score more than a word. One without rating or date of disclosure is undecided, and named.
 *
 * The newest list is at most 31 days old: C5 OPS-22 wants components checked at least once a month. Where scanners' results are
 * handed in, the newest of CycloneDX counts, since statements on single vulnerabilities are no check. Lists that name no
 * vulnerability at all decide nothing: tools write an empty list also where nobody looked. A vulnerability that was
 * overdue in an older list stays a violation only where the list still counts; else nothing is seen.
 */
export const vulnerabilities = check({
  id: 'scs-0124-vulnerabilities',
  title: 'Known vulnerabilities are closed within the time that their severity gives',
  section: 'scs-0124-v1#what-timeframe-is-needed-to-fix-the-issue',
  needs: { knownVulnerabilities, referenceTime },
  judge: ({ knownVulnerabilities, referenceTime }): Finding =>
    judgeVulnerabilities(knownVulnerabilities, referenceTime),
})
