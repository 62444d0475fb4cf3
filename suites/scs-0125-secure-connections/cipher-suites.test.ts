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
