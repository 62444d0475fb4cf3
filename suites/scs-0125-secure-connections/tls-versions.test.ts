import t from 'tap'
import { sampleNoTls, samplePlace, sampleProfile, sampleUnseen } from './sample.ts'
import { tlsVersionsCheck } from './tls-versions.ts'

const judge = (...tlsPlaces: readonly ReturnType<typeof samplePlace>[]) =>
  tlsVersionsCheck.judge({ tlsPlaces, tlsProfile: sampleProfile })

t.test('1.2, 1.3 or both', async (t) => {
  t.match(judge(samplePlace()), {
    examined: ['https://api.example (compute)'],
    violations: [],
    notes: [/5\.7/],
  })
  t.same(judge(samplePlace({ versions: ['TLSv1.3'] })).violations, [])
})

t.test('an older one', async (t) => {
  const old = samplePlace({ versions: ['TLSv1', 'TLSv1.1', 'TLSv1.2'] })
  t.match(judge(old).violations, [{ subject: 'https://api.example (compute)', actual: 'it accepts TLSv1, TLSv1.1' }])
})

t.test('one that only our own offers find, with what was picked', async (t) => {
  const picks = [
    { version: 'TLSv1.2', suite: 'TLS_RSA_WITH_RC4_128_SHA' },
    { version: 'SSLv3', suite: 'TLS_RSA_WITH_RC4_128_SHA' },
    { version: 'SSLv3', suite: 'TLS_RSA_WITH_NULL_SHA' },
  ] as const
  t.match(judge(samplePlace({}, { picks })).violations, [
    {
      subject: 'https://api.example (compute)',
      actual: 'it accepts SSLv3 (with TLS_RSA_WITH_RC4_128_SHA, TLS_RSA_WITH_NULL_SHA)',
    },
  ])
  t.same(judge(samplePlace({}, { picks: picks.slice(0, 1) })).violations, [], 'a matter of suites alone')
  const old = { version: 'TLSv1', suite: 'TLS_RSA_WITH_RC4_128_SHA' } as const
  t.match(judge(samplePlace({ versions: ['TLSv1', 'TLSv1.2'] }, { picks: [old] })).violations, [
    { actual: 'it accepts TLSv1' },
  ])
})

t.test('an old version that could not be looked at is open, unless a violation was seen', async (t) => {
  const blind = { unseen: [{ version: 'SSLv3', kind: 'timeout', message: 'no answer' }] } as const
  t.match(judge(samplePlace({}, blind)), {
    violations: [],
    undecided: { kind: 'timeout', message: 'https://api.example: no answer' },
  })
  t.match(judge(samplePlace({ versions: ['TLSv1.1'] }, blind)), { violations: [{}], undecided: undefined })
  const newer = { unseen: [{ version: 'TLSv1.2', kind: 'malformed', message: 'garbage' }] } as const
  t.match(
    judge(samplePlace({}, newer)),
    { violations: [], undecided: undefined },
    'a good one is no matter of versions',
  )
  const lacking = { notOffered: ['TLSv1', 'sect233k1'] }
  t.match(judge(samplePlace(lacking)), { violations: [], undecided: undefined }, 'what OpenSSL lacks, we offer')
})

t.test('not seen: open, unless a violation was seen elsewhere', async (t) => {
  t.match(judge(samplePlace(), sampleUnseen), { violations: [], undecided: { kind: 'timeout' } })
  t.match(judge(samplePlace({ versions: ['TLSv1'] }), sampleUnseen), { violations: [{}], undecided: undefined })
  for (const places of [[], [sampleNoTls]]) t.match(judge(...places), { undecided: { kind: 'dependency' } })
})
