import t from 'tap'
import type { FloatingIps } from './facts.ts'
import { ipv4AddressesCheck } from './ipv4-addresses.ts'
import { sampleNetwork, samplePool } from './sample.ts'

const pool4 = samplePool({ name: 'v4', ipVersion: 4, prefixes: ['198.51.100.0/24'] })
const none: FloatingIps = { addresses: [], quota: 50 }
const judge = (floatingIps = none, pools = [samplePool()], networks = [sampleNetwork()]) =>
  ipv4AddressesCheck.judge({ floatingIps, subnetPools: pools, providerNetworks: networks })

t.test('a floating IP of the default network, or a pool', async (t) => {
  const has = (address: string, networkId = 'ext') => ({ addresses: [{ address, networkId }], quota: 50 })
  t.match(judge(has('198.51.100.7')), { violations: [], examined: ['network public', 'floating IP 198.51.100.7'] })
  t.match(judge(has('198.51.100.7', 'elsewhere')), { violations: [], undecided: { kind: 'manual' } })
  t.match(judge(has('2a00::1')), { violations: [], undecided: { kind: 'manual' } })
  t.match(judge(none, [pool4]), { violations: [], undecided: undefined })
})

t.test('nothing allocated yet: left open', async (t) => {
  t.match(judge(), { violations: [], undecided: { kind: 'manual', message: /floating ip create public/ } })
})

t.test('no way to any', async (t) => {
  t.match(judge({ ...none, quota: 0 }).violations, [{ actual: /quota of floating IPs is 0/ }])
  t.match(judge(none, [], []).violations, [{ actual: /no default external network/ }])
  t.match(judge(none, [pool4, pool4]).violations, [{ actual: '2 are the default: v4, v4' }])
})
