import type { NodePlacement } from '../../src/report.ts'
import { plain, type Tongue } from '../language/tongue.ts'
import { clip } from '../shared/visible.ts'
import { zonesOf, type Host, type Zone } from './zones.ts'

/** Where the parts of the picture are, in pixels of its view box. */
export interface Picture {
  readonly width: number
  readonly height: number
  readonly title: string
  readonly description: string
  readonly zones: readonly Box[]
  readonly hosts: readonly (Box & { readonly kind: 'seen' | 'unseen' | 'crowded' | 'sum' })[]
  readonly lines: readonly Line[]
}

interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  readonly label: string
  /** The label in full, where it was cut. */
  readonly full: string
}

interface Line {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly text: string
  readonly full: string
  readonly isControlPlane: boolean
}

const [column, row, gap, inset] = [320, 24, 16, 10]
const perRow = 3
const mostLetters = 34

/** Zones as columns, hosts as boxes in them, nodes as lines in these. Pure: the template draws what this says. */
export function pictureOf(placement: NodePlacement, tongue: Tongue = plain): Picture {
  const { zones, more } = zonesOf(placement, tongue)
  const parts = {
    zones: [] as Picture['zones'][number][],
    hosts: [] as Picture['hosts'][number][],
    lines: [] as Line[],
  }
  let top = gap
  for (let first = 0; first < zones.length; first += perRow) {
    const inRow = zones.slice(first, first + perRow)
    const height = Math.max(...inRow.map(heightOf))
    for (const [i, zone] of inRow.entries()) {
      const x = gap + i * (column + gap)
      parts.zones.push({ x, y: top, width: column, height, ...labelled(zone.name) })
      draw(zone, x, top, parts)
    }
    top += height + gap
  }
  return {
    width: gap + Math.min(perRow, Math.max(1, zones.length)) * (column + gap),
    height: top,
    title: tongue.words.nodes.title,
    description: described(placement, more, tongue),
    ...parts,
  }
}

function draw(zone: Zone, x: number, top: number, parts: { hosts: Picture['hosts'][number][]; lines: Line[] }): void {
  let y = top + row + inset
  for (const host of zone.hosts) {
    const [left, width] = [x + inset, column - 2 * inset]
    parts.hosts.push({ x: left, y, width, height: hostHeight(host), kind: host.kind, ...labelled(host.label) })
    for (const [i, { text, isControlPlane }] of host.lines.entries()) {
      const { label, full } = labelled(text)
      parts.lines.push({
        x: left + inset,
        y: y + row * (i + 1),
        width: width - 2 * inset,
        text: label,
        full,
        isControlPlane,
      })
    }
    y += hostHeight(host) + inset
  }
}

function heightOf({ hosts }: Zone): number {
  return hosts.reduce((sum, host) => sum + hostHeight(host) + inset, row + inset)
}

function hostHeight({ lines }: Host): number {
  return row * (lines.length + 1) + inset / 2
}

function labelled(text: string): { readonly label: string; readonly full: string } {
  return { label: clip(text, mostLetters), full: text }
}

/** What a person who does not see the picture should know of it. */
function described(placement: NodePlacement, more: string, { words: { nodes: words }, count, number }: Tongue): string {
  const controlPlane = placement.nodes.filter(({ isControlPlane }) => isControlPlane)
  const hosts = new Set(controlPlane.flatMap(({ host }) => host ?? []))
  const places = new Set(controlPlane.flatMap(({ zone }) => zone ?? []))
  const unseen = controlPlane.filter(({ host }) => host === null).length
  return [
    words.described(count(controlPlane.length, 'node'), count(hosts.size, 'host'), count(places.size, 'zone')),
    ...(unseen > 0 ? [words.unseen(number(unseen))] : []),
    ...(more ? [more] : []),
  ].join('; ')
}
