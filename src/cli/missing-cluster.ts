import type { ProbeError } from '../fact.ts'
import { kubernetes, managementCluster, otherClusters } from '../kubernetes/facts.ts'
import { registry } from '../kubernetes/registry.ts'
import { openOffered } from './cluster-session.ts'
import type { LayerSession, SessionOptions } from './session.ts'

/**
 * The part of a session whose cluster could not be provisioned: everything that needs it has that as its cause. The
 * provider's registry is there without it.
 */
export function missingCluster(failure: ProbeError, options: SessionOptions): LayerSession {
  const client = Promise.reject(failure)
  client.catch(() => {}) // the facts that need it see it
  const offered = openOffered(options)
  return {
    name: 'the provisioned cluster',
    given: [
      [kubernetes, client],
      [otherClusters, []],
      [managementCluster, null],
      [registry, offered?.registry ?? null],
    ],
    preflight: Promise.resolve({ kaas: [{ id: 'reachability', outcome: 'failed', message: failure.message }] }),
    traffic: offered?.traffic ?? { requests: 0, retries: 0, bytes: 0 },
    reached: {},
    close: () => offered?.close() ?? Promise.resolve(),
  }
}
