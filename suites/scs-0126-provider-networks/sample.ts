import type { ProviderNetwork, SubnetPool } from './facts.ts'

/** The default external network, changed as a test wants it. */
export function sampleNetwork(changes: Partial<ProviderNetwork> = {}): ProviderNetwork {
  return { id: 'ext', name: 'public', external: true, shared: false, isDefault: true, portSecurity: true, ...changes }
}

/** The default shared IPv6 pool, changed as a test wants it. */
export function samplePool(changes: Partial<SubnetPool> = {}): SubnetPool {
  return {
    name: 'v6',
    shared: true,
    isDefault: true,
    ipVersion: 6,
    prefixes: ['2a00:1::/48'],
    minPrefixLength: 64,
    maxPrefixLength: 128,
    defaultQuota: null,
    ...changes,
  }
}
