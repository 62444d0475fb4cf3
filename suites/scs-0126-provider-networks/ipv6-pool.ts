import { check, type Violation } from '../../src/check.ts'
import { subnetPools, type SubnetPool } from './facts.ts'
import { describePool, sharedPools, wrongNumber } from './pools.ts'

/**
 * Exactly one shared IPv6 subnet pool is the default, and a project can take at least one /64 from it.
 *
 * It can where a prefix of the pool is that large, the pool hands out that length and its quota is not 0. How much is still
 * free, only a subnet taken would tell. Public clouds must have global unicast addresses; what kind of cloud this is we cannot
 * know, so other prefixes are a note.
 */
export const ipv6PoolCheck = check({
  id: 'scs-0126-ipv6-pool',
  title: 'Exactly one shared IPv6 subnet pool is the default, and hands out /64 prefixes',
  section: 'scs-0126-v1#ipv6-allocation',
  needs: { subnetPools },
  judge({ subnetPools }) {
    const { shared, defaults } = sharedPools(subnetPools, 6)
    const [pool] = defaults
    const violations = pool && defaults.length === 1 ? tooNarrow(pool) : [wrongNumber(subnetPools, 6)]
    const local = (pool?.prefixes ?? []).filter((prefix) => !isGlobal(prefix))
    const notes = local.map((prefix) => `${prefix} is no global unicast prefix, which a public cloud must have`)
    return { examined: shared.map(describePool), violations, notes }
  },
})

function tooNarrow({ name, prefixes, minPrefixLength, maxPrefixLength, defaultQuota }: SubnetPool): Violation[] {
  const isLarge = prefixes.some((prefix) => Number(prefix.split('/')[1]) <= 64)
  const actual = !isLarge
    ? `it only has ${prefixes.join(', ') || 'no prefix'}`
    : minPrefixLength > 64 || maxPrefixLength < 64
      ? `it hands out prefixes from /${minPrefixLength} to /${maxPrefixLength}`
      : defaultQuota === 0
        ? 'its default quota is 0'
        : undefined
  if (actual === undefined) return []
  const remedy = `openstack subnet pool set --min-prefix-length 64 --max-prefix-length 64 ${name}, or give it a larger prefix or quota`
  return [{ subject: `subnet pool ${name}`, expected: 'at least one /64 prefix for each project', actual, remedy }]
}

/** 2000::/3 (RFC 4291), without the prefix for documentation (RFC 3849). */
function isGlobal(prefix: string): boolean {
  return /^[23][0-9a-f]{3}:/i.test(prefix) && !/^2001:0?db8:/i.test(prefix)
}
