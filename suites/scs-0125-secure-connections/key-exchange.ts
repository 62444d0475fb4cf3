import { check } from '../../src/check.ts'
import { tlsProfile } from '../../src/openstack/tls-profile.ts'
import { judgeKeyExchange } from '../tls-profile/judge-key-exchange.ts'
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
    return judgePlaces(tlsPlaces, tlsProfile, judgeKeyExchange)
  },
})
