import t from 'tap'
import { issueCertificate } from '../../testbed/certificate-authority.ts'
import { judgeProvider } from '../../testbed/judge-provider.ts'
import { openReferenceData } from '../../src/reference-data.ts'
import type { TlsProfile } from '../../src/openstack/tls-profile.ts'
import type { PlaceSeen } from '../public-place/look-at-place.ts'
import { publicCheck } from './public-check.ts'

const now = new Date()
const tlsProfile = await (await openReferenceData({ environment: {}, now })).read<TlsProfile>('tls-profile')
const url = 'https://status.nordwind.example/api'
const certificate = {
  subject: 'CN=status.nordwind.example',
  issuer: 'CN=An authority',
  notBefore: new Date(now.getTime() - 86_400_000).toISOString(),
  notAfter: new Date(now.getTime() + 86_400_000 * 60).toISOString(),
  keyType: 'ecdsa',
  keyBits: null,
  curve: 'prime256v1',
  signature: 'ecdsa-with-SHA384',
  nameHolds: true,
  distrust: null,
}
const scan = {
  versions: ['TLSv1.3'] as const,
  ciphers: ['TLS_AES_128_GCM_SHA256'],
  groups: ['X25519'],
  smallestDhBits: null,
  certificates: [certificate],
  notOffered: [],
  handshakes: 12,
}
const legacy = { picks: [], hasMore: false, unseen: [], connections: 11 }
const good: PlaceSeen = {
  url,
  whereabouts: { kind: 'public', addresses: ['8.8.8.8'] },
  answer: { kind: 'answered', status: 200, mediaType: 'application/json', url: `${url}/components` },
  tls: { kind: 'tls', scan, legacy },
}
const judged = (seen: Partial<PlaceSeen> | null) =>
  publicCheck.judge({ statusPageInPublic: seen && { ...good, ...seen }, tlsProfile, referenceTime: now.toISOString() })

t.test('public: https, without login, at a public address', async (t) => {
  const { violations, undecided, examined } = judged({})
  t.strictSame(
    { violations, undecided, examined },
    { violations: [], undecided: undefined, examined: [`status page ${url}`] },
  )
})

t.test('each thing that is wrong, by itself', async (t) => {
  for (const [seen, violation] of [
    [
      { answer: { ...good.answer, status: 401 } },
      { expected: 'an answer without login', actual: /components answers 401/ },
    ],
    [{ answer: { ...good.answer, status: 403 } }, { expected: 'an answer without login' }],
    [{ answer: { ...good.answer, url: 'http://x.example/' } }, { expected: 'https all the way' }],
    [
      { url: 'http://x.example', tls: { kind: 'plain http' } },
      { expected: 'an https URL', actual: 'http' },
    ],
    [{ tls: { kind: 'not tls' } }, { expected: 'TLS' }],
    [
      { tls: { kind: 'tls', legacy, scan: { ...scan, versions: ['TLSv1.1', 'TLSv1.3'] } } },
      { actual: 'it accepts TLSv1.1' },
    ],
    [{ tls: { kind: 'tls', legacy, scan: { ...scan, ciphers: ['AES128-SHA'] } } }, { actual: /AES128-SHA/ }],
    [{ tls: { kind: 'tls', legacy, scan: { ...scan, groups: ['secp521r1'] } } }, { actual: /secp521r1/ }],
    [
      {
        tls: {
          kind: 'tls',
          legacy,
          scan: { ...scan, certificates: [{ ...certificate, distrust: 'SELF_SIGNED_CERT_IN_CHAIN' }] },
        },
      },
      { actual: /SELF_SIGNED_CERT_IN_CHAIN/, remedy: /the public knows no authority of your own/ },
    ],
  ] as const) {
    const { violations } = judged(seen as Partial<PlaceSeen>)
    t.match(violations, [violation])
    t.equal(violations.length, 1)
  }
})

t.test('not decided: a private address, a proxy, no answer; none of them hides a violation', async (t) => {
  const unobserved = { kind: 'unobserved', cause: 'timeout', message: 'it took too long' } as const
  for (const [seen, kind, message] of [
    [
      { whereabouts: { kind: 'private', addresses: ['10.0.0.7'] } },
      'forbidden',
      /is at 10.0.0.7 as seen from here, which not everybody can reach/,
    ],
    [{ whereabouts: { kind: 'proxied' } }, 'dependency', /through a proxy/],
    [{ whereabouts: unobserved }, 'timeout', /too long/],
    [{ answer: unobserved }, 'timeout', /too long/],
    [{ tls: unobserved }, 'timeout', /too long/],
    [{ answer: { ...good.answer, status: 404 } }, 'malformed', /answers 404 to those without login/],
    [{ answer: { ...good.answer, mediaType: 'text/html' } }, 'malformed', /a page for people, which may be a login/],
    [{ answer: { ...good.answer, status: 502 } }, 'unreachable', /502/],
  ] as const) {
    t.match(judged(seen as Partial<PlaceSeen>), { violations: [], undecided: { kind, message } })
    const both = judged({
      ...(seen as Partial<PlaceSeen>),
      ...('tls' in seen
        ? { answer: { ...good.answer, status: 401 } as PlaceSeen['answer'] }
        : { tls: { kind: 'not tls' } }),
    })
    t.match(both, { violations: [{}], undecided: undefined })
  }
  t.match(judged(null).undecided, { kind: 'manual' })
})

t.test('seen for real: by loopback it is not public, and an own authority is not known to the public', async (t) => {
  const page = { statusPage: { components: [{ name: 'Compute' }] } }
  const plain = await judgeProvider(publicCheck, page)
  t.match(plain, { verdict: 'FAIL', violations: [{ expected: 'an https URL' }], notes: [/127.0.0.1/] })
  const { ca: _, ...tls } = issueCertificate({ names: 'IP:127.0.0.1' })
  const own = await judgeProvider(publicCheck, page, { tls })
  t.match(own, { verdict: 'FAIL' })
  t.ok(own.violations.some(({ actual }) => actual.includes('UNABLE_TO_VERIFY_LEAF_SIGNATURE')))
  const login = await judgeProvider(publicCheck, { statusPage: { login: 'required' } })
  t.ok(login.violations.some(({ expected }) => expected === 'an answer without login'))
})
