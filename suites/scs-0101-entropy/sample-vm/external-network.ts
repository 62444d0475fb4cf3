import { ProbeError } from '../../../src/fact.ts'
import type { OpenStack } from '../../../src/openstack/client.ts'
import { chooseExternalNetwork } from '../../vm-choice/external-network.ts'

/** Id of the network that the router leads to. ProbeError dependency where there is none. */
export async function externalNetwork(cloud: OpenStack): Promise<string> {
  const chosen = await chooseExternalNetwork(cloud)
  if (chosen) return chosen.id
  throw new ProbeError(
    'dependency',
    'the project sees no external network, to which the router of the sample VM could lead; share one with it',
  )
}
