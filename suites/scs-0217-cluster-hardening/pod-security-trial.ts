import { fact, ProbeError, type Fact } from '../../src/fact.ts'
import type { Answer } from '../../src/kubernetes/client.ts'
import { kubernetes } from '../../src/kubernetes/facts.ts'
import { lease, ledger, runId, type Lessor } from '../../src/kubernetes/lease.ts'
import { sendWhenReady } from '../../src/kubernetes/send-when-ready.ts'
import { harmlessPod, privilegedPod } from './trial-pods.ts'

/** What came of the wish to create a pod. */
export interface Attempt {
  /** `PodSecurity`: refused by that admission controller; `other`: by another policy. */
  readonly outcome: 'accepted' | 'PodSecurity' | 'other'
  /** The words of the refusal, or of the warnings. */
  readonly said: string
}

export interface PodSecurityTrial {
  /** A privileged pod, where the namespace says that Baseline is to be enforced. */
  readonly enforced: Attempt
  /** A privileged pod and a harmless one, in a namespace that says nothing. */
  readonly privileged: Attempt
  readonly harmless: Attempt
  /** What could not be deleted afterwards. */
  readonly leftovers: readonly string[]
}

/**
 * Wishes for pods in two new namespaces, one of which enforces Baseline. The pods are dry runs: they go through admission, but
 * are not stored. The namespaces are deleted again.
 */
export const podSecurityTrial: Fact<PodSecurityTrial> = fact({
  name: 'what admission says of pods',
  needs: { kubernetes, runId, ledger },
  cost: { reads: 2, writes: 4, minutes: 1 },
  makes: {
    what: 'two empty namespaces; pods only as dry runs, which are not stored',
    stays: 'seconds',
    cleanUpMs: 60_000,
  },
  timeoutMs: 150_000,
  async load(lessor) {
    const strictly = { 'pod-security.kubernetes.io/enforce': 'baseline' }
    const trials = [
      within(lessor, 'bare', {}, async (namespace) => ({
        privileged: await attempt(lessor, namespace, privilegedPod),
        harmless: await attempt(lessor, namespace, harmlessPod),
      })),
      within(lessor, 'baseline', strictly, (namespace) => attempt(lessor, namespace, privilegedPod)),
    ] as const
    await Promise.allSettled(trials) // where one fails, the other still has to clean up
    const [bare, strict] = await Promise.all(trials)
    const leftovers = [bare.leftover, strict.leftover].flatMap((leftover) => (leftover ? [leftover.message] : []))
    return { enforced: strict.value, ...bare.value, leftovers }
  },
})

function within<T>(lessor: Lessor, suffix: string, labels: object, use: (namespace: string) => Promise<T>) {
  const path = '/api/v1/namespaces'
  const create = async (name: string) => {
    const body = { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } }
    await lessor.kubernetes.send({ method: 'POST', path, body })
  }
  return lease(lessor, { kind: 'namespace', suffix, path, create, cleanUpMs: 60_000 }, use)
}

async function attempt({ kubernetes }: Lessor, namespace: string, body: object): Promise<Attempt> {
  const path = `/api/v1/namespaces/${namespace}/pods`
  const call = { method: 'POST', path, query: { dryRun: 'All' }, body, accept: [400, 403, 422] } as const
  const answer = await sendWhenReady(kubernetes, call)
  return judged(answer, messageOf(answer), path)
}

function judged({ status, headers }: Answer, message: string, path: string): Attempt {
  if (status < 300) return { outcome: 'accepted', said: [headers['warning'] ?? []].flat().join(' ') }
  if (message.includes('violates PodSecurity')) return { outcome: 'PodSecurity', said: message }
  if (/denied the request|denied request/.test(message)) return { outcome: 'other', said: message }
  const kind = status !== 403 ? 'malformed' : message.includes('quota') ? 'quota' : 'forbidden'
  throw new ProbeError(kind, `a dry run of POST ${path} was answered with ${status}: ${message}`)
}

function messageOf({ body }: Answer): string {
  const message = typeof body === 'object' && body !== null && 'message' in body ? body.message : ''
  return typeof message === 'string' ? message : ''
}
