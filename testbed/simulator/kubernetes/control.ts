import { order } from '../control.ts'
import type { Reply } from '../router.ts'
import { qualified } from './kinds.ts'
import { parseClusterFault } from './load-cluster.ts'
import type { ClusterStage } from './server.ts'
import { keyOf } from './store.ts'

/** `/__simulator__/…`: what a test in another process may ask and order. Not counted, no latency, no credentials. */
export function control(stage: ClusterStage, method: string, path: string, body: string): Reply | undefined {
  if (!path.startsWith('/__simulator__/')) return undefined
  const { cluster, faults, requests } = stage
  switch (`${method} ${path.slice('/__simulator__/'.length)}`) {
    case 'GET requests':
      return { status: 200, body: requests }
    case 'DELETE requests':
      requests.length = 0
      return { status: 204 }
    case 'GET objects':
      return { status: 200, body: names(stage) }
    case 'GET faults':
      return { status: 200, body: faults.all() }
    case 'POST faults':
      return order(() => faults.add(...[JSON.parse(body) as unknown].flat().map(parseClusterFault)))
    case 'DELETE faults':
      faults.clear()
      return { status: 204 }
    case 'POST expire-tokens':
      stage.expireTokens()
      return { status: 204 }
    case 'POST compact':
      cluster.compacted = cluster.store.revision() + 1
      return { status: 204 }
    default:
      return {
        status: 404,
        body: { error: 'GET|DELETE requests, GET objects, GET|POST|DELETE faults, POST expire-tokens, POST compact' },
      }
  }
}

/** All objects, as `namespaces/default`, `pods/kube-system/x`. */
function names({ cluster }: ClusterStage): readonly string[] {
  return cluster.store
    .all()
    .map(([kind, { metadata }]) => `${qualified(kind)}/${keyOf(metadata.namespace ?? '', metadata.name)}`)
}
