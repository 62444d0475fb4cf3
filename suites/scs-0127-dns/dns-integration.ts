import { check } from '../../src/check.ts'
import { networkExtensions } from './facts.ts'
import { dnsExtensions, lacking } from './hierarchy.ts'

/**
 * Neutron has the extension dns-integration, so that servers of a network find each other by name. (the standard: SHOULD)
 *
 * An extension that includes it counts as well. What name servers there are, and whether they validate, no API tells:
 * scs-0127-name-servers is left to an attestation.
 */
export const dnsIntegrationCheck = check({
  id: 'scs-0127-dns-integration',
  title: 'The network service has the extension dns-integration',
  section: 'scs-0127-v1#dns-extensions',
  needs: { networkExtensions },
  judge({ networkExtensions }) {
    const violations = lacking(networkExtensions, 'dns-integration', 'dns')
    return { examined: dnsExtensions(networkExtensions), violations }
  },
})
