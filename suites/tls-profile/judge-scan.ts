import type { TlsProfile } from '../../src/openstack/tls-profile.ts'
import { judgeCertificates } from './judge-certificates.ts'
import { judgeCipherSuites } from './judge-cipher-suites.ts'
import { judgeKeyExchange } from './judge-key-exchange.ts'
import { judgeVersions } from './judge-versions.ts'
import type { TlsScans } from './look-at-tls.ts'
import type { PlaceFinding } from './place-finding.ts'

/** Versions, cipher suites, key exchange and certificates of one place, all together. */
export function judgeScan(seen: TlsScans, profile: TlsProfile, now: string, ofOneself?: string): PlaceFinding {
  const all = [
    judgeVersions(seen, profile),
    judgeCipherSuites(seen, profile),
    judgeKeyExchange(seen, profile),
    judgeCertificates(seen, profile, now, ofOneself),
  ]
  const undecided = all.find((finding) => finding.undecided !== undefined)?.undecided
  return {
    violations: all.flatMap(({ violations }) => violations),
    notes: all.flatMap(({ notes }) => notes ?? []),
    ...(undecided === undefined ? {} : { undecided }),
  }
}
