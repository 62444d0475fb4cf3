import type { NodePlacement, PlacedNode } from '../../src/report.ts'
import { plain, type Tongue } from '../language/tongue.ts'

/** A zone as the picture shows it. */
export interface Zone {
  readonly name: string
  readonly hosts: readonly Host[]
}

export interface Host {
  readonly label: string
  /** `crowded`: several nodes of the control plane; `sum`: not one host, but what is left of them. */
  readonly kind: 'seen' | 'unseen' | 'crowded' | 'sum'
  readonly lines: readonly { readonly text: string; readonly isControlPlane: boolean }[]
}

const mostZones = 12
const mostLines = 10
/** In a zone, beside those of the control plane. */
const mostHosts = 8

/** Nodes by zone and host, those with control plane first; so many of each that they can be drawn. `more` says what is left out. */
export function zonesOf(
  { nodes, others }: NodePlacement,
  tongue: Tongue = plain,
): { readonly zones: readonly Zone[]; readonly more: string } {
  const { words: { nodes: words }, count } = tongue // prettier-ignore
  const zones = new Map<string, Map<string, Group>>()
  const groupOf = (region: string | null, zone: string | null, host: string | null, hosts: number): Group => {
    const place = zone === null ? words.noZone : region === null ? zone : `${zone} (${region})`
    const inZone = zones.get(place) ?? new Map<string, Group>()
    zones.set(place, inZone)
    // Nodes whose host was not seen are not on the hosts that only their number is known of.
    const key = JSON.stringify(host ?? hosts > 0)
    const group = inZone.get(key) ?? { host, hosts: 0, controlPlane: [], workers: [], unnamed: 0 }
    inZone.set(key, group)
    group.hosts = Math.max(group.hosts, hosts)
    return group
  }
  for (const node of nodes) {
    const group = groupOf(node.region, node.zone, node.host, node.host === null ? 0 : 1)
    if (node.isControlPlane) group.controlPlane.push(node)
    else group.workers.push(node)
  }
  for (const { region, zone, host, hosts, nodes } of others) groupOf(region, zone, host, hosts).unnamed += nodes

  const all = [...zones].map(([name, inZone]) => ({ name, groups: [...inZone.values()].toSorted(byImportance) }))
  const sorted = all.toSorted(
    (a, b) => Number(hasControlPlane(b)) - Number(hasControlPlane(a)) || compare(a.name, b.name),
  )
  const left = sorted.slice(mostZones)
  return {
    zones: sorted.slice(0, mostZones).map(({ name, groups }) => ({ name, hosts: hostsOf(groups, tongue) })),
    more: left.length > 0 ? words.notDrawn(count(left.length, 'zone')) : '',
  }
}

interface Group {
  readonly host: string | null
  hosts: number
  readonly controlPlane: PlacedNode[]
  readonly workers: PlacedNode[]
  unnamed: number
}

function hostsOf(groups: readonly Group[], tongue: Tongue): readonly Host[] {
  const { words, count, number } = tongue
  const first = groups.filter(({ controlPlane }) => controlPlane.length > 0).slice(0, 4 * mostHosts)
  const rest = groups.slice(first.length)
  const shown = rest.length > mostHosts ? rest.slice(0, mostHosts - 1) : rest
  const left = rest.slice(shown.length)
  const sum = left.reduce((total, group) => total + group.controlPlane.length + group.workers.length + group.unnamed, 0)
  const hosts = [...first, ...shown].map((group) => hostOf(group, tongue))
  if (left.length === 0) return hosts
  const more = left.reduce((total, { hosts }) => total + hosts, 0)
  return [...hosts, { label: words.nodes.moreHosts(number(more)), kind: 'sum', lines: [line(count(sum, 'node'))] }]
}

function hostOf(
  { host, hosts, controlPlane, workers, unnamed }: Group,
  { words: { nodes: words }, count, number }: Tongue,
): Host {
  const named = [
    ...controlPlane.map(({ name }) => ({ text: name, isControlPlane: true })),
    ...workers.map(({ name }) => line(name)),
  ]
  const shown = named.length > mostLines ? named.slice(0, mostLines - 1) : named
  const left = named.length - shown.length
  const lines = [
    ...shown,
    ...(left > 0 ? [line(words.moreNodes(count(left, 'node')))] : []),
    ...(unnamed > 0 ? [line(count(unnamed, 'worker'))] : []),
  ]
  const isCrowded = host !== null && controlPlane.length > 1
  const several = host === null && hosts > 0
  const name = host ?? (several ? count(hosts, 'host') : words.hostNotSeen)
  return {
    label: isCrowded ? words.crowded(name, number(controlPlane.length)) : name,
    kind: isCrowded ? 'crowded' : several ? 'sum' : host === null ? 'unseen' : 'seen',
    lines,
  }
}

function line(text: string): Host['lines'][number] {
  return { text, isControlPlane: false }
}

function hasControlPlane({ groups }: { readonly groups: readonly Group[] }): boolean {
  return groups.some(({ controlPlane }) => controlPlane.length > 0)
}

function byImportance(a: Group, b: Group): number {
  const unseen = (group: Group) => Number(group.host === null)
  return b.controlPlane.length - a.controlPlane.length || unseen(a) - unseen(b) || compare(a.host ?? '', b.host ?? '')
}

/** host B before host AA */
function compare(a: string, b: string): number {
  const byLength = /^host [A-Z]+$/.test(a) && /^host [A-Z]+$/.test(b) ? a.length - b.length : 0
  return byLength || (a < b ? -1 : Number(a > b))
}
