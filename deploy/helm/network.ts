import { BlockList, isIP } from 'node:net'
import type { Manifest } from './helm.ts'

type Labels = Readonly<Record<string, string>>

interface Selector {
  readonly matchLabels?: Labels
}

interface Peer {
  readonly podSelector?: Selector
  readonly namespaceSelector?: Selector
  readonly ipBlock?: { readonly cidr: string; readonly except?: readonly string[] }
}

interface Rule {
  readonly from?: readonly Peer[]
  readonly to?: readonly Peer[]
  readonly ports?: readonly { readonly port: number; readonly protocol: string }[]
}

interface Policy {
  readonly podSelector: Selector
  readonly policyTypes: readonly ('Ingress' | 'Egress')[]
  readonly ingress?: readonly Rule[]
  readonly egress?: readonly Rule[]
}

/** The other end of a connection: an address outside, or a pod; in the namespace of the release where none is named. */
export type End = { readonly address: string } | { readonly labels: Labels; readonly namespace?: string }

export interface Connection {
  readonly pod: Labels
  readonly way: 'Ingress' | 'Egress'
  readonly end: End
  readonly port: number
  readonly protocol?: 'TCP' | 'UDP'
}

/** Whether the network policies let it through; as kubernetes.io/docs/concepts/services-networking/network-policies has it. */
export function mayConnect(
  manifests: readonly Manifest[],
  { pod, way, end, port, protocol = 'TCP' }: Connection,
): boolean {
  const policies = manifests
    .filter(({ kind }) => kind === 'NetworkPolicy')
    .map(({ spec }) => spec as unknown as Policy)
    .filter(({ podSelector, policyTypes }) => policyTypes.includes(way) && selects(podSelector, pod))
  if (policies.length === 0) return true
  return policies
    .flatMap((policy) => (way === 'Ingress' ? policy.ingress : policy.egress) ?? [])
    .some((rule) => {
      const peers = (way === 'Ingress' ? rule.from : rule.to) ?? []
      const isPort = !rule.ports || rule.ports.some((one) => one.port === port && one.protocol === protocol)
      return isPort && (peers.length === 0 || peers.some((peer) => isPeer(peer, end)))
    })
}

function isPeer({ ipBlock, namespaceSelector, podSelector }: Peer, end: End): boolean {
  if ('address' in end) {
    return ipBlock !== undefined && within(ipBlock.cidr, end.address) && !ipBlock.except?.some((one) => within(one, end.address)) // prettier-ignore
  }
  if (ipBlock) return false
  const isSpace = namespaceSelector
    ? selects(namespaceSelector, { 'kubernetes.io/metadata.name': end.namespace ?? 'ns' })
    : end.namespace === undefined
  return isSpace && selects(podSelector ?? {}, end.labels)
}

function selects({ matchLabels = {} }: Selector, labels: Labels): boolean {
  return Object.entries(matchLabels).every(([key, value]) => labels[key] === value)
}

function within(cidr: string, address: string): boolean {
  const [net = '', bits] = cidr.split('/')
  const family = (text: string) => (isIP(text) === 6 ? 'ipv6' : 'ipv4')
  const list = new BlockList()
  list.addSubnet(net, Number(bits), family(net))
  return list.check(address, family(address)) && family(net) === family(address)
}
