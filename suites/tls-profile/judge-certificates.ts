import type { TlsProfile } from '../../src/openstack/tls-profile.ts'
import type { TlsScan } from '../../src/openstack/tls-scan.ts'
import { flawsOf } from './flaws.ts'
import type { PlaceFinding } from './place-finding.ts'

/** Each certificate that was shown is valid at a moment (ISO 8601), trusted, and of the kind that the profile has. */
export function judgeCertificates(
  { certificates }: TlsScan,
  profile: TlsProfile,
  now: string,
  ofOneself?: string,
): PlaceFinding {
  if (certificates.length === 0) return { violations: [], undecided: 'it showed no certificate' }
  const all = certificates.map((certificate) => flawsOf(certificate, profile, now, ofOneself))
  return { violations: all.flatMap(({ violations }) => violations), notes: all.flatMap(({ notes }) => notes ?? []) }
}
