import { randomUUID } from 'node:crypto'
import type { Server } from './cloud.ts'
import { exceeds } from './limits.ts'
import { isRecord, jsonBody, record, Refusal, text, type Call, type Reply } from './router.ts'
import { settle, volumeOf } from './volumes.ts'

/** What a client has booted, beside what is seen of every server. */
export interface Boot {
  /** When it has come to its end, as Date.now() tells. */
  readonly endsAt: number
  readonly volumeId: string | null
  readonly deletesVolume: boolean
  readonly portIds: readonly string[]
  readonly userData: string
}

/** POST /servers, from a volume and with ports, within the quota. */
export function bootServer(call: Call): Reply {
  const asked = record(jsonBody(call), 'server')
  const { cloud, token } = call
  const { boot, quota } = cloud.description.compute
  const flavor = cloud.flavors.find(({ id }) => id === asked['flavorRef'])
  if (!flavor) throw new Refusal(400, `Flavor ${text(asked['flavorRef'])} could not be found.`)
  const used = usage(call)
  for (const [name, key, wanted] of [
    ['instances', 'instances', 1],
    ['cores', 'cores', flavor.vcpus],
    ['ram', 'ramMiB', flavor.ramMiB],
  ] as const) {
    const limit = quota[key]
    if (exceeds(limit, used[key], wanted))
      throw new Refusal(
        403,
        `Quota exceeded for ${name}: Requested ${wanted}, but already used ${used[key]} of ${limit} ${name}`,
      )
  }
  const [device] = recordsIn(asked['block_device_mapping_v2'])
  const volume = device ? volumeOf(call, text(device['uuid'])) : null
  if (!volume && flavor.diskGB === 0)
    throw new Refusal(403, 'Only volume-backed servers are allowed for flavors with zero disk.')
  if (volume && volume.status !== 'available')
    throw new Refusal(400, `Block Device Mapping is Invalid: failed to get volume ${volume.id}.`)
  const id = randomUUID()
  const networks = recordsIn(asked['networks'])
  const portIds = networks.map((one) => text(one['port'])).filter(Boolean)
  if (portIds.some((port) => !cloud.networking.ports.has(port)))
    throw new Refusal(400, `Port ${portIds.join(', ')} could not be found.`)
  if (volume && boot.outcome !== 'error') Object.assign(volume, { status: 'in-use', attachedTo: id })
  cloud.servers.push({
    id,
    name: text(asked['name']),
    projectId: token.scope.project?.id ?? '',
    host: boot.outcome === 'active' ? 'compute-1' : null,
    flavor: flavor.name,
    availabilityZone: 'nova',
    status: 'BUILD',
    cellIsDown: false,
    boot: {
      endsAt: Date.now() + boot.takesMs,
      volumeId: volume?.id ?? null,
      deletesVolume: device?.['delete_on_termination'] === true,
      portIds,
      userData: Buffer.from(text(asked['user_data']), 'base64').toString('utf8'),
    },
  })
  const links = [{ rel: 'self', href: `${call.base}/v2.1/servers/${id}` }]
  return { status: 202, body: { server: { id, links, 'OS-DCF:diskConfig': 'MANUAL', security_groups: [] } } }
}

/** Deleted at once, as far as a client can see. */
export function deleteServer(call: Call): Reply {
  const server = serverOf(call)
  const { servers, volumes } = call.cloud
  servers.splice(servers.indexOf(server), 1)
  const volume = volumes.get(server.boot?.volumeId ?? '')
  if (volume?.attachedTo === server.id) {
    Object.assign(volume, { status: 'available', attachedTo: null })
    if (server.boot?.deletesVolume) volumes.delete(volume.id)
  }
  settle(volumes)
  return { status: 204 }
}

/** POST /servers/ID/action; only the console can be asked for. */
export function actOnServer(call: Call): Reply {
  const server = serverOf(call)
  if (!('os-getConsoleOutput' in jsonBody(call))) throw new Refusal(400, 'There is no such action.')
  const { console } = call.cloud.description.compute.boot
  if (console !== 'shown') throw new Refusal(refusals[console].status, refusals[console].message)
  if (stateOf(call, server).status !== 'ACTIVE') throw new Refusal(409, `Instance ${server.id} is not ready`)
  return { status: 200, body: { output: consoleText(call, server) } }
}

const refusals = {
  forbidden: { status: 403, message: "Policy doesn't allow os_compute_api:os-console-output to be performed." },
  absent: { status: 404, message: 'Guest does not have a console available.' },
  'not supported': { status: 501, message: 'Unable to get console log, functionality not implemented' },
} as const

/** Status and fault by now. */
export function stateOf(
  { cloud }: Pick<Call, 'cloud'>,
  { status, boot }: Server,
): { readonly status: string; readonly task: string | null; readonly fault?: string } {
  if (!boot) return { status, task: null }
  const { outcome, fault } = cloud.description.compute.boot
  if (Date.now() < boot.endsAt || outcome === 'stick') return { status: 'BUILD', task: 'spawning' }
  return outcome === 'error' ? { status: 'ERROR', task: null, fault } : { status: 'ACTIVE', task: null }
}

/** GET /limits */
export function computeLimits(call: Call): Reply {
  const { quota } = call.cloud.description.compute
  const used = usage(call)
  const absolute = {
    maxTotalInstances: quota.instances,
    maxTotalCores: quota.cores,
    maxTotalRAMSize: quota.ramMiB,
    totalInstancesUsed: used.instances,
    totalCoresUsed: used.cores,
    totalRAMUsed: used.ramMiB,
  }
  return { status: 200, body: { limits: { rate: [], absolute } } }
}

function usage({ cloud, token }: Call): Readonly<Record<'instances' | 'cores' | 'ramMiB', number>> {
  const own = cloud.servers.filter(({ projectId }) => projectId === token.scope.project?.id)
  const flavors = own.map((server) => cloud.flavors.find(({ name }) => name === server.flavor))
  const sum = (of: 'vcpus' | 'ramMiB') => flavors.reduce((total, flavor) => total + (flavor?.[of] ?? 0), 0)
  return { instances: own.length, cores: sum('vcpus'), ramMiB: sum('ramMiB') }
}

/** The image's text, with the run id that the user data names. */
function consoleText({ cloud }: Call, { boot }: Server): string {
  const volume = cloud.volumes.get(boot?.volumeId ?? '')
  const image = cloud.images.find(({ id }) => id === volume?.imageRef)
  const [, run = ''] = /\[scs-0101 ([0-9a-f]+) /.exec(boot?.userData ?? '') ?? []
  return (image?.console ?? '').replaceAll('{{run}}', run)
}

function serverOf({ cloud, params, token }: Call): Server {
  const server = cloud.servers.find(({ id, projectId }) => id === params['id'] && projectId === token.scope.project?.id)
  if (server) return server
  throw new Refusal(404, `Instance ${params['id']} could not be found.`)
}

function recordsIn(value: unknown): readonly Record<string, unknown>[] {
  return Array.isArray(value) ? value.filter(isRecord) : []
}
