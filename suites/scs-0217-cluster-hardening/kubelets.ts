import { fact, ProbeError, type CauseKind, type Fact } from '../../src/fact.ts'
import type { Kubernetes } from '../../src/kubernetes/client.ts'
import { kubernetes, nodes } from '../../src/kubernetes/facts.ts'
import { count, record, text, wire, yesNo } from '../../src/kubernetes/wire-words.ts'

/** How the kubelet of one node is configured. */
export interface Kubelet {
  readonly node: string
  /** null where it could not be asked. */
  readonly configuration: KubeletConfiguration | null
  readonly obstacle: { readonly kind: CauseKind; readonly message: string } | null
}

export interface KubeletConfiguration {
  readonly anonymous: boolean
  /** `Webhook`, `AlwaysAllow` */
  readonly authorization: string
  /** 0: closed. */
  readonly readOnlyPort: number
}

export interface Kubelets {
  readonly asked: readonly Kubelet[]
  /** How many nodes there are. */
  readonly nodes: number
}

/** More nodes are judged by so many of them, spread evenly by name: they are made from few templates. */
const most = 100

/** The configuration in force of each kubelet, through the API server (`configz`); that takes the right to get nodes/proxy. */
export const kubelets: Fact<Kubelets> = fact({
  name: 'configuration of the kubelets',
  needs: { kubernetes, nodes },
  cost: { reads: most },
  async load({ kubernetes, nodes }) {
    const step = Math.max(1, nodes.length / most)
    const sample = nodes.filter((_, index) => Math.floor(index / step) !== Math.floor((index - 1) / step))
    const [first, ...others] = sample.map(({ name }) => name)
    if (first === undefined)
      throw new ProbeError('dependency', 'the cluster has no nodes, so no kubelet can be looked at')
    const asked = [await ask(kubernetes, first)]
    const refusal = asked[0]?.obstacle
    if (refusal?.kind === 'forbidden') throw new ProbeError('forbidden', refusal.message)
    asked.push(...(await Promise.all(others.map((name) => ask(kubernetes, name)))))
    return { asked, nodes: nodes.length }
  },
})

async function ask(kubernetes: Kubernetes, node: string): Promise<Kubelet> {
  try {
    const { kubeletconfig: config } = await kubernetes.read(
      { path: `/api/v1/nodes/${node}/proxy/configz` },
      wireConfigz,
    )
    const configuration = {
      anonymous: config.authentication.anonymous.enabled,
      authorization: config.authorization.mode,
      readOnlyPort: config.readOnlyPort ?? 0,
    }
    return { node, configuration, obstacle: null }
  } catch (error) {
    if (!(error instanceof ProbeError)) throw error
    return { node, configuration: null, obstacle: { kind: error.kind, message: error.message } }
  }
}

/** kubelet.config.k8s.io/v1beta1, "KubeletConfiguration", with all defaults filled in. */
const wireConfigz = wire<{
  readonly kubeletconfig: {
    readonly authentication: { readonly anonymous: { readonly enabled: boolean } }
    readonly authorization: { readonly mode: string }
    readonly readOnlyPort?: number
  }
}>(
  'configz',
  record({
    kubeletconfig: record(
      {
        authentication: record({ anonymous: record({ enabled: yesNo }) }),
        authorization: record({ mode: text }),
      },
      { readOnlyPort: count },
    ),
  }),
)
