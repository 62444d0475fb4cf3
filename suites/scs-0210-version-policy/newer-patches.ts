import type { AffectedVersions, KubernetesBranch, KubernetesCve } from '../../src/kubernetes/release-data.ts'
import { earliest } from '../reference-data/dates.ts'
import { compareVersions, parseVersion, type KubernetesVersion } from '../kubernetes-versions/kubernetes-version.ts'

/** A release of Kubernetes. */
export interface Patch {
  readonly version: KubernetesVersion
  readonly releasedAt: string
}

/** Releases of the same minor that come after the version and were out at that moment, oldest first. */
export function newerPatches(version: KubernetesVersion, branch: KubernetesBranch, now: string): readonly Patch[] {
  return branch.patches
    .map(({ version: text, releasedAt }) => ({ version: read(text), releasedAt }))
    .filter((patch) => compareVersions(patch.version, version) > 0 && earliest(patch.releasedAt) <= Date.parse(now))
    .toSorted((a, b) => compareVersions(a.version, b.version))
}

/** Whether a CVE concerns a version; undefined where its record cannot be read. */
export function affects({ affected }: KubernetesCve, version: KubernetesVersion): boolean | undefined {
  return affected?.some((range) => isWithin(version, range))
}

function isWithin(version: KubernetesVersion, { from, through, before }: AffectedVersions): boolean {
  if (compareVersions(version, read(from)) < 0) return false
  if (through !== undefined) return compareVersions(version, read(through)) <= 0
  return before === undefined || compareVersions(version, read(before)) < 0
}

function read(text: string): KubernetesVersion {
  const version = parseVersion(text)
  if (!version) throw new Error(`${text} is no version`) // the schema of the data does not let it in
  return version
}
