import { check } from '../../src/check.ts'
import { referenceTime } from '../../src/fact.ts'
import { tlsProfile } from '../../src/openstack/tls-profile.ts'
import { judgeCertificates } from '../tls-profile/judge-certificates.ts'
import { tlsPlaces } from './facts.ts'
import { judgePlaces } from './judge-places.ts'

/**
 * The certificates of public endpoints are valid now, for their host, by an authority that the cloud's settings trust, and of
 * the kind that the profile has: key, signature and time of validity.
 *
 * Trusted is what `cacert` in clouds.yaml holds, else what Node trusts; with `verify: false` as well, since that setting is
 * the user's and not the cloud's. The host has to be a subjectAltName: one in the subject alone is a violation, as RFC 9525 has
 * it, and OpenStack's own clients do not look there. A server with several certificates is judged by each that it showed. Whether one is revoked
 * is not looked at, as nothing but the cloud is asked.
 */
export const certificatesCheck = check({
  id: 'scs-0125-certificates',
  title: 'Certificates of public endpoints are valid, trusted and as the profile has them',
  section: 'scs-0125-v1#transport-layer-security-tls',
  needs: { tlsPlaces, tlsProfile, referenceTime },
  judge({ tlsPlaces, tlsProfile, referenceTime }) {
    return judgePlaces(tlsPlaces, tlsProfile, (seen, profile) => judgeCertificates(seen, profile, referenceTime))
  },
})
