import * as onCluster from '../kubernetes/sweep.ts'
import * as onCloud from '../openstack/sweep.ts'
import type { Remnant } from '../sweep.ts'
import { object, resource, unversioned } from './deletable.ts'
import type { OpenPlaces } from './places.ts'

/** What is found by name, ready to be deleted, and sentences on what could not be looked for. */
export async function lookByName({
  clouds,
  clusters,
}: OpenPlaces): Promise<{ readonly remnants: readonly Remnant[]; readonly unseen: readonly string[] }> {
  const foundBy = 'name'
  const looks = await Promise.all([
    ...clouds.map(async ({ name: cloud, openstack }) => {
      const where = `cloud ${cloud}`
      const { found, unseen } = await onCloud.findByName(openstack)
      const remnants = found.map(({ of: { kind, service, path }, runId, name, id }): Remnant => {
        const rank = onCloud.rankOf(service, path)
        const among = `${service}${path}`
        return { runId, kind, name, id, where, among, foundBy, rank, ...resource(openstack, service, path, id) }
      })
      return { remnants, unseen: unseen.map((sentence) => `${where}: ${sentence}`) }
    }),
    ...clusters.map(async (kubernetes) => {
      const where = `cluster ${kubernetes.context}`
      const { found, unseen } = await onCluster.findByName(kubernetes)
      const remnants = found.map(({ runId, kind, name, path }): Remnant => {
        return {
          runId,
          kind,
          name,
          id: name,
          where,
          among: unversioned(path),
          foundBy,
          ...object(kubernetes, path, name),
        }
      })
      return { remnants, unseen: unseen.map((sentence) => `${where}: ${sentence}`) }
    }),
  ])
  return { remnants: looks.flatMap((look) => look.remnants), unseen: looks.flatMap((look) => look.unseen) }
}
