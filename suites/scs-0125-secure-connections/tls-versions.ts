import { check } from '../../src/check.ts'
import { tlsProfile } from '../../src/openstack/tls-profile.ts'
import { tlsPlaces } from './facts.ts'
import { judgePlaces, notProbed } from './judge-places.ts'

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
    return judgePlaces(
      tlsPlaces,
      tlsProfile,
      ({ versions, notOffered }, profile) => {
        const others = versions.filter((version) => !profile.versions.includes(version))
        const unknown = notOffered.filter((name) => name.startsWith('TLSv') && !profile.versions.includes(name))
        if (others.length === 0 && unknown.length > 0) {
          return {
            violations: [],
            undecided: `OpenSSL here cannot offer ${unknown.join(', ')}; run with Node's own build`,
          }
        }
        if (others.length === 0) return { violations: [] }
        const expected = `only ${profile.versions.join(', ')}`
        return { violations: [{ expected, actual: `it accepts ${others.join(', ')}`, remedy: 'turn them off' }] }
      },
      notProbed,
    )
  },
})
