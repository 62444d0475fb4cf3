import t from 'tap'
import { learn } from '../../testbed/learn.ts'
import { floatingIps, providerNetworks, subnetPools } from './facts.ts'
import { sharingTrial } from './sharing-trial.ts'

const network = {
  providerNetworks: [
    { name: 'public', isDefault: true },
    { name: 'services', external: false, shared: true },
  ],
  subnetPools: [{ name: 'v6', isDefault: true, prefixes: ['2a00:1::/48'] }],
}

t.test('networks, pools and addresses, over all pages', async (t) => {
  const cloud = { network: { ...network, pageSize: 1 } }
  const networks = (await learn(providerNetworks, cloud)).learned as readonly { readonly name: string }[]
  t.match(
    networks.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    [
      { name: 'public', external: true, shared: false, isDefault: true, portSecurity: true },
      { name: 'services', external: false, shared: true, isDefault: false },
    ],
  )
  t.match((await learn(subnetPools, cloud)).learned, [
    { name: 'v6', shared: true, isDefault: true, ipVersion: 6, minPrefixLength: 64, defaultQuota: null },
  ])
  t.same((await learn(floatingIps, cloud)).learned, { addresses: [], quota: 50 })
})

t.test('a Neutron without the extensions tells no default', async (t) => {
  const action = { malformed: { field: 'networks.*.is_default' } }
  const { learned } = await learn(providerNetworks, { network }, { service: 'network', path: 'networks', action })
  t.match(learned, [{ isDefault: null }, { isDefault: null }])
})

t.test('not let in', async (t) => {
  const refused = { service: 'network', path: 'subnetpools|quotas|networks', action: { status: 403 } } as const
  for (const fact of [providerNetworks, subnetPools, floatingIps])
    t.match((await learn(fact, {}, refused)).learned, { probe: { kind: 'forbidden' } })
})

t.test('sharing: Neutron looks for the network, or refuses at once', async (t) => {
  t.match((await learn(sharingTrial, {})).learned, { status: 400, soughtNetwork: true, message: /NETWORK/ })
  const { learned, entries } = await learn(sharingTrial, { network: { rbacPolicies: 'forbidden' } })
  t.match(learned, { status: 403, soughtNetwork: false })
  t.same(entries, [])
})
