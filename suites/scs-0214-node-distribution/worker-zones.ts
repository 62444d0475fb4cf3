import { check } from '../../src/check.ts'
import { nodes } from '../../src/kubernetes/facts.ts'
import { byRole, judgeZones } from './judge-zones.ts'

/** The workers are spread over failure zones, by their labels; the standard only recommends it. */
export const workerZones = check({
  id: 'scs-0214-worker-zones',
  title: 'Worker nodes are in at least two failure zones',
  section: 'scs-0214-v2#decision',
  needs: { nodes },
  judge({ nodes }) {
    const { workers } = byRole(nodes)
    if (workers.length > 0) return judgeZones(workers, 'workers')
    const message = 'the cluster has no worker node that this user sees; test a cluster with workers'
    return { examined: [], violations: [], undecided: { kind: 'dependency', message } }
  },
})
