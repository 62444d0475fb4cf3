import type { Finding, Violation } from '../../src/check.ts'
import type { KubernetesCves, KubernetesReleases, ReferenceDocument } from '../../src/kubernetes/release-data.ts'
import { standingOf, supportedBranches } from '../kubernetes-versions/branches.ts'
import { ago } from '../reference-data/dates.ts'
import { judgePatches } from './judge-patches.ts'
import { nameOf, parseVersion } from '../kubernetes-versions/kubernetes-version.ts'
import { renew } from '../reference-data/provenance.ts'

/** What versions are judged by. */
export interface Known {
  readonly kubernetesReleases: ReferenceDocument<KubernetesReleases>
  readonly kubernetesCves: ReferenceDocument<KubernetesCves>
  /** ISO 8601, UTC. */
  readonly referenceTime: string
}

/** What is said of one version. */
export interface VersionFinding {
  readonly violations: readonly Omit<Violation, 'subject'>[]
  readonly undecided?: NonNullable<Finding['undecided']>
  readonly notes: readonly string[]
}

/** Judges the version of one cluster by scs-0210-v2; versionPolicyCheck says how the doubtful cases are read. */
export function judgeVersion(gitVersion: string, known: Known): VersionFinding {
  const { kubernetesReleases: releases, referenceTime: now } = known
  const version = parseVersion(gitVersion)
  if (!version) return undecided('malformed', `its version ${JSON.stringify(gitVersion)} is none of Kubernetes`)
  const name = nameOf(version)
  const standing = standingOf(version, releases.content, now)
  switch (standing.is) {
    case 'supported':
      return judgePatches(version, standing.branch, known)
    case 'unknown': {
      const { newest } = standing
      return undecided(
        'dependency',
        `the release data, collected on ${releases.collectedAt}, does not know ${name}, only minor versions up to ${newest}; ${renew}`,
      )
    }
    case 'ended': {
      const supported = supportedBranches(releases.content, now).map(({ minor }) => minor)
      const violation = {
        expected: 'a minor version of Kubernetes before its end of life',
        actual: `${name}, whose minor version ended ${standing.endOfLife === null ? 'long ago' : `on ${ago(standing.endOfLife, now)}`}`,
        remedy: `upgrade it to a supported minor version${supported.length > 0 ? `: ${supported.join(', ')}` : ''}`,
      }
      return { violations: [violation], notes: [] }
    }
  }
}

function undecided(kind: 'malformed' | 'dependency', message: string): VersionFinding {
  return { violations: [], undecided: { kind, message }, notes: [] }
}
