import type { Suite } from '../../src/check.ts'
import { defaultNetworkCheck } from './default-network.ts'
import { ipv4AddressesCheck } from './ipv4-addresses.ts'
import { ipv6PoolCheck } from './ipv6-pool.ts'
import { sharingRefusedCheck } from './sharing-refused.ts'

export const suite: Suite = {
  id: 'scs-0126-provider-networks',
  checks: [defaultNetworkCheck, ipv6PoolCheck, ipv4AddressesCheck, sharingRefusedCheck],
}
