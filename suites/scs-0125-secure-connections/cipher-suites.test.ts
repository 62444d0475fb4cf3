import t from 'tap'
import { cipherSuitesCheck } from './cipher-suites.ts'
import { samplePlace, sampleProfile } from './sample.ts'

const judge = (...ciphers: readonly string[]) =>
  cipherSuitesCheck.judge({ tlsPlaces: [samplePlace({ ciphers })], tlsProfile: sampleProfile })

t.test('those of the profile, all or some', async (t) => {
  t.same(judge('ECDHE-RSA-AES256-GCM-SHA384').violations, [])
  t.same(judge(...sampleProfile.content.ciphers, ...sampleProfile.content.cipherSuites).violations, [])
})

t.test('one that is none of them', async (t) => {
  t.match(judge('ECDHE-RSA-AES256-GCM-SHA384', 'AES128-SHA').violations, [{ actual: 'it also accepts AES128-SHA' }])
  t.match(judge('TLS_AES_128_CCM_8_SHA256').violations, [{ actual: /CCM_8/ }])
})

t.test('one that only our own offers find, by the name of IANA and with its versions', async (t) => {
  const of = (version: 'SSLv3' | 'TLSv1.2', suite: string) => ({ version, suite })
  const judgeLegacy = (legacy: Parameters<typeof samplePlace>[1]) =>
    cipherSuitesCheck.judge({ tlsPlaces: [samplePlace({}, legacy)], tlsProfile: sampleProfile })
  const rc4 = 'TLS_RSA_WITH_RC4_128_SHA'
  t.match(
    judgeLegacy({ picks: [of('TLSv1.2', rc4), of('SSLv3', rc4), of('SSLv3', 'TLS_RSA_WITH_NULL_SHA')] }).violations,
    [
      {
        subject: 'https://api.example (compute)',
        actual: `it also accepts ${rc4} (TLSv1.2, SSLv3), TLS_RSA_WITH_NULL_SHA (SSLv3)`,
      },
    ],
  )
  t.match(judgeLegacy({ picks: [of('TLSv1.2', rc4)], hasMore: true }).violations, [{ actual: /\), and maybe more$/ }])
  // Where OpenSSL here lacks a suite of the profile, it is we who offer it.
  t.same(judgeLegacy({ picks: [of('TLSv1.2', 'TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256')] }).violations, [])
})

t.test('of a version that could not be looked at, suites are open, unless a violation was seen', async (t) => {
  const unseen = [{ version: 'TLSv1.2', kind: 'malformed', message: 'garbage' }] as const
  const judgeBlind = (ciphers: readonly string[]) =>
    cipherSuitesCheck.judge({ tlsPlaces: [samplePlace({ ciphers }, { unseen })], tlsProfile: sampleProfile })
  t.match(judgeBlind([]), { violations: [], undecided: { kind: 'malformed', message: /api\.example: garbage/ } })
  t.match(judgeBlind(['AES128-SHA']), { violations: [{}], undecided: undefined })
})
