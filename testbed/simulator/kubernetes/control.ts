import { commonOrders, done, obey } from '../orders.ts'
import type { Reply } from '../router.ts'
import { qualified } from './kinds.ts'
import { parseClusterFault } from './load-cluster.ts'
import type { ClusterStage } from './server.ts'
import { keyOf } from './store.ts'

/** `/__simulator__/…` of a simulated cluster. */
export function control(stage: ClusterStage, method: string, path: string, body: string): Reply | undefined {
  const own = {
    'GET objects': () => ({ status: 200, body: names(stage) }),
    'POST expire-tokens': () => done(stage.expireTokens),
    'POST compact': () => done(stage.compact),
  }
  return obey({ ...commonOrders(stage, parseClusterFault), ...own }, method, path, body)
}

/** All objects, as `namespaces/default`, `pods/kube-system/x`. */
function names({ cluster }: ClusterStage): readonly string[] {
  return cluster.store
    .all()
    .map(([kind, { metadata }]) => `${qualified(kind)}/${keyOf(metadata.namespace ?? '', metadata.name)}`)
}
