import t from 'tap'
import { bundledDataFolder } from '../reference-data.ts'
import { readDataDocument } from '../reference-data/document.ts'
import type { OpenStack } from './client.ts'
import { newestVersions } from './newest-versions.ts'
import type { OpenStackSeries, ReferenceDocument } from './series-data.ts'
import { shownServices } from './shown-versions.ts'

const { content } = (await readDataDocument(
  bundledDataFolder,
  'openstack-series',
  'bundled',
  new Date(),
)) as ReferenceDocument<OpenStackSeries>
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
  const openstackSeries = { content }
  const newest = Promise.resolve(newestVersions.load({ openstack, catalog, openstackSeries }, { signal }))
  const shown = newest.then((newestVersions) => shownServices.load({ openstack, catalog, newestVersions }, { signal }))
  return { asked, newest, shown }
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
  const answers = [
    [200, '<html>', 'is no JSON', 'malformed'],
    [401, '{}', 'answers 401', undefined],
    [200, '{}', 'lists no version 2', undefined],
    [200, 'null', 'lists no version 2', undefined],
  ] as const
  for (const [status, text, why, flaw] of answers) {
    const { newest, shown } = learn({ compute: 'https://c.example' }, { 'https://c.example/': [status, text] })
    t.match(await shown, [{ api: null }], text)
    t.match(await newest, [{ service: 'compute', newest: null, why: `its version document ${why}`, flaw }], text)
  }
  const { newest, shown } = learn({ compute: 'https://c.example' }, { 'https://c.example/': [503, ''] })
  t.match(await newest, [{ newest: null, why: 'its version document answers 503', flaw: 'unreachable' }])
  await t.rejects(shown, {
    kind: 'unreachable',
    message: 'compute: its version document answers 503; is the service well?',
  })
  const swift = learn({ 'object-store': 'https://o.example/v1/AUTH_1' }, { 'https://o.example/info': [502, ''] })
  await t.rejects(swift.shown, {
    kind: 'unreachable',
    message: 'object-store: /info answers 502; is the service well?',
  })
})

t.test('a version that is out of use does not count, nor one of another major version', async (t) => {
  const versions = [
    { id: 'v2.30', status: 'DELETED', links: [] },
    { id: 'v2.28', status: 'CURRENT', links: [] },
    { id: 'v3.1', status: 'CURRENT', links: [] },
  ]
  const answers = { 'https://lb.example/': [200, JSON.stringify({ versions })] } as const
  t.match(await learn({ 'load-balancer': 'https://lb.example/v2' }, answers).newest, [{ newest: '2.28' }])
})
