import type {
  KubernetesBranch,
  KubernetesCve,
  KubernetesCves,
  KubernetesReleases,
  ReferenceDocument,
} from '../../src/kubernetes/release-data.ts'
import type { Known } from './judge-version.ts'

/** Data about three minors as of 2026-03-01, for tests; each part can be replaced. */
export function sampleKnown(changes: {
  readonly branches?: readonly KubernetesBranch[]
  readonly cves?: readonly KubernetesCve[]
  readonly releasesReach?: string
  readonly cvesReach?: string
  readonly now?: string
}): Known {
  const { branches = sampleBranches, cves = [], releasesReach = '2026-03-01', cvesReach = '2026-03-01' } = changes
  return {
    kubernetesReleases: sampleDocument<KubernetesReleases>('kubernetes-releases', releasesReach, 31, { branches }),
    kubernetesCves: sampleDocument<KubernetesCves>('kubernetes-cves', cvesReach, 14, { cves }),
    referenceTime: changes.now ?? '2026-03-01T12:00:00.000Z',
  }
}

/** 1.52 is new, 1.50 close to its end, 1.49 past it. */
export const sampleBranches: readonly KubernetesBranch[] = [
  branch('1.52', '2025-12-10', '2027-02-28', { '1.52.0': '2025-12-10', '1.52.1': '2026-02-24T10:00:00Z' }),
  branch('1.51', '2025-08-10', '2026-10-28', {
    '1.51.0': '2025-08-10',
    '1.51.4': '2026-01-28',
    '1.51.5': '2026-02-10',
    '1.51.6': '2026-02-24T10:00:00Z',
  }),
  branch('1.50', '2025-04-10', '2026-06-28', { '1.50.0': '2025-04-10', '1.50.9': '2026-02-24T10:00:00Z' }),
  branch('1.49', '2024-12-10', '2026-02-28', { '1.49.0': '2024-12-10', '1.49.12': '2026-02-10' }),
]

function branch(minor: string, releasedAt: string, endOfLife: string, patches: Readonly<Record<string, string>>) {
  return {
    minor,
    releasedAt,
    endOfLife,
    patches: Object.entries(patches).map(([version, date]) => ({ version, releasedAt: date })),
  }
}

function sampleDocument<T>(name: string, reach: string, freshForDays: number, content: T): ReferenceDocument<T> {
  return {
    name,
    origin: 'bundled',
    digest: 'sha256:0',
    collectedAt: reach,
    reach,
    sources: ['a test'],
    freshForDays,
    content,
  }
}
