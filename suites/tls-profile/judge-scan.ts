import type { TlsProfile } from '../../src/openstack/tls-profile.ts'
import type { TlsScan } from '../../src/openstack/tls-scan.ts'
import { judgeCertificates } from './judge-certificates.ts'
import { judgeCipherSuites } from './judge-cipher-suites.ts'
import { judgeKeyExchange } from './judge-key-exchange.ts'
import { judgeVersions } from './judge-versions.ts'
import type { PlaceFinding } from './place-finding.ts'

/** Versions, cipher suites, key exchange and certificates of one place, all together. */
export function judgeScan(scan: TlsScan, profile: TlsProfile, now: string, ofOneself?: string): PlaceFinding {
  const all = [
    judgeVersions(scan, profile),
    judgeCipherSuites(scan, profile),
    judgeKeyExchange(scan, profile),
    judgeCertificates(scan, profile, now, ofOneself),
  ]
  const undecided = all.find((finding) => finding.undecided !== undefined)?.undecided
  return {
    violations: all.flatMap(({ violations }) => violations),
    notes: all.flatMap(({ notes }) => notes ?? []),
    ...(undecided === undefined ? {} : { undecided }),
  }
}
