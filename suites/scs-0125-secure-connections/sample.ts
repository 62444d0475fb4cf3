import { readFileSync } from 'node:fs'
import type { ReferenceDocument, TlsProfile } from '../../src/openstack/tls-profile.ts'
import type { LegacyScan } from '../../src/openstack/tls-legacy-scan.ts'
import type { TlsCertificate, TlsScan } from '../../src/openstack/tls-scan.ts'
import type { TlsPlace } from './facts.ts'

const file = new URL('../../standards/data/tls-profile.json', import.meta.url)

/** The bundled profile, for tests. */
export const sampleProfile: ReferenceDocument<TlsProfile> = {
  name: 'tls-profile',
  origin: 'bundled',
  collectedAt: '2026-11-24',
  reach: '2026-11-24',
  sources: [],
  digest: 'sha256:0',
  freshForDays: null,
  content: JSON.parse(readFileSync(file, 'utf8')) as TlsProfile,
}

/** A sound certificate, changed as a test wants it. */
export function sampleCertificate(changes: Partial<TlsCertificate> = {}): TlsCertificate {
  return {
    subject: 'CN=api.example',
    issuer: 'CN=authority',
    notBefore: '2026-01-01T00:00:00.000Z',
    notAfter: '2026-04-01T00:00:00.000Z',
    keyType: 'ecdsa',
    keyBits: null,
    curve: 'prime256v1',
    signature: 'ecdsa-with-SHA384',
    nameHolds: true,
    distrust: null,
    ...changes,
  }
}

/** A place that holds to the profile, changed as a test wants it. */
export function samplePlace(changes: Partial<TlsScan> = {}, more: Partial<LegacyScan> = {}): TlsPlace {
  const scan: TlsScan = {
    versions: ['TLSv1.2', 'TLSv1.3'],
    ciphers: ['ECDHE-ECDSA-AES128-GCM-SHA256', 'TLS_AES_128_GCM_SHA256'],
    groups: ['X25519', 'prime256v1'],
    smallestDhBits: null,
    certificates: [sampleCertificate()],
    notOffered: [],
    handshakes: 20,
    ...changes,
  }
  const legacy: LegacyScan = { picks: [], hasMore: false, unseen: [], connections: 11, ...more }
  return { origin: 'https://api.example', services: ['compute'], seen: { kind: 'tls', scan, legacy } }
}

/** A place that could not be looked at. */
export const sampleUnseen: TlsPlace = {
  origin: 'https://far.example',
  services: ['image'],
  seen: { kind: 'unobserved', cause: 'timeout', message: 'https://far.example did not answer' },
}

/** A place behind whose https there is no TLS. */
export const sampleNoTls: TlsPlace = {
  origin: 'https://odd.example',
  services: ['network'],
  seen: { kind: 'not tls' },
}
