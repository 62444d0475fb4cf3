import { check } from '../../src/check.ts'
import { tlsProfile } from '../../src/openstack/tls-profile.ts'
import { judgeVersions } from '../tls-profile/judge-versions.ts'
import { tlsPlaces } from './facts.ts'
import { judgePlaces } from './judge-places.ts'

/**
 * Public endpoints speak only versions of TLS that the profile has: 1.2 and 1.3. (the profile: Mozilla "intermediate")
 *
 * One of the two will do. What OpenSSL cannot offer (SSL 2 and 3 always; TLS 1.0 and 1.1 in some builds, and everywhere with
 * suites such as RC4) is offered by ClientHellos of our own: a version is spoken where a ServerHello says so. Where a server
 * answers neither by TLS nor by hanging up, it is open whether it speaks that version.
 */
export const tlsVersionsCheck = check({
  id: 'scs-0125-tls-versions',
  title: 'Public endpoints speak only versions of TLS that the profile has',
  section: 'scs-0125-v1#transport-layer-security-tls',
  needs: { tlsPlaces, tlsProfile },
  judge({ tlsPlaces, tlsProfile }) {
    return judgePlaces(tlsPlaces, tlsProfile, judgeVersions)
  },
})
