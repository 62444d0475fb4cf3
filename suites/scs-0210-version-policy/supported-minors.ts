import { check, type Finding, type Violation } from '../../src/check.ts'
import { referenceTime } from '../../src/fact.ts'
import { kubernetesCves, kubernetesReleases, type KubernetesBranch } from '../../src/kubernetes/release-data.ts'
import { supportedBranches } from '../kubernetes-versions/branches.ts'
import { earliest, isOlderThan, monthsLater } from '../reference-data/dates.ts'
import { offeredClusters, type OfferedCluster } from './facts.ts'
import { judgeVersion, type Known } from './judge-version.ts'
import { minorOf, parseVersion } from '../kubernetes-versions/kubernetes-version.ts'
import { provenance, renew } from '../reference-data/provenance.ts'

/** Months that a provider may take for a new minor version. */
const minorMonths = 4

/**
 * The provider offers every minor version that Kubernetes supports, the newest at the latest four months after its release, and
 * each at a recent patch level.
 *
 * Ours; the official suite looks at one cluster. What is offered is told by the clusters that were named. A minor of which there
 * is none among them is MISS, not FAIL: that nobody showed one does not mean that there is none. FAIL is a minor all of whose
 * clusters lack a patch; it is undecided where that cannot be told of the best of them. Clusters of minors past their end of
 * life are noted: the standard only recommends not to offer them.
 */
export const supportedMinors = check({
  id: 'scs-0210-supported-minors',
  title: 'The provider offers every minor version that Kubernetes supports, at a recent patch level',
  section: 'scs-0210-v2#decision',
  needs: { offeredClusters, kubernetesReleases, kubernetesCves, referenceTime },
  judge({ offeredClusters, ...known }) {
    const { kubernetesReleases: releases, referenceTime: now } = known
    const branches = supportedBranches(releases.content, now)
    const violations: Violation[] = []
    const missing: string[] = []
    const doubts: string[] = []
    const notes = [provenance(releases), provenance(known.kubernetesCves), ...endedIn(offeredClusters, branches)]
    for (const branch of branches) {
      const best = bestOf(offeredClusters, branch, known)
      if (best.is === 'none' && mayBeMissing(branch, branches, now)) notes.push(newIn(branch))
      else if (best.is === 'none') missing.push(branch.minor)
      else if (best.is === 'undecided') doubts.push(best.why)
      else if (best.is === 'violated') violations.push(...best.violations)
    }
    if (isOlderThan(releases.freshForDays ?? 0, releases.reach, now)) {
      doubts.unshift(`the release data ends on ${releases.reach}, so it may not know the newest minor; ${renew}`)
    }
    if (branches.length === 0)
      doubts.push(`the release data knows no minor that was supported on ${now.slice(0, 10)}; ${renew}`)
    const undecided = violations.length > 0 ? undefined : openQuestion(missing, doubts)
    const examined = offeredClusters.map(({ context, gitVersion }) => `${context}: ${gitVersion}`)
    return { examined, violations, notes, ...(undecided ? { undecided } : {}) }
  },
})

type Best =
  | { readonly is: 'none' | 'fine' }
  | { readonly is: 'undecided'; readonly why: string }
  | { readonly is: 'violated'; readonly violations: readonly Violation[] }

/** One fine cluster of a minor is enough: older ones may be waiting for their owner. */
function bestOf(clusters: readonly OfferedCluster[], { minor }: KubernetesBranch, known: Known): Best {
  const judged = clusters
    .filter(({ gitVersion }) => isOf(minor, gitVersion))
    .map(({ context, gitVersion }) => ({ subject: `cluster ${context}`, ...judgeVersion(gitVersion, known) }))
  if (judged.length === 0) return { is: 'none' }
  const decided = judged.filter(({ undecided }) => !undecided)
  if (decided.some(({ violations }) => violations.length === 0)) return { is: 'fine' }
  const doubt = judged.find(({ undecided }) => undecided)
  if (doubt) return { is: 'undecided', why: `${doubt.subject}: ${doubt.undecided?.message ?? ''}` }
  return {
    is: 'violated',
    violations: judged.flatMap(({ subject, violations }) => violations.map((one) => ({ subject, ...one }))),
  }
}

function isOf(minor: string, gitVersion: string): boolean {
  const version = parseVersion(gitVersion)
  return version !== undefined && minorOf(version) === minor
}

/** Only the newest may: those before it have been out for longer than that when the next one comes. */
function mayBeMissing(branch: KubernetesBranch, branches: readonly KubernetesBranch[], now: string): boolean {
  return branch === branches[0] && Date.parse(now) <= earliest(monthsLater(branch.releasedAt, minorMonths))
}

function newIn({ minor, releasedAt }: KubernetesBranch): string {
  return `no cluster of ${minor} was named; it is to be offered by ${monthsLater(releasedAt, minorMonths)}`
}

function endedIn(clusters: readonly OfferedCluster[], branches: readonly KubernetesBranch[]): readonly string[] {
  return clusters
    .filter(({ gitVersion }) => !branches.some(({ minor }) => isOf(minor, gitVersion)))
    .map(({ context, gitVersion }) => `cluster ${context} runs ${gitVersion}, of no minor version that is supported`)
}

function openQuestion(missing: readonly string[], doubts: readonly string[]): Finding['undecided'] {
  if (missing.length > 0) {
    const message = `no cluster of ${missing.join(', ')} was named; name one of each by further --kubeconfig, or attest that they are offered`
    return { kind: 'manual', message }
  }
  const [doubt] = doubts
  return doubt === undefined ? undefined : { kind: 'dependency', message: doubt }
}
