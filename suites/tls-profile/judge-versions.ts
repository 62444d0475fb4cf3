import type { TlsProfile } from '../../src/openstack/tls-profile.ts'
import type { TlsScans } from './look-at-tls.ts'
import type { PlaceFinding } from './place-finding.ts'

/** Only versions of TLS that the profile has. */
export function judgeVersions({ scan, legacy }: TlsScans, profile: TlsProfile): PlaceFinding {
  const isGood = (version: string) => profile.versions.includes(version)
  const suitesOf = Map.groupBy(legacy.picks, ({ version }) => version)
  const others = [
    ...[...suitesOf]
      .filter(([version]) => !isGood(version) && !scan.versions.some((spoken) => spoken === version))
      .map(([version, picks]) => `${version} (with ${picks.map(({ suite }) => suite).join(', ')})`),
    ...scan.versions.filter((version) => !isGood(version)),
  ]
  if (others.length > 0) {
    const expected = `only ${profile.versions.join(', ')}`
    return { violations: [{ expected, actual: `it accepts ${others.join(', ')}`, remedy: 'turn them off' }] }
  }
  const unseen = legacy.unseen.find(({ version }) => !isGood(version))
  return { violations: [], ...(unseen ? { undecided: unseen } : {}) }
}
