import type { TlsProfile } from '../../src/openstack/tls-profile.ts'
import type { TlsScan } from '../../src/openstack/tls-scan.ts'
import type { PlaceFinding } from './place-finding.ts'

/** Only versions of TLS that the profile has. */
export function judgeVersions({ versions, notOffered }: TlsScan, profile: TlsProfile): PlaceFinding {
  const others = versions.filter((version) => !profile.versions.includes(version))
  const unknown = notOffered.filter((name) => name.startsWith('TLSv') && !profile.versions.includes(name))
  if (others.length === 0 && unknown.length > 0) {
    return {
      violations: [],
      undecided: `OpenSSL here cannot offer ${unknown.join(', ')}; run with Node's own build`,
    }
  }
  if (others.length === 0) return { violations: [] }
  const expected = `only ${profile.versions.join(', ')}`
  return { violations: [{ expected, actual: `it accepts ${others.join(', ')}`, remedy: 'turn them off' }] }
}
