import type { KubernetesCve } from '../../src/kubernetes/release-data.ts'
import type { KubernetesVersion } from '../kubernetes-versions/kubernetes-version.ts'
import { affects, type Patch } from './newer-patches.ts'

/** The CVSS base score from which on the standard calls a CVE critical. */
const criticalScore = 8

export interface CriticalCve {
  readonly id: string
  /** The first patch that is not concerned. */
  readonly patch: Patch
  /** False where score or versions are not known, so that it may be none. */
  readonly isCertain: boolean
}

/** The critical CVEs that concern a version and no longer the patch named, and those that may. */
export function criticalCves(
  cves: readonly KubernetesCve[],
  version: KubernetesVersion,
  newer: readonly Patch[],
): readonly CriticalCve[] {
  return cves.flatMap((cve) => {
    const isConcerned = affects(cve, version)
    if (isConcerned === false || (cve.score !== null && cve.score < criticalScore)) return []
    const patch = newer.find((candidate) => affects(cve, candidate.version) !== true)
    return patch ? [{ id: cve.id, patch, isCertain: isConcerned === true && cve.score !== null }] : []
  })
}
