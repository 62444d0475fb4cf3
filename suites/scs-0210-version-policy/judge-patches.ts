import type { KubernetesBranch } from '../../src/kubernetes/release-data.ts'
import { criticalCves, type CriticalCve } from './critical-cves.ts'
import { ago, isOlderThan } from '../reference-data/dates.ts'
import type { Known, VersionFinding } from './judge-version.ts'
import { nameOf, numberOf, type KubernetesVersion } from '../kubernetes-versions/kubernetes-version.ts'
import { newerPatches, type Patch } from './newer-patches.ts'
import { renew } from '../reference-data/provenance.ts'

/** Days that a cluster may lack a patch: a month, taken as long as the longest. */
const patchDays = 31
/** Days that it may lack a patch for a critical CVE. */
const criticalDays = 14
/** Days after which it should have that patch. */
const warnDays = 2

/** Judges the patch level of a version whose minor is supported. */
export function judgePatches(version: KubernetesVersion, branch: KubernetesBranch, known: Known): VersionFinding {
  const { kubernetesReleases: releases, referenceTime: now } = known
  const newer = newerPatches(version, branch, now)
  const lacks = (patch: Patch, why: string, days: number) => ({
    expected: `${numberOf(patch.version)} or newer${why}, released on ${ago(patch.releasedAt, now)}, where ${days} days are allowed`,
    actual: nameOf(version),
    remedy: `upgrade it to ${numberOf((newer.at(-1) ?? patch).version)}`,
  })
  const overdue = newer.findLast(({ releasedAt }) => isOlderThan(patchDays, releasedAt, now))
  if (overdue) return { violations: [lacks(overdue, '', patchDays)], notes: [] }

  const late = newer.filter(({ releasedAt }) => isOlderThan(criticalDays, releasedAt, now))
  const cves = criticalCves(known.kubernetesCves.content.cves, version, newer)
  const isLate = ({ patch }: CriticalCve) => late.includes(patch)
  const violations = cves
    .filter((cve) => cve.isCertain && isLate(cve))
    .map(({ id, patch }) => lacks(patch, `, which mends the critical ${id}`, criticalDays))
  if (violations.length > 0) return { violations, notes: [] }

  const notes = cves
    .filter(({ isCertain, patch }) => isCertain && isOlderThan(warnDays, patch.releasedAt, now))
    .map(
      ({ id, patch }) =>
        `update soon: ${numberOf(patch.version)}, released on ${ago(patch.releasedAt, now)}, mends the critical ${id}`,
    )
  const doubt = doubtIn(
    known,
    version,
    late,
    cves.find((cve) => !cve.isCertain && isLate(cve)),
  )
  if (doubt !== undefined) return { violations, notes, undecided: { kind: 'dependency', message: doubt } }
  if (isOlderThan(criticalDays, releases.reach, now)) {
    notes.push(
      `the release data ends on ${ago(releases.reach, now)}; a patch for a critical CVE released since is not known to it; ${renew}`,
    )
  }
  return { violations, notes }
}

/** What stands against PASS though no violation was seen. */
function doubtIn(
  { kubernetesReleases: releases, kubernetesCves: cves, referenceTime: now }: Known,
  version: KubernetesVersion,
  late: readonly Patch[],
  unclear: CriticalCve | undefined,
): string | undefined {
  if (version.prerelease !== null) return `${nameOf(version)} is a pre-release, of which the standard does not speak`
  if (isOlderThan(releases.freshForDays ?? patchDays, releases.reach, now)) {
    return `the release data ends on ${ago(releases.reach, now)}, so a patch overdue by now may be missing in it; ${renew}`
  }
  const [oldest] = late
  if (!oldest) return undefined
  const patch = `${numberOf(oldest.version)}, released on ${ago(oldest.releasedAt, now)}`
  if (isOlderThan(cves.freshForDays ?? criticalDays, cves.reach, now)) {
    return `the CVE data ends on ${ago(cves.reach, now)}, so it cannot tell whether ${patch}, mends a critical CVE; ${renew}`
  }
  if (unclear)
    return `whether ${unclear.id}, mended by ${patch}, is critical cannot be read from its record; look it up`
  return undefined
}
