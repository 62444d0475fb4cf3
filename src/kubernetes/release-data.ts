import { fact, type Fact } from '../fact.ts'
import { referenceData, type ReferenceDocument } from '../reference-data.ts'

export type { ReferenceDocument } from '../reference-data.ts'

/** standards/data/kubernetes-releases.json */
export interface KubernetesReleases {
  readonly branches: readonly KubernetesBranch[]
}

export interface KubernetesBranch {
  /** `1.36` */
  readonly minor: string
  /** A day, or a moment in UTC. */
  readonly releasedAt: string
  /** YYYY-MM-DD: from that day on it is not supported. */
  readonly endOfLife: string
  readonly patches: readonly {
    /** `1.36.1` */
    readonly version: string
    /** A day, or a moment in UTC. */
    readonly releasedAt: string
  }[]
}

/** standards/data/kubernetes-cves.json: what concerns control plane, kubelet and kube-proxy. */
export interface KubernetesCves {
  readonly cves: readonly KubernetesCve[]
}

export interface KubernetesCve {
  readonly id: string
  /** The highest CVSS base score in the record of its CNA; null where it is not known. */
  readonly score: number | null
  /** Null where the record tells the versions in no way that can be read. */
  readonly affected: readonly AffectedVersions[] | null
}

/** All versions from one on; `through` is affected itself, `before` is not, and without either there is no fix. */
export interface AffectedVersions {
  readonly from: string
  readonly through?: string
  readonly before?: string
}

export const kubernetesReleases: Fact<ReferenceDocument<KubernetesReleases>> = fact({
  name: 'Kubernetes release data',
  needs: { referenceData },
  load: ({ referenceData }) => referenceData.read<KubernetesReleases>('kubernetes-releases'),
})

export const kubernetesCves: Fact<ReferenceDocument<KubernetesCves>> = fact({
  name: 'Kubernetes CVE data',
  needs: { referenceData },
  load: ({ referenceData }) => referenceData.read<KubernetesCves>('kubernetes-cves'),
})
