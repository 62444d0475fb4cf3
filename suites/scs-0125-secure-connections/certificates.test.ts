import t from 'tap'
import { certificatesCheck } from './certificates.ts'
import { sampleCertificate, samplePlace, sampleProfile } from './sample.ts'

const judge = (changes: Parameters<typeof sampleCertificate>[0] = {}, now = '2026-02-01T00:00:00.000Z') =>
  certificatesCheck.judge({
    tlsPlaces: [samplePlace({ certificates: [sampleCertificate(changes)] })],
    tlsProfile: sampleProfile,
    referenceTime: now,
  })

t.test('a sound one', async (t) => {
  t.match(judge(), { violations: [], notes: [/judged by/] })
  const rsa = { keyType: 'rsa', keyBits: 2048, curve: null, signature: 'sha256WithRSAEncryption' }
  t.same(judge(rsa).violations, [])
})

const flaws = [
  [{ notBefore: '2026-02-02T00:00:00.000Z' }, /valid from/],
  [{ notAfter: '2026-01-31T00:00:00.000Z' }, /expired at 2026-01-31/],
  [{ notAfter: '2026-01-31T00:00:00.000Z', distrust: 'CERT_HAS_EXPIRED' }, /expired at 2026-01-31/],
  [{ nameHolds: false }, /for other names/],
  [{ distrust: 'DEPTH_ZERO_SELF_SIGNED_CERT' }, /issued by CN=authority: DEPTH_ZERO/],
  [{ distrust: 'CERT_HAS_EXPIRED' }, /CERT_HAS_EXPIRED/],
  [{ keyType: 'ed25519', curve: null }, /ed25519/],
  [{ keyType: 'rsa', keyBits: 1024, curve: null }, /1024 bits/],
  [{ curve: 'secp521r1' }, /secp521r1/],
  [{ signature: 'ecdsa-with-SHA1' }, /SHA1/],
  [{ notAfter: '2027-01-03T00:00:00.000Z' }, /367 days/],
] as const

for (const [changes, actual] of flaws) {
  t.test(`one flaw: ${actual.source}`, async (t) => {
    const { violations } = judge(changes)
    t.equal(violations.length, 1)
    t.match(violations, [{ subject: 'https://api.example (compute)', actual }])
  })
}

t.test('as long as allowed, and longer than recommended', async (t) => {
  t.match(judge({ notAfter: '2027-01-02T00:00:00.000Z' }), { violations: [], notes: [/366 days; 90 are/, /judged by/] })
})

t.test('what to do about a chain depends on what is wrong with it', async (t) => {
  t.match(judge({ distrust: 'CERT_HAS_EXPIRED' }).violations, [{ remedy: /^renew the certificate of the authority/ }])
  t.match(judge({ distrust: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' }).violations, [{ remedy: /^send the whole chain/ }])
})

t.test('none was shown: open', async (t) => {
  const finding = certificatesCheck.judge({
    tlsPlaces: [samplePlace({ certificates: [] })],
    tlsProfile: sampleProfile,
    referenceTime: '2026-02-01T00:00:00Z',
  })
  t.match(finding, { violations: [], undecided: { kind: 'dependency', message: /showed no certificate/ } })
})
