import type { Wire } from '../../src/openstack/client.ts'

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

const text = { type: 'string' }
const record = (properties: Readonly<Record<string, object>>) => ({
  type: 'object',
  required: Object.keys(properties),
  properties,
})

export const wireZones: Wire<WireZones> = {
  name: 'availability zones',
  schema: record({
    availabilityZoneInfo: {
      type: 'array',
      items: record({ zoneName: text, zoneState: record({ available: { type: 'boolean' } }) }),
    },
  }),
}
export const wireNetworkZones: Wire<WireNetworkZones> = {
  name: 'availability zones',
  schema: record({
    availability_zones: { type: 'array', items: record({ name: text, resource: text, state: text }) },
  }),
}
