import type { TlsProfile } from '../../src/openstack/tls-profile.ts'
import type { TlsScans } from './look-at-tls.ts'
import type { PlaceFinding } from './place-finding.ts'

/** Keys are agreed on only by curves of the profile, or in fields that are large enough. */
export function judgeKeyExchange(
  { scan: { groups, smallestDhBits, versions, certificates, notOffered } }: TlsScans,
  profile: TlsProfile,
): PlaceFinding {
  if (versions.length === 0) {
    const message = 'it accepts nothing that OpenSSL here can offer, so no exchange of keys was seen'
    return { violations: [], undecided: { kind: 'dependency', message } }
  }
  const hybrids = groups.filter((group) => group.includes('MLKEM'))
  const curves = groups.filter((group) => !group.includes('MLKEM') && !group.startsWith('ffdhe'))
  const others = curves.filter((curve) => !profile.curves.includes(curve))
  const lacking = notOffered.filter((name) => !name.startsWith('TLSv'))
  const isBlind = !versions.includes('TLSv1.3') && certificates.every(({ keyType }) => keyType === 'ecdsa')
  return {
    violations: [
      ...(others.length > 0
        ? [
            {
              expected: `only the curves ${profile.curves.join(', ')}`,
              actual: `it also accepts ${others.join(', ')}`,
              remedy: `set the curves to ${profile.curves.join(':')}`,
            },
          ]
        : []),
      ...(smallestDhBits !== null && smallestDhBits < profile.dhBits
        ? [
            {
              expected: `Diffie-Hellman parameters of ${profile.dhBits} bits or more`,
              actual: `${smallestDhBits} bits`,
              remedy: 'use the group ffdhe2048, or turn DHE off',
            },
          ]
        : []),
    ],
    notes: [
      ...(hybrids.length > 0 ? [`also accepts ${hybrids.join(', ')}, which the profile does not know yet`] : []),
      ...(lacking.length > 0 ? [`not probed, since OpenSSL here lacks them: ${lacking.join(', ')}`] : []),
      ...(isBlind ? ['with TLS 1.2 and an ECDSA certificate not every curve can be probed'] : []),
    ],
  }
}
