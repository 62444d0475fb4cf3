import { t } from 'tap'
import type { FaultAction } from '../index.ts'
import { startClusterSimulator } from './index.ts'
import { client, type Answer } from './test-client.ts'

const simulator = await startClusterSimulator({ description: { nodes: [{ name: 'node-{n}', count: 3 }] } })
const admin = client(simulator, 'admin')
t.teardown(async () => {
  await admin[Symbol.asyncDispose]()
  await simulator.stop()
})
t.afterEach(() => simulator.faults.clear())

function ask(action: FaultAction, path = '/api/v1/nodes'): Promise<Answer> {
  simulator.faults.add({ service: 'core', path: '^/api/v1/nodes', action })
  return admin.get(path)
}

t.test('a status comes as a Status, with the reason that goes with it', async (t) => {
  const busy = await ask({ status: 429, retryAfter: 2 })
  t.match(busy, {
    status: 429,
    headers: { 'retry-after': '2' },
    body: { kind: 'Status', reason: 'TooManyRequests', details: { retryAfterSeconds: 2 }, code: 429 },
  })
  simulator.faults.clear()
  t.match((await ask({ status: 410 })).body, { kind: 'Status', reason: 'Expired' })
  simulator.faults.clear()
  t.match((await ask({ unauthorized: true })).body, { kind: 'Status', code: 401 })
  simulator.faults.clear()
  t.same((await ask({ status: 500, body: { odd: 1 } })).body, { odd: 1 })
})

t.test('only what matches: group, path, times', async (t) => {
  simulator.faults.add({ service: 'rbac.authorization.k8s.io', times: 1, action: { status: 503 } })
  simulator.faults.add({ service: 'none', path: '^/version$', action: { status: 503 } })
  const statuses = []
  for (const path of [
    '/api/v1/nodes',
    '/apis/rbac.authorization.k8s.io/v1/roles',
    '/apis/rbac.authorization.k8s.io/v1/roles',
    '/version',
    '/livez',
  ])
    statuses.push((await admin.get(path)).status)
  t.same(statuses, [200, 503, 200, 503, 200])
})

t.test('what a client has to notice', async (t) => {
  await t.rejects(ask({ reset: true }))
  simulator.faults.clear()
  await t.rejects(ask({ close: true }))
  simulator.faults.clear()
  await t.rejects(ask({ truncate: true }), SyntaxError)
  simulator.faults.clear()
  t.match(await ask({ html: true }), { status: 200, text: /Please log in/ })
  simulator.faults.clear()
  t.equal((await ask({ hugeBytes: 3_000_000 })).body['padding']?.toString().length, 3_000_000)
  simulator.faults.clear()
  t.match((await ask({ malformed: { field: 'items.*.metadata.name', value: 7 } })).body.items[0], {
    metadata: { name: 7 },
  })
  simulator.faults.clear()
  t.match(await ask({ redirect: 'https://other.example' }), {
    status: 307,
    headers: { location: 'https://other.example/api/v1/nodes' },
  })
})

t.test('pages without an end', async (t) => {
  const first = await ask({ endlessPages: 'repeat' })
  const second = await admin.get(`/api/v1/nodes?continue=${first.body.metadata['continue']}`)
  t.same(
    second.body.items.map(({ metadata }) => metadata['name']),
    first.body.items.map(({ metadata }) => metadata['name']),
  )
  t.not(second.body.metadata['continue'], first.body.metadata['continue'])
  simulator.faults.clear()
  const fresh = await ask({ endlessPages: 'fresh' })
  t.not(fresh.body.items[0]?.metadata['name'], 'node-1')
})

t.test('by the control endpoint, without credentials', async (t) => {
  await using nobody = client(simulator)
  const faults = '/__simulator__/faults'
  t.equal((await nobody.send('POST', faults, [{ times: 1, action: { status: 418 } }])).status, 204)
  t.equal((await admin.get('/version')).status, 418)
  t.match(await nobody.send('POST', faults, { action: { statsu: 1 } }), {
    status: 400,
    body: { error: 'fault: action.statsu is not a known key' },
  })
  t.equal((await nobody.send('DELETE', faults)).status, 204)
  t.match((await nobody.get('/__simulator__/requests')).text, /"path":"\/version","service":"none"/)
  t.match((await nobody.get('/__simulator__/objects')).text, /"nodes\/node-1"/)
  t.equal((await nobody.send('DELETE', '/__simulator__/requests')).status, 204)
  t.same(simulator.requests, [])
  t.equal((await nobody.get('/__simulator__/other')).status, 404)
})
