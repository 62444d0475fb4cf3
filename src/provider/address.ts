import ipaddr from 'ipaddr.js'

/** What IPv6 has for everybody: RFC 4291, 2.4; all other ranges are for something else, or not given away yet. */
const globalUnicast = ipaddr.IPv6.parseCIDR('2000::/3')

/**
 * Whether everybody can reach an address: none of the ranges that IANA has set aside. An IPv4 address in the clothes of IPv6
 * (`::ffff:10.0.0.1`) counts as what it is; translated and tunnelled ones (NAT64, 6to4, Teredo) lead anywhere, so they do not.
 */
export function isPublicAddress(text: string): boolean {
  if (!ipaddr.isValid(text)) return false
  const address = ipaddr.process(text)
  if (address.range() !== 'unicast') return false
  return address instanceof ipaddr.IPv4 || address.match(globalUnicast)
}

/** The address that a host name of a URL is, without looking anything up; undefined where it is a name. */
export function literalAddress(hostname: string): string | undefined {
  const text = hostname.replace(/^\[(.*)\]$/, '$1')
  return ipaddr.isValid(text) ? text : undefined
}
