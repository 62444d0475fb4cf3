import { check } from '../../src/check.ts'
import { referenceTime } from '../../src/fact.ts'
import { serverVersion } from '../../src/kubernetes/facts.ts'
import { kubernetesCves, kubernetesReleases } from '../../src/kubernetes/release-data.ts'
import { judgeVersion } from './judge-version.ts'
import { provenance } from '../reference-data/provenance.ts'

/**
 * The cluster runs a minor version before its end of life, lacks no patch of it for more than a month (31 days), and none for
 * more than two weeks that mends a CVE with a CVSS base score of 8 or more.
 *
 * Doubtful cases. The version is that of the API server. What a distribution adds to it counts for nothing, since upstream's
 * numbers are what the standard knows. The day of the end of life is the first without support. A patch known by its day only
 * counts from the end of that day. Without a violation it is undecided: a version that is none, a minor newer than the data, a
 * pre-release, release data that ends more than 31 days ago (a patch overdue by now may be missing), and, where a newer patch
 * is out for more than 14 days, CVE data that ends more than 14 days ago, or a CVE that concerns the cluster and whose score or
 * versions cannot be read. A violation that was seen stays one, however old the data.
 *
 * Differs from the official suite, which: aborts on every version with a hyphen; calls a minor that is newer than its data past
 * its end of life; aborts where its list has fewer than two supported minors; fails a cluster that any critical CVE concerns by
 * any newer patch, also one that mends nothing, while a fix that does not exist cannot be missing; sees only CVEs of the product
 * named Kubernetes, not those of kubelet or kube-apiserver; and counts in the local time of the machine.
 */
export const versionPolicyCheck = check({
  id: 'version-policy-check',
  title: 'The cluster runs a supported minor version of Kubernetes at a recent patch level',
  section: 'scs-0210-v2#decision',
  needs: { serverVersion, kubernetesReleases, kubernetesCves, referenceTime },
  judge({ serverVersion: { gitVersion }, ...known }) {
    const { violations, undecided, notes } = judgeVersion(gitVersion, known)
    return {
      examined: [gitVersion],
      violations: violations.map((violation) => ({ subject: 'the API server', ...violation })),
      notes: [...notes, provenance(known.kubernetesReleases), provenance(known.kubernetesCves)],
      ...(undecided ? { undecided } : {}),
    }
  },
})
