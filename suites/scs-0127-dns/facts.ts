import { fact } from '../../src/fact.ts'
import type { Wire } from '../../src/openstack/client.ts'
import { openstack } from '../../src/openstack/facts.ts'

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

const extension = { type: 'object', required: ['alias'], properties: { alias: { type: 'string' } } }
const wireExtensions: Wire<{ readonly extensions: readonly { readonly alias: string }[] }> = {
  name: 'extensions',
  schema: { type: 'object', required: ['extensions'], properties: { extensions: { type: 'array', items: extension } } },
}
