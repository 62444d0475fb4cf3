import t from 'tap'
import type { TlsPlace } from './facts.ts'
import { httpsEndpointsCheck } from './https-endpoints.ts'
import { sampleNoTls, samplePlace, sampleProfile, sampleUnseen } from './sample.ts'

const endpoint = (url: string) => ({ service: 'compute', region: 'RegionOne', url })
const judge = (urls: readonly string[], ...tlsPlaces: readonly TlsPlace[]) =>
  httpsEndpointsCheck.judge({ publicEndpoints: urls.map(endpoint), tlsPlaces, tlsProfile: sampleProfile, hsts: [] })

t.test('all https, and TLS behind it', async (t) => {
  const examined = ['compute: https://api.example/v2']
  t.same(judge(['https://api.example/v2'], samplePlace()), { examined, violations: [], notes: [] })
})

t.test('one that is not, or only says so', async (t) => {
  const plain = [{ subject: 'public endpoint of compute in RegionOne', actual: 'http://api.example' }]
  t.match(judge(['https://api.example', 'http://api.example'], samplePlace()).violations, plain)
  t.match(judge(['https://odd.example'], sampleNoTls).violations, [{ actual: 'an answer that is no TLS' }])
})

t.test('not seen: open, unless something else is wrong', async (t) => {
  t.match(judge(['https://far.example'], sampleUnseen), { violations: [], undecided: { kind: 'timeout' } })
  const both = judge(['https://far.example', 'http://api.example'], sampleUnseen)
  t.match(both, { violations: [{}], undecided: undefined })
  t.match(judge([]), { undecided: { kind: 'dependency' } })
})

t.test('Strict-Transport-Security is spoken of where it was seen to be missing', async (t) => {
  const hsts = [
    { origin: 'https://a.example', seconds: 63_072_000 },
    { origin: 'https://b.example', seconds: 300 },
    { origin: 'https://c.example', seconds: null },
  ]
  const facts = { publicEndpoints: [endpoint('https://api.example')], tlsPlaces: [samplePlace()] }
  const { violations, notes } = httpsEndpointsCheck.judge({ ...facts, tlsProfile: sampleProfile, hsts })
  t.same(violations, [])
  t.match(notes, [/^https:\/\/b\.example: .*63072000/])
  t.equal(notes?.length, 1)
})
