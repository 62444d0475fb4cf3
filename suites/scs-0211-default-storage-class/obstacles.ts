import type { CauseKind } from '../../src/fact.ts'
import type { Kubernetes } from '../../src/kubernetes/client.ts'
import { whereVisible } from '../../src/kubernetes/visible.ts'
import { wireEvent } from './wire.ts'

/** Why a claim stays unbound, in the words of the namespace's warnings. */
export async function obstacles(
  kubernetes: Kubernetes,
  namespace: string,
): Promise<{ readonly kind: CauseKind; readonly said: string }> {
  const path = `/api/v1/namespaces/${namespace}/events`
  const events = await whereVisible(() => kubernetes.list({ path }, wireEvent))
  if (events.seen === null) return { kind: 'timeout', said: `no reason seen (${events.message})` }
  const words = events.seen.map(({ reason = '', message = '' }) => `${reason}: ${message}`)
  // That its claim is not bound keeps the pod from being scheduled: that is no reason, it is what we ask for.
  const telling = words.filter((line) => /^Failed|Failed:/.test(line) && !/unbound (immediate )?Persistent/.test(line))
  const said = [...new Set(telling.length > 0 ? telling : words)].toSorted().join('; ').replaceAll(/\s+/g, ' ')
  if (said === '') return { kind: 'timeout', said: 'no event says why' }
  if (/quota|exceed|limit reached/i.test(said)) return { kind: 'quota', said }
  return { kind: telling.length > 0 ? 'dependency' : 'timeout', said }
}
