import { listOf, record, text, wire, yesNo } from '../../src/openstack/wire-words.ts'

/** What Nova and Cinder answer, in the same words. */
export interface WireZones {
  readonly availabilityZoneInfo: readonly {
    readonly zoneName: string
    readonly zoneState: { readonly available: boolean }
  }[]
}
interface WireNetworkZones {
  readonly availability_zones: readonly { readonly name: string; readonly resource: string; readonly state: string }[]
}

export const wireZones = wire<WireZones>(
  'availability zones',
  record({ availabilityZoneInfo: listOf(record({ zoneName: text, zoneState: record({ available: yesNo }) })) }),
)
export const wireNetworkZones = wire<WireNetworkZones>(
  'availability zones',
  record({ availability_zones: listOf(record({ name: text, resource: text, state: text })) }),
)
