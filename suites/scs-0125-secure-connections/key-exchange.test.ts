import t from 'tap'
import { keyExchangeCheck } from './key-exchange.ts'
import { samplePlace, sampleProfile } from './sample.ts'

const judge = (changes: Parameters<typeof samplePlace>[0]) =>
  keyExchangeCheck.judge({ tlsPlaces: [samplePlace(changes)], tlsProfile: sampleProfile })

t.test('curves of the profile, and what is no curve', async (t) => {
  t.match(judge({ groups: ['X25519', 'secp384r1', 'ffdhe2048'] }), { violations: [], notes: [/judged by/] })
  t.match(judge({ groups: ['X25519', 'X25519MLKEM768'] }), { violations: [], notes: [/MLKEM768/, /judged by/] })
})

t.test('another curve', async (t) => {
  t.match(judge({ groups: ['X25519', 'secp521r1', 'X448'] }).violations, [
    { actual: 'it also accepts secp521r1, X448' },
  ])
})

t.test('a small field', async (t) => {
  t.same(judge({ smallestDhBits: 2048 }).violations, [])
  t.match(judge({ smallestDhBits: 1024 }).violations, [{ actual: '1024 bits' }])
})

t.test('what TLS 1.2 hides is said, and what OpenSSL here lacks', async (t) => {
  t.match(judge({ notOffered: ['TLSv1', 'X448'] }).notes, [/lacks them: X448$/, /judged by/])
  t.match(judge({ versions: ['TLSv1.2'] }).notes, [/not every curve/, /judged by/])
})

t.test('a server that OpenSSL cannot talk to: open', async (t) => {
  const silent = judge({ versions: [], ciphers: [], groups: [], certificates: [] })
  t.match(silent, { violations: [], undecided: { kind: 'dependency', message: /no exchange of keys was seen/ } })
})
