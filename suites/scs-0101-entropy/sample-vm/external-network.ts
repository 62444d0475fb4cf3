import { ProbeError } from '../../../src/fact.ts'
import type { OpenStack } from '../../../src/openstack/client.ts'
import { wireNetworks } from './wire.ts'

/** Id of the network that the router leads to: the default one of the external networks, else the first that is listed. */
export async function externalNetwork(cloud: OpenStack): Promise<string> {
  const call = { service: 'network', path: '/networks', query: { 'router:external': 'true' } }
  const found = await cloud.list(call, wireNetworks, (page) => page.networks)
  const usable = found.filter(({ status = 'ACTIVE' }) => status === 'ACTIVE')
  const chosen = usable.find(({ is_default: isDefault }) => isDefault) ?? usable[0]
  if (chosen) return chosen.id
  throw new ProbeError(
    'dependency',
    'the project sees no external network, to which the router of the sample VM could lead; share one with it',
  )
}
