import t from 'tap'
import { learn } from '../../testbed/learn.ts'
import { computeZones, networkZones, volumeZones } from './facts.ts'

t.test('as each service tells them', async (t) => {
  const zones = [{ name: 'az1' }, { name: 'az2', available: false }]
  const seen = [
    { name: 'az1', available: true },
    { name: 'az2', available: false },
  ]
  const cloud = {
    compute: { availabilityZones: zones },
    blockStorage: { availabilityZones: zones },
    network: { availabilityZones: zones },
  }
  t.same((await learn(computeZones, cloud)).learned, seen)
  t.same((await learn(volumeZones, cloud)).learned, seen)
  t.match((await learn(networkZones, cloud)).learned, [
    { name: 'az1', resource: 'network', available: true },
    { name: 'az2', resource: 'network', available: false },
    { name: 'az1', resource: 'router', available: true },
    { resource: 'router', available: false },
  ])
})

t.test('a Neutron without zones, and one that does not answer', async (t) => {
  const action = { status: 404 } as const
  const absent = { service: 'network', path: 'extensions/availability_zone', action } as const
  t.equal((await learn(networkZones, {}, absent)).learned, null)
  const refused = { service: 'network', path: 'availability_zones', action: { status: 403 } } as const
  t.match((await learn(networkZones, {}, refused)).learned, { probe: { kind: 'forbidden' } })
  const malformed = { malformed: { field: 'availabilityZoneInfo.*.zoneState' } }
  t.match((await learn(computeZones, {}, { service: 'compute', path: 'os-avail', action: malformed })).learned, {
    probe: { kind: 'malformed' },
  })
})
