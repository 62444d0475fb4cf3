import { check } from '../../src/check.ts'
import { referenceTime } from '../../src/fact.ts'
import { serverVersion } from '../../src/kubernetes/facts.ts'
import { kubernetesReleases } from '../../src/kubernetes/release-data.ts'
import { standingOf, supportedBranches } from '../kubernetes-versions/branches.ts'
import { ago } from '../reference-data/dates.ts'
import { nameOf, parseVersion } from '../kubernetes-versions/kubernetes-version.ts'
import { provenance, renew } from '../reference-data/provenance.ts'

/**
 * The API server is of a minor version of Kubernetes that upstream maintains at the reference date, and a release of it.
 *
 * scs-0124 is about the IaaS layer; the proposal for the upper levels asks the same of Kubernetes. Patch levels are the business
 * of scs-0210. The day of the end of life is the first without maintenance, whatever a distributor promises beyond it: who makes
 * the fixes then is a matter of attestation (scs-0124-security-updates). What the data does not know, and what is no release of
 * upstream's numbers, is undecided. Ends of minor versions are set with their first release, so also old data knows them.
 */
export const kubernetesMaintained = check({
  id: 'scs-0124-kubernetes-maintained',
  title: 'The cluster runs a minor version of Kubernetes that upstream maintains',
  section: 'scs-0124-v1#allow-only-maintained-versions-of-software',
  needs: { serverVersion, kubernetesReleases, referenceTime },
  judge({ serverVersion: { gitVersion }, kubernetesReleases: data, referenceTime: now }) {
    const finding = { examined: [gitVersion], violations: [], notes: [provenance(data)] }
    const version = parseVersion(gitVersion)
    if (!version || version.prerelease !== null) {
      const message = `its version ${JSON.stringify(gitVersion)} is no release of Kubernetes`
      return { ...finding, undecided: { kind: version ? 'dependency' : 'malformed', message } }
    }
    const standing = standingOf(version, data.content, now)
    switch (standing.is) {
      case 'supported':
        return finding
      case 'unknown': {
        const message = `the release data, collected on ${data.collectedAt}, does not know ${nameOf(version)}, only minor versions up to ${standing.newest}; ${renew}`
        return { ...finding, undecided: { kind: 'dependency', message } }
      }
      case 'ended': {
        const since = standing.endOfLife === null ? 'long ago' : `on ${ago(standing.endOfLife, now)}`
        const violation = {
          subject: 'the API server',
          expected: 'a minor version of Kubernetes that upstream maintains',
          actual: `${nameOf(version)}, whose minor version ended ${since}`,
          remedy: `upgrade it to one of ${supportedBranches(data.content, now)
            .map(({ minor }) => minor)
            .join(', ')}`,
        }
        return { ...finding, violations: [violation] }
      }
    }
  },
})
