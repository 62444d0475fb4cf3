import t from 'tap'
import { sampleNoTls, samplePlace, sampleProfile, sampleUnseen } from './sample.ts'
import { tlsVersionsCheck } from './tls-versions.ts'

const judge = (...tlsPlaces: readonly ReturnType<typeof samplePlace>[]) =>
  tlsVersionsCheck.judge({ tlsPlaces, tlsProfile: sampleProfile })

t.test('1.2, 1.3 or both', async (t) => {
  t.match(judge(samplePlace()), {
    examined: ['https://api.example (compute)'],
    violations: [],
    notes: [/not probed/, /5\.7/],
  })
  t.same(judge(samplePlace({ versions: ['TLSv1.3'] })).violations, [])
})

t.test('an older one', async (t) => {
  const old = samplePlace({ versions: ['TLSv1', 'TLSv1.1', 'TLSv1.2'] })
  t.match(judge(old).violations, [{ subject: 'https://api.example (compute)', actual: 'it accepts TLSv1, TLSv1.1' }])
})

t.test('what OpenSSL here cannot offer is open, unless a violation was seen', async (t) => {
  const blind = { notOffered: ['TLSv1', 'sect233k1'] }
  t.match(judge(samplePlace(blind)), {
    violations: [],
    undecided: { kind: 'dependency', message: /api\.example: OpenSSL here cannot offer TLSv1;/ },
  })
  t.match(judge(samplePlace({ notOffered: ['sect233k1'] })), { violations: [], undecided: undefined })
  t.match(judge(samplePlace({ ...blind, versions: ['TLSv1.1'] })), { violations: [{}], undecided: undefined })
})

t.test('not seen: open, unless a violation was seen elsewhere', async (t) => {
  t.match(judge(samplePlace(), sampleUnseen), { violations: [], undecided: { kind: 'timeout' } })
  t.match(judge(samplePlace({ versions: ['TLSv1'] }), sampleUnseen), { violations: [{}], undecided: undefined })
  for (const places of [[], [sampleNoTls]]) t.match(judge(...places), { undecided: { kind: 'dependency' } })
})
