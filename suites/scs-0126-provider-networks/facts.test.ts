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

t.test('with the extension, what does not tell whether it is the default is malformed', async (t) => {
  for (const [fact, path, extension] of [
    [providerNetworks, 'networks', 'auto-allocated-topology'],
    [subnetPools, 'subnetpools', 'default-subnetpools'],
  ] as const) {
    const fault = { service: 'network', path, action: { malformed: { field: `${path}.*.is_default` } } }
    const { learned } = await learn(fact, { network: { ...network, extensions: [extension] } }, fault)
    t.match(learned, { probe: { kind: 'malformed', message: /tells no is_default/ } })
    const absent = { service: 'network', path: 'extensions/', action: { status: 404 } }
    t.ok(Array.isArray((await learn(fact, { network }, fault, absent)).learned))
  }
})

t.test('only external networks need to tell it', async (t) => {
  const providers = [{ name: 'services', external: false, shared: true }]
  const cloud = { network: { providerNetworks: providers, extensions: ['auto-allocated-topology'] } }
  const fault = { service: 'network', path: 'networks', action: { malformed: { field: 'networks.*.is_default' } } }
  t.match((await learn(providerNetworks, cloud, fault)).learned, [{ name: 'services', isDefault: null }])
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
