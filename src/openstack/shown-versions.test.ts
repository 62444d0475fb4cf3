import t from 'tap'
import { readFileSync } from 'node:fs'
import type { OpenStack } from './client.ts'
import { shownServices } from './shown-versions.ts'

const content: unknown = JSON.parse(
  readFileSync(new URL('../../standards/data/openstack-api-versions.json', import.meta.url), 'utf8'),
)
const signal = new AbortController().signal

/** A cloud with these services; what each URL answers, 404 for all others. */
function learn(
  services: Readonly<Record<string, string>>,
  answers: Readonly<Record<string, readonly [number, string]>>,
) {
  const asked: string[] = []
  const openstack: Pick<OpenStack, 'endpoint' | 'sendRaw'> = {
    endpoint: (type) => services[type] ?? '',
    sendRaw: ({ url }) => {
      asked.push(url)
      const [status, text] = answers[url] ?? [404, '']
      return Promise.resolve({ status, headers: {}, text })
    },
  }
  const catalog = Object.keys(services).map((type) => ({ type }))
  const facts = { openstack, catalog, openstackApiVersions: { content } }
  return { asked, shown: Promise.resolve(shownServices.load(facts, { signal })) }
}

const nova = JSON.stringify({
  versions: [
    { id: 'v2.0', version: '', links: [] },
    { id: 'v2.1', version: '2.96', min_version: '2.1', links: [] },
  ],
})

t.test('the newest microversion, of a document beside the endpoint, without a token', async (t) => {
  const { asked, shown } = learn(
    { compute: 'https://api.example/compute/v2.1', identity: 'https://api.example/identity' },
    { 'https://api.example/compute/': [300, nova] },
  )
  t.same(await shown, [
    { type: 'compute', api: '2.96', software: null },
    { type: 'identity', api: null, software: null },
  ])
  t.same(asked, ['https://api.example/compute/'], 'of Keystone nothing could be told by it')
})

t.test('Octavia tells it by the versions it has, Swift by /info', async (t) => {
  const versions = ['v2.0', 'v2.9', 'v2.28', 'v2.10'].map((id) => ({ id, status: 'SUPPORTED', links: [] }))
  const { shown } = learn(
    { 'load-balancer': 'https://lb.example', 'object-store': 'https://o.example/swift/v1/AUTH_1' },
    {
      'https://lb.example/': [200, JSON.stringify({ versions })],
      'https://o.example/swift/info': [200, '{"swift":{"version":"2.33.0"}}'],
    },
  )
  t.match(await shown, [{ api: '2.28' }, { software: '2.33.0' }])
})

t.test('aliases of a type are one service', async (t) => {
  const { shown } = learn({ volumev3: 'https://v.example/v3/1', 'block-storage': 'https://v.example/v3/1' }, {})
  t.same(await shown, [{ type: 'block-storage', api: null, software: null }])
})

t.test('what is no version document tells nothing; a service that fails is not seen', async (t) => {
  for (const answer of [
    [200, '<html>'],
    [401, '{}'],
    [200, '{}'],
    [200, 'null'],
  ] as const) {
    const { shown } = learn({ compute: 'https://c.example' }, { 'https://c.example/': answer })
    t.match(await shown, [{ api: null }], answer.join(' '))
  }
  const { shown } = learn({ compute: 'https://c.example' }, { 'https://c.example/': [503, ''] })
  await t.rejects(shown, {
    kind: 'unreachable',
    message: 'GET https://c.example/ was answered with 503; is the service well?',
  })
})
