/** A version of Kubernetes as an API server or kubelet tells it. */
export interface KubernetesVersion {
  readonly major: number
  readonly minor: number
  readonly patch: number
  /** `alpha.1`, `beta.0`, `rc.1`: before the release of that number; null for a release. */
  readonly prerelease: string | null
  /** What a distribution added: `-eks-1a2b3c`, `+k3s1`; the empty string for upstream's own. */
  readonly suffix: string
}

/**
 * `v1.36.1`, with whatever a distribution adds: `v1.36.1-eks-1a2b3c`, `v1.36.1-gke.100`, `v1.36.1+k3s1`, and builds after a tag:
 * `v1.36.1-12+0123abc`. Only alpha, beta and rc come before the release of their number. Undefined for everything else.
 */
export function parseVersion(text: string): KubernetesVersion | undefined {
  const found =
    /^\s*v?(\d{1,4})\.(\d{1,4})\.(\d{1,4})(?:-((?:alpha|beta|rc)\.\d{1,4})(?![\w]))?((?:[-+.][\w.+-]*)?)\s*$/.exec(text)
  if (!found) return undefined
  const [, major, minor, patch, prerelease = null, suffix = ''] = found
  if (prerelease === null && suffix.startsWith('.')) return undefined // 1.2.3.4
  return { major: Number(major), minor: Number(minor), patch: Number(patch), prerelease, suffix }
}

/** Negative where the first comes before the second; suffixes of distributions count for nothing. */
export function compareVersions(one: KubernetesVersion, other: KubernetesVersion): number {
  return (
    one.major - other.major ||
    one.minor - other.minor ||
    one.patch - other.patch ||
    comparePrereleases(one.prerelease, other.prerelease)
  )
}

/** The number with which the release comes, or will: `1.36.1`. */
export function numberOf({ major, minor, patch }: KubernetesVersion): string {
  return `${major}.${minor}.${patch}`
}

/** `1.36` */
export function minorOf({ major, minor }: Pick<KubernetesVersion, 'major' | 'minor'>): string {
  return `${major}.${minor}`
}

function comparePrereleases(one: string | null, other: string | null): number {
  if (one === null || other === null) return Number(one === null) - Number(other === null)
  const [kind = '', number] = one.split('.')
  const [otherKind = '', otherNumber] = other.split('.')
  if (kind !== otherKind) return kind < otherKind ? -1 : 1 // alpha, beta, rc: by the alphabet
  return Number(number) - Number(otherNumber)
}

/** `Kubernetes 1.36.1`, `Kubernetes 1.37.0-rc.1` */
export function nameOf(version: KubernetesVersion): string {
  return `Kubernetes ${numberOf(version)}${version.prerelease === null ? '' : `-${version.prerelease}`}`
}
