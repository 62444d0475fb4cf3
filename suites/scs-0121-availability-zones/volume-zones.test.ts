import t from 'tap'
import { volumeZonesCheck } from './volume-zones.ts'

const zones = (...names: readonly string[]) => names.map((name) => ({ name, available: true }))
const judge = (computeZones: ReturnType<typeof zones>, volumeZones: ReturnType<typeof zones>) =>
  volumeZonesCheck.judge({ computeZones, volumeZones })

t.test('one zone, whatever its name', async (t) => {
  const { violations, notes = [] } = judge(zones('az1', 'az2'), zones('nova'))
  t.same(violations, [])
  t.equal(notes.length, 1)
})

t.test('several: attaching across them is spoken of, and zones that compute has not', async (t) => {
  t.match(judge(zones('a', 'b'), zones('a', 'b')), { violations: [], notes: [/2 zones/, /cross_az_attach/] })
  t.match(judge(zones('a', 'b'), zones('a', 'c')).notes, [/2 zones/, /cross_az_attach/, /no zone c:/])
})

t.test('none', async (t) => t.match(judge(zones('a'), []).violations, [{ actual: 'none is listed' }]))
