import type { Violation } from '../../src/check.ts'

/** The extensions for DNS, each of which can all that the ones before it can. */
const hierarchy = [
  'dns-integration',
  'dns-domain-ports',
  'subnet-dns-publish-fixed-ip',
  'dns-integration-domain-keywords',
]

/** The extensions of those that are there. */
export function dnsExtensions(aliases: readonly string[]): string[] {
  return hierarchy.filter((alias) => aliases.includes(alias))
}

/** A violation where neither this extension is there nor one that includes it. */
export function lacking(aliases: readonly string[], wanted: string, driver: string): Violation[] {
  const good = hierarchy.slice(hierarchy.indexOf(wanted))
  if (good.some((alias) => aliases.includes(alias))) return []
  const found = dnsExtensions(aliases)
  return [
    {
      subject: 'the network service',
      expected: `the extension ${wanted}, or one that includes it`,
      actual: found.length > 0 ? `only ${found.join(', ')}` : 'no extension for DNS',
      remedy: `add ${driver} to extension_drivers in section [ml2] of ml2_conf.ini`,
    },
  ]
}
