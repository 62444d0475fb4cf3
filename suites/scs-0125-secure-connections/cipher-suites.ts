import { check } from '../../src/check.ts'
import { tlsProfile } from '../../src/openstack/tls-profile.ts'
import { judgeCipherSuites } from '../tls-profile/judge-cipher-suites.ts'
import { tlsPlaces } from './facts.ts'
import { judgePlaces } from './judge-places.ts'

/**
 * Public endpoints accept only cipher suites that the profile has.
 *
 * Any other that is accepted is a violation, even where nobody would choose it, since an attacker may. Suites that OpenSSL has are
 * offered with TLS 1.3 and with the newest older version that is spoken, and go by OpenSSL's names, as in the profile. All others
 * that ever had a number (RC4, DES, triple DES, export, NULL, GOST and more) are offered by ClientHellos of our own with every
 * version, SSL 2 and 3 too, and go by the names of IANA: there a ServerHello that picks one is the acceptance, though no
 * handshake is finished. Which one a server prefers does not matter, nor compression or renegotiation: neither the standard nor
 * the profile has a word on them. Where it cannot be seen what a server makes of such an offer, it is open.
 */
export const cipherSuitesCheck = check({
  id: 'scs-0125-cipher-suites',
  title: 'Public endpoints accept only cipher suites that the profile has',
  section: 'scs-0125-v1#transport-layer-security-tls',
  needs: { tlsPlaces, tlsProfile },
  judge({ tlsPlaces, tlsProfile }) {
    return judgePlaces(tlsPlaces, tlsProfile, judgeCipherSuites)
  },
})
