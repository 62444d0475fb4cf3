import { listOf, record, text, texts, wire, yesNo } from '../wire.ts'

// What the API server answers. Field names are the API's own; what is optional there is optional here.

/** `GET /version`. */
export const wireVersion = wire<{ readonly gitVersion: string }>('version', record({ gitVersion: text }))

/** core/v1, "Node". */
export interface WireNode {
  readonly metadata: { readonly name: string; readonly labels?: Readonly<Record<string, string>> }
  readonly spec?: {
    readonly providerID?: string
    readonly unschedulable?: boolean
    readonly taints?: readonly { readonly key: string; readonly value?: string; readonly effect: string }[]
  }
  readonly status?: {
    readonly conditions?: readonly { readonly type: string; readonly status: string }[]
    readonly addresses?: readonly { readonly type: string; readonly address: string }[]
    readonly nodeInfo?: { readonly kubeletVersion: string }
  }
}
export const wireNode = wire<WireNode>(
  'node',
  record(
    { metadata: record({ name: text }, { labels: texts }) },
    {
      spec: record(
        {},
        {
          providerID: text,
          unschedulable: yesNo,
          taints: listOf(record({ key: text, effect: text }, { value: text })),
        },
      ),
      status: record(
        {},
        {
          conditions: listOf(record({ type: text, status: text })),
          addresses: listOf(record({ type: text, address: text })),
          nodeInfo: record({ kubeletVersion: text }),
        },
      ),
    },
  ),
)

/** core/v1, "ConfigMap". */
export const wireConfigMap = wire<{ readonly data?: Readonly<Record<string, string>> }>(
  'config map',
  record({}, { data: texts }),
)

interface WireContainerStatus {
  readonly name: string
  readonly imageID: string
}
/** core/v1, "Pod": what its containers were made from. */
export interface WirePodImages {
  readonly metadata: { readonly name: string }
  readonly spec: {
    readonly containers: readonly { readonly name: string; readonly image?: string }[]
    readonly initContainers?: readonly { readonly name: string; readonly image?: string }[]
  }
  readonly status?: {
    readonly phase?: string
    readonly containerStatuses?: readonly WireContainerStatus[]
    readonly initContainerStatuses?: readonly WireContainerStatus[]
  }
}
const containers = listOf(record({ name: text }, { image: text }))
const containerStatuses = listOf(record({ name: text, imageID: text }))
export const wirePodImages = wire<WirePodImages>(
  'pod with images',
  record(
    { metadata: record({ name: text }), spec: record({ containers }, { initContainers: containers }) },
    { status: record({}, { phase: text, containerStatuses, initContainerStatuses: containerStatuses }) },
  ),
)

/** core/v1, "Namespace". */
export const wireNamespace = wire<{ readonly metadata: { readonly name: string } }>(
  'namespace',
  record({ metadata: record({ name: text }) }),
)
