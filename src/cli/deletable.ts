import type { Kubernetes } from '../kubernetes/client.ts'
import { isAbsent, removeObject } from '../kubernetes/lease.ts'
import * as onCluster from '../kubernetes/sweep.ts'
import type { OpenStack } from '../openstack/client.ts'
import * as onCloud from '../openstack/sweep.ts'
import type { Remnant } from '../sweep.ts'

// How what a run has made is deleted, wherever it was found.

/** A resource of a cloud whose id is known. */
export function resource(
  openstack: OpenStack,
  service: string,
  path: string,
  id: string,
): Pick<Remnant, 'remove' | 'isGone' | 'timeoutMs'> {
  const timeoutMs = onCloud.timeoutMsOf(service, path)
  let hasWaited = false // once is enough: what hangs would hold up all other rounds too
  return {
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
    async remove() {
      if (!hasWaited) await onCloud.settle(openstack, service, path, id)
      hasWaited = true
      await onCloud.removeResource(openstack, service, path, id)
    },
    isGone: () => onCloud.isGone(openstack, service, path, id),
  }
}

/** It was about to be made: there is as much of it as is found by its name, each time anew. Not having seen is not gone. */
export function namedResource(
  openstack: OpenStack,
  service: string,
  path: string,
  name: string,
): Pick<Remnant, 'remove' | 'isGone' | 'timeoutMs'> {
  const timeoutMs = onCloud.timeoutMsOf(service, path)
  const known = new Map<string, Pick<Remnant, 'remove'>>()
  const find = () => onCloud.idsOfName(openstack, service, path, name)
  return {
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
    async remove() {
      for (const id of await find()) {
        const found = known.get(id) ?? resource(openstack, service, path, id)
        known.set(id, found)
        await found.remove()
      }
    },
    isGone: async () => (await find()).length === 0,
  }
}

/** An object is the same in each version of its API. */
export function unversioned(path: string): string {
  return path.replace(/^(\/apis\/[^/]+)\/[^/]+/, '$1')
}

/** A whole cluster takes its time to go: 20 minutes are what the official plug-ins give it. */
const clusterTimeoutMs = 1_200_000
const namespaceTimeoutMs = 180_000

/** An object of a cluster, or a whole cluster of Cluster API. */
export function object(
  kubernetes: Kubernetes,
  path: string,
  name: string,
): Pick<Remnant, 'remove' | 'isGone' | 'rank' | 'timeoutMs' | 'guards'> {
  const isCluster = onCluster.isClusters(path)
  return {
    rank: onCluster.rankOf(path),
    guards: isCluster,
    timeoutMs: isCluster ? clusterTimeoutMs : namespaceTimeoutMs,
    remove: () => removeObject(kubernetes, path, name),
    isGone: () => isAbsent(kubernetes, path, name),
  }
}
