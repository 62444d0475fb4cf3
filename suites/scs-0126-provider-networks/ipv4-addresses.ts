import { check } from '../../src/check.ts'
import { floatingIps, providerNetworks, subnetPools } from './facts.ts'
import { describePool, sharedPools, wrongNumber } from './pools.ts'

/**
 * Projects get external IPv4 addresses: floating IPs of the default provider network, or prefixes of a shared default pool.
 * (the standard: SHOULD)
 *
 * Seen is a floating IP that the project has, or such a pool; several default ones are a violation. Nothing is allocated to
 * find out: where the project has no floating IP yet, but a network and a quota for it, it is left open, and the message says
 * how to settle it.
 */
export const ipv4AddressesCheck = check({
  id: 'scs-0126-ipv4-addresses',
  title: 'Projects get external IPv4 addresses, by floating IPs or a shared subnet pool',
  section: 'scs-0126-v1#ipv4-allocation',
  needs: { providerNetworks, subnetPools, floatingIps },
  judge({ providerNetworks, subnetPools, floatingIps }) {
    const { shared, defaults } = sharedPools(subnetPools, 4)
    const standard = providerNetworks.filter(({ external, isDefault }) => external && isDefault === true)
    const had = floatingIps.addresses.filter(({ address, networkId }) => {
      return address.includes('.') && standard.some(({ id }) => id === networkId)
    })
    const examined = [...standard.map(({ name }) => `network ${name}`), ...shared.map(describePool)]
    if (shared.length > 0 && defaults.length !== 1) return { examined, violations: [wrongNumber(subnetPools, 4)] }
    if (had.length > 0 || defaults.length === 1) {
      return { examined: [...examined, ...had.map(({ address }) => `floating IP ${address}`)], violations: [] }
    }
    const obstacle =
      standard.length === 0
        ? 'no default external network, and no shared pool'
        : floatingIps.quota === 0
          ? 'the quota of floating IPs is 0, and there is no shared pool'
          : undefined
    if (obstacle === undefined) {
      const message = `the project has no floating IP yet, so it is not seen whether it can get one; allocate one with 'openstack floating ip create ${standard[0]?.name}' and run again, or attest it`
      return { examined, violations: [], undecided: { kind: 'manual', message } }
    }
    const violation = {
      subject: 'external IPv4 addresses',
      expected: 'floating IPs of the default external network, or a shared default subnet pool',
      actual: obstacle,
      remedy: 'give the default external network an IPv4 subnet, and projects a quota of floating IPs',
    }
    return { examined, violations: [violation] }
  },
})
