import type { TlsProfile } from '../../src/openstack/tls-profile.ts'
import type { TlsScan } from '../../src/openstack/tls-scan.ts'
import type { PlaceFinding } from './place-finding.ts'

/** Only cipher suites that the profile has. */
export function judgeCipherSuites({ ciphers }: TlsScan, profile: TlsProfile): PlaceFinding {
  const good = new Set([...profile.ciphers, ...profile.cipherSuites])
  const others = ciphers.filter((cipher) => !good.has(cipher))
  if (others.length === 0) return { violations: [] }
  const expected = `only the cipher suites of ${profile.title}`
  const remedy = `set the list of ciphers to ${profile.ciphers.join(':')}`
  return { violations: [{ expected, actual: `it also accepts ${others.join(', ')}`, remedy }] }
}
