/** What a run takes of a project's quota, in the words of people, and how the quota is called (`openstack quota set`). */
const kinds = {
  instances: { one: 'server', many: 'servers', quota: 'instances' },
  vcpus: { one: 'vCPU', many: 'vCPUs', quota: 'cores' },
  ramMiB: { one: 'MiB of memory', many: 'MiB of memory', quota: 'ram' },
  volumes: { one: 'volume', many: 'volumes', quota: 'volumes' },
  gigabytes: { one: 'GiB of volumes', many: 'GiB of volumes', quota: 'gigabytes' },
  backups: { one: 'backup', many: 'backups', quota: 'backups' },
  backupGigabytes: { one: 'GiB of backups', many: 'GiB of backups', quota: 'backup-gigabytes' },
  networks: { one: 'network', many: 'networks', quota: 'networks' },
  subnets: { one: 'subnet', many: 'subnets', quota: 'subnets' },
  routers: { one: 'router', many: 'routers', quota: 'routers' },
  ports: { one: 'port', many: 'ports', quota: 'ports' },
  securityGroups: { one: 'security group', many: 'security groups', quota: 'secgroups' },
  securityGroupRules: { one: 'rule of security groups', many: 'rules of security groups', quota: 'secgroup-rules' },
  secrets: { one: 'secret', many: 'secrets', quota: 'secrets (Barbican)' },
} as const

export type RoomKind = keyof typeof kinds

/** What is held of a project's quota at one time. Absent kinds are 0. */
export type Room = Readonly<Partial<Record<RoomKind, number>>>

/** What a project may have of one kind, and has. */
export interface Quota {
  readonly kind: RoomKind
  /** -1 is no limit. */
  readonly limit: number
  readonly used: number
}

/** A quota that is too small for what is wanted. */
export interface Shortage extends Quota {
  readonly wanted: number
}

/** What these want together is more than these quotas have room for; empty where it fits. A kind that no quota limits always fits. */
export function shortages(rooms: readonly Room[], quotas: readonly Quota[]): readonly Shortage[] {
  const all = sumOf(rooms)
  return quotas.flatMap((quota) => {
    const wanted = all[quota.kind] ?? 0
    return wanted > 0 && quota.limit >= 0 && quota.used + wanted > quota.limit ? [{ ...quota, wanted }] : []
  })
}

/** What all of these hold together. */
export function sumOf(rooms: readonly Room[]): Room {
  const sum: Partial<Record<RoomKind, number>> = {}
  for (const room of rooms) for (const kind of kindsIn(room)) sum[kind] = (sum[kind] ?? 0) + (room[kind] ?? 0)
  return sum
}

/** `1 server, 2 ports`; `nothing` where it holds nothing. */
export function roomInWords(room: Room): string {
  const words = kindsIn(room).flatMap((kind) => (room[kind] ? [counted(room[kind], kind)] : []))
  return words.length > 0 ? words.join(', ') : 'nothing'
}

/** `2 volumes (9 of 10 in use)`, for each. */
export function shortagesInWords(missing: readonly Shortage[]): string {
  return missing
    .map(({ kind, wanted, used, limit }) => `${counted(wanted, kind)} (${used} of ${limit} in use)`)
    .join(' and ')
}

/** `cores to 12, ram to 20480`: what to raise, so that it fits. */
export function raisesInWords(missing: readonly Shortage[]): string {
  return missing.map(({ kind, wanted, used }) => `${kinds[kind].quota} to ${used + wanted}`).join(', ')
}

/** `3 of 10 volumes`, `3 volumes, unlimited`. */
export function quotaInWords({ kind, limit, used }: Quota): string {
  return limit < 0 ? `${counted(used, kind)}, unlimited` : `${used} of ${counted(limit, kind)}`
}

function counted(count: number, kind: RoomKind): string {
  return `${count} ${count === 1 ? kinds[kind].one : kinds[kind].many}`
}

function kindsIn(room: Room): readonly RoomKind[] {
  return (Object.keys(kinds) as RoomKind[]).filter((kind) => kind in room) // keys of the table, which is typed by them
}
