import { check, type Finding, type Violation } from '../../src/check.ts'
import { providerNetworks, type ProviderNetwork } from './facts.ts'

/**
 * Exactly one network that the project is given is the default: an external one. Where servers may be attached to it directly,
 * it has port security.
 *
 * If Neutron does not tell of port security there, it is open. Other provider networks beside it are allowed, though none should be there by default: a note. Whether it routes the
 * addresses of the project, no API tells.
 */
export const defaultNetworkCheck = check({
  id: 'scs-0126-default-network',
  title: 'Exactly one external network is the default provider network',
  section: 'scs-0126-v1#standard-provider-network',
  needs: { providerNetworks },
  judge({ providerNetworks }): Finding {
    const defaults = providerNetworks.filter(({ isDefault }) => isDefault === true)
    const others = providerNetworks.filter(({ isDefault }) => isDefault !== true).map(({ name }) => name)
    const [standard] = defaults
    const violations =
      standard && defaults.length === 1 ? flaws(standard) : [wrongNumber(providerNetworks, defaults.length)]
    const isMute = violations.length === 0 && standard?.shared === true && standard.portSecurity === null
    const message = `Neutron does not tell whether ${standard?.name}, which is shared, has port security`
    const notes =
      violations.length === 0 && others.length > 0
        ? [`there are other provider networks (${others.join(', ')}); by default there should be only the standard one`]
        : []
    const finding = { examined: providerNetworks.map(describe), violations, notes }
    return isMute ? { ...finding, undecided: { kind: 'dependency', message } } : finding
  },
})

function flaws({ name, external, shared, portSecurity }: ProviderNetwork): Violation[] {
  const subject = `network ${name}`
  return [
    ...(external
      ? []
      : [
          {
            subject,
            expected: 'the default network is an external one',
            actual: 'it is not external',
            remedy: `openstack network set --external ${name}`,
          },
        ]),
    ...(shared && portSecurity === false
      ? [
          {
            subject,
            expected: 'a shared network has port security',
            actual: 'port_security_enabled is false',
            remedy: `openstack network set --enable-port-security ${name}`,
          },
        ]
      : []),
  ]
}

function wrongNumber(networks: readonly ProviderNetwork[], defaults: number): Violation {
  const externals = networks.filter(({ external }) => external)
  const names = networks.filter(({ isDefault }) => defaults === 0 || isDefault === true).map(({ name }) => name)
  const none = externals.length === 0 ? 'no external network is there' : `none of ${names.join(', ')} is the default`
  return {
    subject: 'provider networks',
    expected: 'one external network with is_default',
    actual: defaults === 0 ? none : `${defaults} are the default: ${names.join(', ')}`,
    remedy:
      defaults === 0
        ? 'openstack network set --external --default NAME'
        : 'openstack network set --no-default NAME, for all but one',
  }
}

function describe({ name, external, shared, isDefault }: ProviderNetwork): string {
  const words = [
    ...(external ? ['external'] : []),
    ...(shared ? ['shared'] : []),
    ...(isDefault === true ? ['default'] : []),
  ]
  return `${name} (${words.join(', ')})`
}
