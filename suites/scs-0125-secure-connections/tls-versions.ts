import { check } from '../../src/check.ts'
import { tlsProfile } from '../../src/openstack/tls-profile.ts'
import { judgeVersions } from '../tls-profile/judge-versions.ts'
import { tlsPlaces } from './facts.ts'
import { judgePlaces } from './judge-places.ts'
import { notProbed } from '../tls-profile/not-probed.ts'

/**
 * Public endpoints speak only versions of TLS that the profile has: 1.2 and 1.3. (the profile: Mozilla "intermediate")
 *
 * One of the two will do. SSL 2 and 3 cannot be offered, so nothing is said of them but that. Where OpenSSL here was built
 * without an older TLS as well, it is open whether that is spoken.
 */
export const tlsVersionsCheck = check({
  id: 'scs-0125-tls-versions',
  title: 'Public endpoints speak only versions of TLS that the profile has',
  section: 'scs-0125-v1#transport-layer-security-tls',
  needs: { tlsPlaces, tlsProfile },
  judge({ tlsPlaces, tlsProfile }) {
    return judgePlaces(tlsPlaces, tlsProfile, judgeVersions, notProbed)
  },
})
