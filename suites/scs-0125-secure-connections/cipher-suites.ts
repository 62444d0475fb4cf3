import { check } from '../../src/check.ts'
import { tlsProfile } from '../../src/openstack/tls-profile.ts'
import { judgeCipherSuites } from '../tls-profile/judge-cipher-suites.ts'
import { tlsPlaces } from './facts.ts'
import { judgePlaces } from './judge-places.ts'
import { notProbed } from '../tls-profile/not-probed.ts'

/**
 * Public endpoints accept only cipher suites that the profile has.
 *
 * Any other that is accepted is a violation, even where nobody would choose it, since an attacker may. Suites are offered with
 * TLS 1.3 and with the newest older version that is spoken. Which one a server prefers does not matter.
 */
export const cipherSuitesCheck = check({
  id: 'scs-0125-cipher-suites',
  title: 'Public endpoints accept only cipher suites that the profile has',
  section: 'scs-0125-v1#transport-layer-security-tls',
  needs: { tlsPlaces, tlsProfile },
  judge({ tlsPlaces, tlsProfile }) {
    return judgePlaces(tlsPlaces, tlsProfile, judgeCipherSuites, notProbed)
  },
})
