import type { ProbeError } from '../fact.ts'
import { kubernetes, managementCluster, otherClusters } from '../kubernetes/facts.ts'
import type { LayerSession } from './session.ts'

/** The part of a session whose cluster could not be provisioned: everything that needs it has that as its cause. */
export function missingCluster(failure: ProbeError): LayerSession {
  const client = Promise.reject(failure)
  client.catch(() => {}) // the facts that need it see it
  return {
    name: 'the provisioned cluster',
    given: [
      [kubernetes, client],
      [otherClusters, []],
      [managementCluster, null],
    ],
    preflight: Promise.resolve({ kaas: [{ id: 'reachability', outcome: 'failed', message: failure.message }] }),
    traffic: { requests: 0, retries: 0, bytes: 0 },
    reached: {},
    close: () => Promise.resolve(),
  }
}
