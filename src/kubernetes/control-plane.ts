import { fact, type Fact } from '../fact.ts'
import { listOf, record, text, texts, wire } from '../wire.ts'
import type { Kubernetes } from './client.ts'
import { kubernetes } from './facts.ts'
import { flagsOfCommand, flagsOfEnvironment, flagsOfLines, type Flags } from './flags.ts'
import { byName } from './resources.ts'
import { whereVisible, type Visible } from './visible.ts'

export type Component = 'kube-apiserver' | 'etcd'

/** One process of the control plane, with what is known of how it was started. */
export interface ControlPlaneProcess {
  readonly component: Component
  /** Where its flags were seen: `pod kube-apiserver-cp1`, `/flagz`. */
  readonly source: string
  /** From a pod: those that were given; from `/flagz`: also defaults. Only those that checks ask for. */
  readonly flags: Flags
  /** Why others may hold as well, which decide but cannot be seen: `takes ETCD_X from elsewhere`. Absent where all are seen. */
  readonly unseen?: string
}

export interface ControlPlane {
  readonly processes: readonly ControlPlaneProcess[]
  /** What this user was not allowed to look at, in words, by the component that it would have shown. */
  readonly forbidden: Readonly<Record<Component, readonly string[]>>
}

/**
 * How the API server and etcd were started, as far as the cluster shows it: by the pods that run them, as kubeadm, RKE2 and
 * others have them in kube-system, and by the API server's own `/flagz` (Kubernetes 1.36; before, a feature gate). Providers
 * that host control planes elsewhere may show neither. `/flagz` promises no format: what cannot be read there counts as not
 * seen.
 */
export const controlPlane: Fact<ControlPlane> = fact({
  name: 'flags of the control plane',
  needs: { kubernetes },
  cost: { reads: 2 },
  async load({ kubernetes }) {
    const [pods, flagz] = await Promise.all([
      whereVisible(() => ofPods(kubernetes)),
      whereVisible(() => ofFlagz(kubernetes)),
    ])
    const forbidden = (...looks: readonly Visible<unknown>[]) =>
      looks.flatMap((look) => (look.hidden === 'forbidden' ? [look.message] : []))
    return {
      processes: [...(pods.seen ?? []), ...(flagz.seen ?? [])],
      forbidden: { 'kube-apiserver': forbidden(pods, flagz), etcd: forbidden(pods) },
    }
  },
})

async function ofPods(kubernetes: Kubernetes): Promise<readonly ControlPlaneProcess[]> {
  const query = { labelSelector: 'component in (kube-apiserver,etcd)' }
  const pods = await kubernetes.list({ path: '/api/v1/namespaces/kube-system/pods', query }, wirePod)
  const sorted = pods.map((pod) => ({ ...pod, name: pod.metadata.name })).toSorted(byName)
  return sorted.flatMap(({ name, metadata, spec }) => {
    const component = metadata.labels?.['component']
    const container = spec.containers.find((candidate) => runs(candidate, component))
    if ((component !== 'kube-apiserver' && component !== 'etcd') || !container) return []
    const { command = [], args = [], env = [] } = container
    const given = flagsOfCommand([...command, ...args], known)
    const variables = component === 'etcd' ? flagsOfEnvironment(env, 'ETCD_', known) : {}
    const flags = { ...variables, ...given }
    const unseen = whyUnseen(component, container, given) ?? whyOpen(flags)
    return [{ component, source: `pod ${name}`, flags, ...(unseen === undefined ? {} : { unseen }) }]
  })
}

/** Flags may come from where the pod does not show them: the image, a script in it, variables that are kept elsewhere. */
function whyUnseen(component: Component, container: WireContainer, given: Flags): string | undefined {
  const { command = [], args = [], env = [], envFrom = [] } = container
  const words = [...command, ...args].flatMap((word) => word.split(/\s+/))
  const isHere = words.some((word) => word.startsWith('--')) || words[0]?.split('/').at(-1) === component
  if (!isHere) return 'is started by its image or a script, which cannot be seen'
  if (component !== 'etcd') return undefined // the API server takes no flags from variables
  const [from] = env.filter(
    ({ name, valueFrom }) =>
      valueFrom && Object.keys(flagsOfEnvironment([{ name, value: 'x' }], 'ETCD_', known)).some((flag) => !given[flag]),
  )
  if (from) return `takes ${from.name} from elsewhere, where it cannot be seen`
  return envFrom.length > 0 ? 'takes variables from elsewhere, which cannot be seen' : undefined
}

/** A value, or one in a list, that is a variable: of `https://$(IP):2379` all that is asked for is there. */
function whyOpen(flags: Flags): string | undefined {
  const [name, value] = Object.entries(flags).find(([, value]) => /(?:^|[\s,"'])\$/.test(value)) ?? []
  return name === undefined ? undefined : `is started with --${name}=${value}, whose value cannot be seen`
}

function runs({ name, command = [] }: WireContainer, component: string | undefined): boolean {
  return component !== undefined && (name === component || command.some((word) => word.split('/').at(-1) === component))
}

async function ofFlagz(kubernetes: Kubernetes): Promise<readonly ControlPlaneProcess[]> {
  let page = ''
  await kubernetes.stream({ path: '/flagz' }, (text) => void (page += text))
  const flags = flagsOfLines(page, known)
  // What every API server has set tells whether the page was understood.
  return flags['etcd-servers'] ? [{ component: 'kube-apiserver', source: '/flagz', flags }] : []
}

const known = new Set(
  `authorization-mode authorization-config authorization-webhook-config-file authentication-config anonymous-auth
  enable-admission-plugins disable-admission-plugins admission-control-config-file client-ca-file oidc-issuer-url
  authentication-token-webhook-config-file requestheader-client-ca-file token-auth-file enable-bootstrap-token-auth
  service-account-issuer service-account-key-file audit-policy-file audit-log-path audit-webhook-config-file
  max-requests-inflight max-mutating-requests-inflight min-request-timeout enable-priority-and-fairness
  etcd-servers etcd-cafile etcd-certfile etcd-keyfile config-file cert-file key-file trusted-ca-file client-cert-auth
  auto-tls peer-cert-file peer-key-file peer-trusted-ca-file peer-client-cert-auth peer-auto-tls
  advertise-client-urls listen-client-urls listen-peer-urls initial-advertise-peer-urls
  auto-compaction-mode auto-compaction-retention`.split(/\s+/),
)

/** core/v1, "Pod". */
interface WireContainer {
  readonly name: string
  readonly command?: readonly string[]
  readonly args?: readonly string[]
  readonly env?: readonly { readonly name: string; readonly value?: string; readonly valueFrom?: object }[]
  readonly envFrom?: readonly object[]
}
const wireContainer = record(
  { name: text },
  {
    command: listOf(text),
    args: listOf(text),
    env: listOf(record({ name: text }, { value: text, valueFrom: record({}) })),
    envFrom: listOf(record({})),
  },
)
const wirePod = wire<{
  readonly metadata: { readonly name: string; readonly labels?: Readonly<Record<string, string>> }
  readonly spec: { readonly containers: readonly WireContainer[] }
}>(
  'pod',
  record({ metadata: record({ name: text }, { labels: texts }), spec: record({ containers: listOf(wireContainer) }) }),
)
