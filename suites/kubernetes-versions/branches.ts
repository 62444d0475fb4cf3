import type { KubernetesBranch, KubernetesReleases } from '../../src/kubernetes/release-data.ts'
import { earliest } from '../reference-data/dates.ts'
import { compareVersions, minorOf, parseVersion, type KubernetesVersion } from './kubernetes-version.ts'

/** What is known of the minor version of a cluster. */
export type Standing =
  | { readonly is: 'supported'; readonly branch: KubernetesBranch }
  /** `endOfLife` is null for a minor older than all that are known. */
  | { readonly is: 'ended'; readonly endOfLife: string | null }
  | { readonly is: 'unknown'; readonly newest: string }

/** Where a version's minor stands at a moment. The day of its end of life is the first without support. */
export function standingOf(version: KubernetesVersion, { branches }: KubernetesReleases, now: string): Standing {
  const branch = branches.find(({ minor }) => minor === minorOf(version))
  if (branch) return hasEnded(branch, now) ? { is: 'ended', endOfLife: branch.endOfLife } : { is: 'supported', branch }
  const byAge = branches.toSorted((a, b) => compareVersions(first(a), first(b)))
  const [oldest] = byAge
  // What is older than a minor that has ended has ended too.
  if (oldest && hasEnded(oldest, now) && compareVersions(version, first(oldest)) < 0)
    return { is: 'ended', endOfLife: null }
  return { is: 'unknown', newest: byAge.at(-1)?.minor ?? 'none' }
}

/** Minors that are out and have not ended, newest first. */
export function supportedBranches({ branches }: KubernetesReleases, now: string): readonly KubernetesBranch[] {
  return branches
    .filter((branch) => earliest(branch.releasedAt) <= Date.parse(now) && !hasEnded(branch, now))
    .toSorted((a, b) => compareVersions(first(b), first(a)))
}

function hasEnded({ endOfLife }: KubernetesBranch, now: string): boolean {
  return Date.parse(now) >= earliest(endOfLife)
}

function first({ minor }: KubernetesBranch): KubernetesVersion {
  const version = parseVersion(`${minor}.0`)
  if (!version) throw new Error(`${minor} is no minor version`) // the schema of the data does not let it in
  return version
}
