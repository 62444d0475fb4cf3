import { loading, ProbeError } from '../../../src/fact.ts'
import type { Kubernetes } from '../../../src/kubernetes/client.ts'
import { wireNamespace } from './wire.ts'

const sweepMs = 60_000

/**
 * Deletes the namespaces that the tests have left, as they do when they are interrupted: those that carry the id of one of
 * the run's processes, which its log tells. Never rejects, and does not wait until they are gone: the cluster sees to that.
 * Namespaces of the e2e framework that came up meanwhile, but are not known to be ours, stay: they may be somebody else's.
 */
export async function sweepNamespaces(
  kubernetes: Kubernetes,
  runIds: readonly string[],
  startedAt: number,
): Promise<readonly string[]> {
  const store = loading.getStore()
  const sweep = async () => {
    const query = { labelSelector: 'e2e-framework' }
    const all = await kubernetes.list({ path: '/api/v1/namespaces', query }, wireNamespace)
    const left: string[] = []
    for (const { metadata } of all) {
      if (metadata.deletionTimestamp !== undefined) continue
      // A second of grace, since Kubernetes writes whole seconds.
      if (Date.parse(metadata.creationTimestamp ?? '') < startedAt - 1_000) continue
      if (!runIds.includes(metadata.labels?.['e2e-run'] ?? '')) left.push(metadata.name)
      else await kubernetes.send({ method: 'DELETE', path: `/api/v1/namespaces/${metadata.name}`, accept: [404, 409] })
    }
    return left
  }
  try {
    const signal = AbortSignal.timeout(sweepMs) // also in a run that has been aborted
    return await (store ? loading.run({ ...store, signal }, sweep) : sweep())
  } catch (error) {
    if (error instanceof ProbeError) return []
    throw error
  }
}
