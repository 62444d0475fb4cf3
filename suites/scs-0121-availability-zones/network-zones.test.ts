import t from 'tap'
import { networkZonesCheck } from './network-zones.ts'

const zone = (name: string, resource: string, available = true) => ({ name, resource, available })

t.test('none shown, or no such extension: nothing is asked for', async (t) => {
  for (const networkZones of [null, []])
    t.match(networkZonesCheck.judge({ networkZones }), { violations: [], notes: [/asks for none/] })
})

t.test('shown: one for each resource', async (t) => {
  const networks = [zone('az1', 'network', false), zone('az2', 'network')]
  t.same(networkZonesCheck.judge({ networkZones: [...networks, zone('az1', 'router')] }).violations, [])
  t.match(networkZonesCheck.judge({ networkZones: [...networks, zone('az1', 'router', false)] }).violations, [
    { subject: 'availability zones for routers', actual: 'none of az1 is available' },
  ])
})
