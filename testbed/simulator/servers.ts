import { createHash } from 'node:crypto'
import { stateOf } from './boots.ts'
import type { Server } from './cloud.ts'
import { flavorProperties } from './flavor-properties.ts'
import { badNovaLimit, limitOf, markerNotFound, pageAfter, withMarker } from './page.ts'
import { Refusal, type Call, type Reply } from './router.ts'

/** Servers of the token's project, in pages; those whose cell is down are left out before microversion 2.69. */
export function listServers(call: Call, minor: number, collection: 'servers' | 'servers/detail'): Reply {
  const limit = limitOf(call.query, call.cloud.description.compute.pageSize, badNovaLimit)
  const name = call.query.get('name')
  const own = call.cloud.servers.filter(
    (server) =>
      server.projectId === call.token.scope.project?.id &&
      (minor >= 69 || !server.cellIsDown) &&
      (name === null || server.name.includes(name)),
  )
  const { items, full } = pageAfter(own, call.query, limit, markerNotFound)
  const last = items.at(-1)
  const href = `${call.base}/v2.1/${collection}?${withMarker(call.query, last?.id ?? '')}`
  const view = collection === 'servers' ? brief : detail
  return {
    status: 200,
    body: {
      servers: items.map((server) => view(call, server, minor)),
      ...(full && last ? { servers_links: [{ rel: 'next', href }] } : {}),
    },
  }
}

/** One server; those of other projects are not there, as the default policy has it. */
export function showServer(call: Call, minor: number): Reply {
  const id = call.params['id']
  const server = call.cloud.servers.find((one) => one.id === id && one.projectId === call.token.scope.project?.id)
  if (!server) throw new Refusal(404, `Instance ${id} could not be found.`)
  const groups = call.cloud.serverGroups.filter((group) => isIn(server, group)).map((group) => group.id)
  return {
    status: 200,
    body: { server: { ...detail(call, server, minor), ...(minor >= 71 ? { server_groups: groups } : {}) } },
  }
}

/** Whether the server was made as a member of the group. */
export function isIn(server: Server, group: { readonly name: string; readonly projectId: string }): boolean {
  return server.group === group.name && server.projectId === group.projectId
}

function brief({ base }: Call, { id, name, cellIsDown }: Server): Record<string, unknown> {
  const links = [{ rel: 'self', href: `${base}/v2.1/servers/${id}` }]
  return cellIsDown ? { id, status: 'UNKNOWN', links } : { id, name, links }
}

function detail(call: Call, server: Server, minor: number): Record<string, unknown> {
  const { cellIsDown, projectId, host, availabilityZone } = server
  const created = call.cloud.startedAt
  if (cellIsDown) return { ...brief(call, server), tenant_id: projectId, created }
  const { status, task, fault } = stateOf(call, server)
  const flavor = call.cloud.flavors.find(({ name }) => name === server.flavor)
  return {
    ...brief(call, server),
    status,
    'OS-EXT-STS:task_state': task,
    tenant_id: projectId,
    created,
    ...(fault === undefined ? {} : { fault: { code: 500, created, message: fault } }),
    // As Nova has it: a hash, so that a user can tell hosts apart, over project and host, so that projects cannot compare.
    hostId: host === null ? '' : createHash('sha224').update(`${projectId}${host}`).digest('hex'),
    'OS-EXT-AZ:availability_zone': host === null ? '' : availabilityZone,
    flavor: minor >= 47 ? flavorProperties(call, flavor, server.flavor) : { id: flavor?.id ?? 'gone', links: [] },
  }
}
