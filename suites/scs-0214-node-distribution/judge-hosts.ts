import type { Finding } from '../../src/check.ts'
import { exhibitOf } from './exhibit.ts'
import { hostNames } from './host-names.ts'
import { openQuestion } from './open-question.ts'
import type { Place } from './place.ts'
import type { Placement } from './placement.ts'
import { some } from './some.ts'
import { spreadOf } from './spread.ts'

/** The control plane of a placement. */
export function controlPlaneOf({ places }: Pick<Placement, 'places'>): readonly Place[] {
  return places.filter(({ isControlPlane }) => isControlPlane)
}

/** Whether the control plane is on several physical machines. Two that are surely apart prove it, whatever the others do. */
export function judgeHosts(placement: Placement): Finding {
  const controlPlane = controlPlaneOf(placement)
  const { count, isApart, atLeast } = spreadOf(controlPlane)
  const told = {
    examined: controlPlane.map(({ name }) => nodeName(name)),
    notes: placement.notes,
    exhibits: placement.places.length > 0 ? [exhibitOf(placement)] : [],
  }
  if (count > 0 && isApart) return { ...told, violations: [] }
  if (count === 0 || atLeast < count) return { ...told, violations: [], undecided: openQuestion(placement) }
  const actual =
    count === 1
      ? `one node: ${nodeName(controlPlane[0]?.name ?? '')}`
      : `${count} nodes, all on ${hostNames(placement.places).get(controlPlane[0] as Place) ?? 'one host'}: ${some(controlPlane.map(({ name }) => nodeName(name)))}`
  const violation = { subject: 'control plane', expected: 'on at least two physical machines', actual, remedy }
  return { ...told, violations: [violation] }
}

/** What places of the control plane are called in sentences. */
export function nodeName(name: string): string {
  return name.startsWith('machine ') ? name : `node ${name}`
}

export const remedy =
  'run three control plane nodes or more, and put their servers into a server group with policy anti-affinity'
