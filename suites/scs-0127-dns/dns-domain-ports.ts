import { check } from '../../src/check.ts'
import { catalog } from '../../src/openstack/facts.ts'
import { networkExtensions } from './facts.ts'
import { dnsExtensions, lacking } from './hierarchy.ts'

/**
 * Where the catalog lists a DNS service, Neutron has the extension dns-domain-ports, so that records can be set for ports and
 * networks. (the standard: SHOULD)
 *
 * No DNS service: nothing to ask, PASS. subnet-dns-publish-fixed-ip is recommended beside it, so its lack is a note.
 */
export const dnsDomainPortsCheck = check({
  id: 'scs-0127-dns-domain-ports',
  title: 'Where there is a DNS service, the network service has the extension dns-domain-ports',
  section: 'scs-0127-v1#dns-as-a-service',
  needs: { catalog, networkExtensions },
  judge({ catalog, networkExtensions }) {
    if (!catalog.some(({ type }) => type === 'dns')) {
      return { examined: [], violations: [], notes: ['the catalog lists no dns, so there is nothing to ask'] }
    }
    const violations = lacking(networkExtensions, 'dns-domain-ports', 'dns_domain_ports')
    const publishes = lacking(networkExtensions, 'subnet-dns-publish-fixed-ip', '').length === 0
    return {
      examined: dnsExtensions(networkExtensions),
      violations,
      notes: publishes ? [] : ['the extension subnet-dns-publish-fixed-ip is recommended beside a DNS service'],
    }
  },
})
