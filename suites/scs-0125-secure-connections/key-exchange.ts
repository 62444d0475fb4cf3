import { check } from '../../src/check.ts'
import { tlsProfile } from '../../src/openstack/tls-profile.ts'
import { tlsPlaces } from './facts.ts'
import { judgePlaces } from './judge-places.ts'

/**
 * Public endpoints agree on keys only by curves that the profile has, or in finite fields that are large enough.
 *
 * Any other curve is a violation, a strong one such as X448 too: the profile is a closed list, and tools such as sslyze read
 * it so. Hybrids with ML-KEM are no curves and newer than the profile, hence a note. With TLS 1.2 and an ECDSA certificate
 * OpenSSL only takes offers with the certificate's curve in them, so further curves may remain unseen: a note as well.
 */
export const keyExchangeCheck = check({
  id: 'scs-0125-key-exchange',
  title: 'Public endpoints agree on keys only by curves that the profile has, or in large enough fields',
  section: 'scs-0125-v1#transport-layer-security-tls',
  needs: { tlsPlaces, tlsProfile },
  judge({ tlsPlaces, tlsProfile }) {
    return judgePlaces(
      tlsPlaces,
      tlsProfile,
      ({ groups, smallestDhBits, versions, certificates, notOffered }, profile) => {
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
      },
    )
  },
})
