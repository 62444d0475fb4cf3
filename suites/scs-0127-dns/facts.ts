import { fact } from '../../src/fact.ts'
import { openstack } from '../../src/openstack/facts.ts'
import { listOf, record, text, wire } from '../../src/openstack/wire-words.ts'

/** Aliases of all extensions of Neutron (API reference: network, "List extensions"). */
export const networkExtensions = fact<readonly string[], { openstack: typeof openstack }>({
  name: 'extensions of the network service',
  needs: { openstack },
  cost: { reads: 1 },
  async load({ openstack }) {
    const { extensions } = await openstack.read({ service: 'network', path: '/extensions' }, wireExtensions)
    return extensions.map(({ alias }) => alias)
  },
})

const wireExtensions = wire<{ readonly extensions: readonly { readonly alias: string }[] }>(
  'extensions',
  record({ extensions: listOf(record({ alias: text })) }),
)
