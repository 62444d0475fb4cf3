import type { OpenStack, Wire } from '../../src/openstack/client.ts'
import { listOf, record, text, yesNo } from '../../src/openstack/wire-words.ts'

/** An external network that a router may lead to: the default one, else the first that is listed; null where the project sees none. */
export async function chooseExternalNetwork(cloud: OpenStack): Promise<{ readonly id: string } | null> {
  const call = { service: 'network', path: '/networks', query: { 'router:external': 'true' } }
  const found = await cloud.list(call, wireNetworks, (page) => page.networks)
  const usable = found.filter(({ status = 'ACTIVE' }) => status === 'ACTIVE')
  return usable.find(({ is_default: isDefault }) => isDefault) ?? usable[0] ?? null
}

/** Network API v2, "List networks". */
const wireNetworks: Wire<{
  readonly networks: readonly {
    readonly id: string
    readonly name?: string
    readonly status?: string
    readonly is_default?: boolean
  }[]
}> = {
  name: 'networks',
  schema: record({
    networks: listOf(record({ id: text }, { name: text, status: text, is_default: yesNo })),
  }),
}
