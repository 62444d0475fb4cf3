import type { TlsProfile } from '../../src/openstack/tls-profile.ts'
import { flawsOf } from './flaws.ts'
import type { TlsScans } from './look-at-tls.ts'
import type { PlaceFinding } from './place-finding.ts'

/** Each certificate that was shown is valid at a moment (ISO 8601), trusted, and of the kind that the profile has. */
export function judgeCertificates(
  { scan: { certificates } }: TlsScans,
  profile: TlsProfile,
  now: string,
  ofOneself?: string,
): PlaceFinding {
  if (certificates.length === 0) {
    return { violations: [], undecided: { kind: 'dependency', message: 'it showed no certificate' } }
  }
  const all = certificates.map((certificate) => flawsOf(certificate, profile, now, ofOneself))
  return { violations: all.flatMap(({ violations }) => violations), notes: all.flatMap(({ notes }) => notes ?? []) }
}
