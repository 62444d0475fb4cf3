import t from 'tap'
import { ipv6PoolCheck } from './ipv6-pool.ts'
import { samplePool as pool } from './sample.ts'

const judge = (...subnetPools: readonly ReturnType<typeof pool>[]) => ipv6PoolCheck.judge({ subnetPools })

t.test('one default pool that hands out /64', async (t) => {
  t.same(judge(pool()), { examined: ['v6 (default, 2a00:1::/48)'], violations: [], notes: [] })
  t.same(judge(pool(), pool({ isDefault: false }), pool({ ipVersion: 4 }), pool({ shared: false })).violations, [])
  t.same(judge(pool({ prefixes: ['2a00:1::/64'], maxPrefixLength: 64 })).violations, [])
  t.match(judge(pool({ prefixes: ['fd00::/48'] })), { violations: [], notes: [/fd00::\/48 is no global/] })
})

t.test('none, or several', async (t) => {
  t.match(judge(pool({ shared: false })).violations, [{ actual: 'there is none' }])
  t.match(judge(pool({ isDefault: false })).violations, [{ actual: 'none of v6 is the default' }])
  t.match(judge(pool(), pool({ name: 'b' })).violations, [{ actual: '2 are the default: v6, b' }])
})

t.test('one that hands out no /64', async (t) => {
  t.match(judge(pool({ prefixes: ['2a00:1::/65'] })).violations, [{ actual: 'it only has 2a00:1::/65' }])
  t.match(judge(pool({ minPrefixLength: 65 })).violations, [{ actual: 'it hands out prefixes from /65 to /128' }])
  t.match(judge(pool({ minPrefixLength: 48, maxPrefixLength: 56 })).violations, [{ actual: /from \/48 to \/56/ }])
  t.match(judge(pool({ defaultQuota: 0 })).violations, [{ actual: 'its default quota is 0' }])
})
