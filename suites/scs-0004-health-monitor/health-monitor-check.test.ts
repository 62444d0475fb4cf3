import t from 'tap'
import { conformantProvider, judgeProvider, seededProvider } from '../../testbed/judge-provider.ts'
import type { Fault } from '../../testbed/simulator/index.ts'
import { healthMonitorCheck } from './health-monitor-check.ts'

const told = (healthMonitor: object, ...faults: readonly Fault[]) =>
  judgeProvider(healthMonitorCheck, { healthMonitor }, { faults })
/** On loopback a place is never public; what else was seen is in the notes and violations. */
const stale = { expected: 'results of the last 24 hours', actual: /^the newest is of 20/ }

t.test('fresh in every format, and the nearest that is not', async (t) => {
  for (const format of ['openmetrics', 'text', 'influxdb', 'prometheus'] as const) {
    const fresh = await told({ format, lastResultMinutesAgo: 1439 })
    t.notOk(
      fresh.violations.some(({ expected }) => expected === stale.expected),
      format,
    )
    t.match(fresh.notes[0], /^newest result: 20.*, by (push_time_seconds|nordwind) \(/)
    const old = await told({ format, lastResultMinutesAgo: 1441 })
    t.match(old, { verdict: 'FAIL', violations: [{}, stale] }, format)
  }
})

t.test('public: without login, by https, at an address that is none here', async (t) => {
  const clean = await judgeProvider(healthMonitorCheck, conformantProvider)
  t.match(clean, { verdict: 'FAIL', violations: [{ subject: /^health monitor http:/, expected: 'an https URL' }] })
  t.equal(clean.violations.length, 1)
  t.match(clean.notes, [/newest result/, /at 127.0.0.1 as seen from here, which not everybody can reach/])
  const login = await told({ login: 'required' })
  t.ok(login.violations.some(({ expected }) => expected === 'an answer without login'))
  t.match(await judgeProvider(healthMonitorCheck, seededProvider), {
    verdict: 'FAIL',
    violations: [{ expected: 'an https URL' }, stale],
  })
})

t.test('not decided: a page for people, nothing of a monitor, no time, a time that lies ahead', async (t) => {
  const noted = async (monitor: object, ...faults: readonly Fault[]) =>
    (await told(monitor, ...faults)).notes.join('\n')
  t.match(
    await noted({ format: 'html' }),
    /is a page for people, which cannot be read by machine; name a URL that answers/,
  )
  t.match(await noted({ lastResultMinutesAgo: -60 }), /which lies ahead; are the clocks right/)
  t.match(
    await noted({}, { action: { status: 200, body: 'node_load1 1\n' } }),
    /nothing that is known as a result of a health monitor/,
  )
  t.match(
    await noted({}, { action: { status: 200, body: 'probe_success 1\n' } }),
    /nothing at http.* says when its results came/,
  )
  t.match(
    await noted({}, { action: { status: 200, body: 'probe_success one\n' } }),
    /line 1 cannot be read as metrics: its value is no number/,
  )
  t.match(await noted({}, { action: { status: 404 } }), /answers 404; name the URL of its results/)
  t.match(await noted({}, { action: { status: 503 } }), /answers 503; try again later/)
  t.match(await judgeProvider(healthMonitorCheck, null), { verdict: 'MISS', cause: { kind: 'manual' } })
})

t.test('where nothing speaks against it and not all was seen, it is DNF; where all was seen, PASS', async (t) => {
  const { place, ...rest } = await seen()
  t.match(healthMonitorCheck.judge({ ...rest, healthMonitor: { place, told: results } }), {
    violations: [],
    undecided: undefined,
  })
  const hidden = { ...place, whereabouts: { kind: 'private' as const, addresses: ['10.1.1.1'] } }
  t.match(healthMonitorCheck.judge({ ...rest, healthMonitor: { place: hidden, told: results } }), {
    undecided: { kind: 'forbidden' },
  })
  const unread = { cause: 'timeout' as const, message: 'too long' }
  t.match(healthMonitorCheck.judge({ ...rest, healthMonitor: { place, told: unread } }), {
    undecided: { kind: 'timeout' },
  })
})

const now = new Date().toISOString()
const results = {
  format: 'metrics' as const,
  metrics: ['probe_success'],
  newest: { timeMs: Date.parse(now), by: 'probe_success' },
  figures: [],
}

/** A place without a flaw, put together as the fact would have seen it. */
async function seen() {
  const { openReferenceData } = await import('../../src/reference-data.ts')
  const data = await openReferenceData({ environment: {}, now: new Date() })
  const tlsProfile = await data.read<never>('tls-profile')
  const url = 'https://health.nordwind.example/metrics'
  const day = 86_400_000
  const certificate = {
    subject: 'CN=health.nordwind.example',
    issuer: 'CN=An authority',
    notBefore: new Date(Date.now() - day).toISOString(),
    notAfter: new Date(Date.now() + 60 * day).toISOString(),
    keyType: 'ecdsa',
    keyBits: null,
    curve: 'prime256v1',
    signature: 'ecdsa-with-SHA384',
    nameHolds: true,
    distrust: null,
  }
  const scan = {
    versions: ['TLSv1.3' as const],
    ciphers: ['TLS_AES_128_GCM_SHA256'],
    groups: ['X25519'],
    smallestDhBits: null,
    certificates: [certificate],
    notOffered: [],
    handshakes: 9,
  }
  const place = {
    url,
    whereabouts: { kind: 'public' as const, addresses: ['8.8.8.8'] },
    answer: { kind: 'answered' as const, status: 200, mediaType: 'text/plain', url },
    tls: { kind: 'tls' as const, scan, legacy: { picks: [], hasMore: false, unseen: [], connections: 11 } },
  }
  return { place, tlsProfile, referenceTime: now }
}
