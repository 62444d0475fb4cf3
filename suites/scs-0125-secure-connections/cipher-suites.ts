import { check } from '../../src/check.ts'
import { tlsProfile } from '../../src/openstack/tls-profile.ts'
import { tlsPlaces } from './facts.ts'
import { judgePlaces, notProbed } from './judge-places.ts'

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
    return judgePlaces(
      tlsPlaces,
      tlsProfile,
      ({ ciphers }, profile) => {
        const good = new Set([...profile.ciphers, ...profile.cipherSuites])
        const others = ciphers.filter((cipher) => !good.has(cipher))
        if (others.length === 0) return { violations: [] }
        const expected = `only the cipher suites of ${profile.title}`
        const remedy = `set the list of ciphers to ${profile.ciphers.join(':')}`
        return { violations: [{ expected, actual: `it also accepts ${others.join(', ')}`, remedy }] }
      },
      notProbed,
    )
  },
})
