import type { TlsProfile } from '../../src/openstack/tls-profile.ts'
import type { TlsScans } from './look-at-tls.ts'
import type { PlaceFinding } from './place-finding.ts'

/** Only cipher suites that the profile has. */
export function judgeCipherSuites({ scan, legacy }: TlsScans, profile: TlsProfile): PlaceFinding {
  const good = new Set([...profile.ciphers, ...profile.ianaCiphers, ...profile.cipherSuites])
  const versionsOf = Map.groupBy(legacy.picks, ({ suite }) => suite)
  const others = [
    ...scan.ciphers.filter((cipher) => !good.has(cipher)),
    ...[...versionsOf]
      .filter(([suite]) => !good.has(suite))
      .map(([suite, picks]) => `${suite} (${picks.map(({ version }) => version).join(', ')})`),
  ]
  const [unseen] = legacy.unseen
  if (others.length === 0) return { violations: [], ...(unseen ? { undecided: unseen } : {}) }
  const expected = `only the cipher suites of ${profile.title}`
  const remedy = `set the list of ciphers to ${profile.ciphers.join(':')}`
  const actual = `it also accepts ${others.join(', ')}${legacy.hasMore ? ', and maybe more' : ''}`
  return { violations: [{ expected, actual, remedy }] }
}
