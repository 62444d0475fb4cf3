import { listOf, record, text, texts, wire } from '../../src/kubernetes/wire-words.ts'

/** PersistentVolume (API reference: core/v1, "PersistentVolume"), as far as it is judged. */
export interface Volume {
  readonly name: string
  /** Kind of its source, as the API names it: `csi`, `nfs`, `hostPath`, `local`. */
  readonly source: string
  /** Driver of a `csi` volume, else who has provisioned it, else null. */
  readonly driver: string | null
  readonly accessModes: readonly string[]
  readonly reclaimPolicy: string
  /** Any of these must fit a node; in one, all requirements. null: every node will do. */
  readonly nodeTerms: readonly (readonly Requirement[])[] | null
}

/** core/v1, "NodeSelectorRequirement". Of fields of the node, the key is `metadata.name`. */
export interface Requirement {
  readonly key: string
  readonly operator: string
  readonly values: readonly string[]
}

const isNoSource = new Set(
  `accessModes capacity claimRef mountOptions nodeAffinity persistentVolumeReclaimPolicy storageClassName volumeAttributesClassName
  volumeMode`.split(/\s+/),
)

/** What of a PersistentVolume is judged. */
export function volumeOf({ metadata, spec }: WireVolume): Volume {
  const terms = spec.nodeAffinity?.required?.nodeSelectorTerms
  return {
    name: metadata.name,
    source: Object.keys(spec).find((key) => !isNoSource.has(key)) ?? 'none',
    driver: spec.csi?.driver ?? metadata.annotations?.['pv.kubernetes.io/provisioned-by'] ?? null,
    accessModes: spec.accessModes ?? [],
    reclaimPolicy: spec.persistentVolumeReclaimPolicy ?? 'Retain',
    nodeTerms:
      terms?.map(({ matchExpressions = [], matchFields = [] }) =>
        [...matchExpressions, ...matchFields].map(({ key, operator, values = [] }) => ({ key, operator, values })),
      ) ?? null,
  }
}

interface WireRequirement {
  readonly key: string
  readonly operator: string
  readonly values?: readonly string[]
}
export interface WireVolume {
  readonly metadata: { readonly name: string; readonly annotations?: Readonly<Record<string, string>> }
  readonly spec: {
    readonly accessModes?: readonly string[]
    readonly persistentVolumeReclaimPolicy?: string
    readonly storageClassName?: string
    readonly csi?: { readonly driver: string }
    readonly nodeAffinity?: {
      readonly required?: {
        readonly nodeSelectorTerms: readonly {
          readonly matchExpressions?: readonly WireRequirement[]
          readonly matchFields?: readonly WireRequirement[]
        }[]
      }
    }
  }
  readonly status?: { readonly phase?: string }
}
const requirements = listOf(record({ key: text, operator: text }, { values: listOf(text) }))
const terms = listOf(record({}, { matchExpressions: requirements, matchFields: requirements }))
export const wireVolume = wire<WireVolume>(
  'persistent volume',
  record(
    {
      metadata: record({ name: text }, { annotations: texts }),
      spec: record(
        {},
        {
          accessModes: listOf(text),
          persistentVolumeReclaimPolicy: text,
          storageClassName: text,
          csi: record({ driver: text }),
          nodeAffinity: record({}, { required: record({ nodeSelectorTerms: terms }) }),
        },
      ),
    },
    { status: record({}, { phase: text }) },
  ),
)
