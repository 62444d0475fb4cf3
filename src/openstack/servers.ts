import { listOf, record, text, textOrNull, wire } from '../wire.ts'
import type { OpenStack } from './client.ts'
import { specs, type WireSpecs } from './wire.ts'

/** Nova server (API reference: compute, "Show Server Details"), as far as it tells where it runs. */
export interface Server {
  readonly id: string
  readonly name: string
  /** ACTIVE, SHELVED_OFFLOADED …; UNKNOWN while Nova cannot reach the cell that knows the server. */
  readonly status: string
  /** The project that owns it; null where Nova does not tell. */
  readonly projectId: string | null
  /**
   * Hash over project and compute service: equal for two servers of one project exactly where one compute service runs both,
   * not comparable between projects. null while no compute service has it (not scheduled, shelved) or its cell is down.
   */
  readonly hostId: string | null
  readonly availabilityZone: string | null
  readonly flavor: {
    /** null where the flavor is only named by id (before microversion 2.47). */
    readonly name: string | null
    /** null where this user may not read them, or Nova is older than microversion 2.47. */
    readonly extraSpecs: Readonly<Record<string, string>> | null
  }
}

/** Shows flavors with extra specs (2.47), servers of a cell that is down (2.69). */
const microversion = '2.71'

/** All servers of our project, in pages. ProbeError as the client gives it. */
export async function listServers(cloud: OpenStack): Promise<Server[]> {
  const call = { service: 'compute', path: '/servers/detail', query: { limit: '1000' }, microversion }
  return (await cloud.list(call, wireServers, (page) => page.servers)).map(serverOf)
}

/** One server, also of another project where the policy shows it; StatusError 404 where Nova shows none. */
export async function readServer(cloud: OpenStack, id: string): Promise<Server> {
  const call = { service: 'compute', path: `/servers/${encodeURIComponent(id)}`, microversion }
  return serverOf((await cloud.read(call, wireServer)).server)
}

function serverOf(server: WireServer): Server {
  const { original_name: name = null, extra_specs: specs = null } = server.flavor ?? {}
  return {
    id: server.id,
    name: server.name ?? server.id,
    status: server.status,
    projectId: server.tenant_id ?? null,
    hostId: server.hostId || null,
    availabilityZone: server['OS-EXT-AZ:availability_zone'] || null,
    flavor: {
      name,
      extraSpecs: specs && Object.fromEntries(Object.entries(specs).map(([key, value]) => [key, String(value)])),
    },
  }
}

/** Of a server in a cell that is down Nova has only id, status and project. */
interface WireServer {
  readonly id: string
  readonly status: string
  readonly name?: string
  readonly tenant_id?: string
  readonly hostId?: string
  readonly 'OS-EXT-AZ:availability_zone'?: string | null
  readonly flavor?: { readonly original_name?: string; readonly extra_specs?: WireSpecs }
}
const server = record(
  { id: text, status: text },
  {
    name: text,
    tenant_id: text,
    hostId: text,
    'OS-EXT-AZ:availability_zone': textOrNull,
    flavor: record({}, { original_name: text, extra_specs: specs }),
  },
)
const wireServers = wire<{ readonly servers: readonly WireServer[] }>('servers', record({ servers: listOf(server) }))
const wireServer = wire<{ readonly server: WireServer }>('server', record({ server }))
