import type { Violation } from '../../src/check.ts'
import type { SubnetPool } from './facts.ts'

/** The pools of an IP version that are shared with everybody, and those of them that are the default. */
export function sharedPools(
  pools: readonly SubnetPool[],
  ipVersion: number,
): { readonly shared: readonly SubnetPool[]; readonly defaults: readonly SubnetPool[] } {
  const shared = pools.filter((pool) => pool.shared && pool.ipVersion === ipVersion)
  return { shared, defaults: shared.filter(({ isDefault }) => isDefault) }
}

/** The violation of a number of defaults other than one. */
export function wrongNumber(pools: readonly SubnetPool[], ipVersion: number): Violation {
  const { shared, defaults } = sharedPools(pools, ipVersion)
  const names = (some: readonly SubnetPool[]) => some.map(({ name }) => name).join(', ')
  const none = shared.length === 0 ? 'there is none' : `none of ${names(shared)} is the default`
  return {
    subject: `shared IPv${ipVersion} subnet pools`,
    expected: 'exactly one with is_default',
    actual: defaults.length === 0 ? none : `${defaults.length} are the default: ${names(defaults)}`,
    remedy:
      defaults.length === 0
        ? `openstack subnet pool create --share --default --pool-prefix PREFIX NAME`
        : 'openstack subnet pool set --no-default NAME, for all but one',
  }
}

/** `NAME (default, 2001:db8::/32)` */
export function describePool({ name, isDefault, prefixes }: SubnetPool): string {
  return `${name} (${[...(isDefault ? ['default'] : []), ...prefixes].join(', ')})`
}
