import t from 'tap'
import { computeZonesCheck } from './compute-zones.ts'

const judge = (...zones: readonly (readonly [string, boolean])[]) =>
  computeZonesCheck.judge({ computeZones: zones.map(([name, available]) => ({ name, available })) })

t.test('one that is available will do', async (t) => {
  t.match(judge(['nova', true]), { examined: ['nova'], violations: [], notes: [/one zone nova/] })
  t.match(judge(['az1', true], ['az2', false]), { violations: [], notes: [/2 zones.*attested/, /at the moment: az2/] })
})

t.test('none', async (t) => {
  t.match(judge().violations, [{ actual: 'none is listed' }])
  t.match(judge(['az1', false], ['az2', false]).violations, [{ actual: 'none of az1, az2 is available' }])
})
