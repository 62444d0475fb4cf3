import t from 'tap'
import type { Http } from '../http.ts'
import { cloudWords } from '../http/vocabulary.ts'
import { asSeenFromOutside, identityUrl, pickVersion, readVersions } from './discovery.ts'

function answering(body: unknown, status = 200): Http {
  return {
    send: async () => ({
      status,
      headers: { 'content-type': 'application/json' },
      body: Buffer.from(JSON.stringify(body)),
    }),
    traffic: { requests: 0, retries: 0, bytes: 0 },
    words: cloudWords,
    close: async () => {},
  }
}

const entry = (id: string, href: string, more: object = {}) => ({
  id,
  status: 'CURRENT',
  links: [{ rel: 'self', href }],
  ...more,
})

t.test('every shape of version document is read', async (t) => {
  const nova = answering({ versions: [entry('v2.1', 'http://h/v2.1/', { version: '2.93', min_version: '2.1' })] })
  t.strictSame(await readVersions(nova, 'http://h/'), [
    { id: 'v2.1', status: 'CURRENT', href: 'http://h/v2.1', maxMicroversion: '2.93' },
  ])
  const ironic = answering({ version: entry('v1', 'http://h/v1', { version: '', max_version: '1.9' }) })
  t.match(await readVersions(ironic, 'http://h/v1'), [{ id: 'v1', maxMicroversion: '1.9' }])
  const keystone = answering({ versions: { values: [entry('v3.14', 'http://h/v3/', { status: 'stable' })] } }, 300)
  t.match(await readVersions(keystone, 'http://h/'), [{ id: 'v3.14', href: 'http://h/v3', maxMicroversion: undefined }])
  t.match(await readVersions(answering({ v1: { id: 'v1', status: 'stable' } }), 'http://h/key/'), [
    { id: 'v1', href: 'http://h/key/v1' },
  ])
  for (const nothing of [answering([]), answering({ a: 1, b: { id: 2 } }), answering({}, 404)])
    t.strictSame(await readVersions(nothing, 'http://h/'), [])
})

t.test('scheme, host and prefix stay those we know', async (t) => {
  const cases: [href: string, document: string, url: string][] = [
    ['http://h/v2/', 'http://h/', 'http://h/v2'],
    ['http://internal:9292/v2/', 'https://h/image/', 'https://h/image/v2'],
    ['http://internal/v2', 'https://h/image/v2', 'https://h/image/v2'],
    ['http://h/image/v2', 'https://h/image/', 'https://h/image/v2'],
    ['http://h/v2', 'https://h/image/', 'https://h/image/v2'],
    ['/v2', 'https://h/image/', 'https://h/image/v2'],
    ['v2', 'https://h/image', 'https://h/image/v2'],
  ]
  for (const [href, document, url] of cases) t.equal(asSeenFromOutside(href, document), url, `${href} at ${document}`)
})

t.test('the newest usable minor of the major wanted is picked', async (t) => {
  const versions = await readVersions(
    answering({
      versions: [
        entry('v2.0', '/v2', { status: 'SUPPORTED' }),
        entry('v2.9', '/v2'),
        entry('v2.16', '/v2'),
        entry('v2.17', '/v2', { status: 'deleted' }),
        entry('v3', '/v3'),
      ],
    }),
    'http://h/',
  )
  t.equal(pickVersion(versions, 2)?.id, 'v2.16')
  t.equal(pickVersion(versions, 4), undefined)
})

t.test('a Keystone without v3 is none', async (t) => {
  t.equal(
    await identityUrl(answering({ versions: { values: [entry('v3.14', 'http://in/v3/')] } }), 'http://h/id/v2.0'),
    'http://h/id/v3',
  )
  await t.rejects(identityUrl(answering({}, 404), 'http://h/id'), {
    kind: 'unreachable',
    message: 'http://h/id offers no Identity API v3; check auth_url',
  })
})
