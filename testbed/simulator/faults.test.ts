import { connect } from 'node:net'
import { t } from 'tap'
import { startSimulator, type FaultAction } from './index.ts'
import { first, login, send, type Answer } from './test-client.ts'

const flavors = [
  { name: 'a', vcpus: 1, ramMiB: 64 },
  { name: 'b', vcpus: 1, ramMiB: 64 },
]
const simulator = await startSimulator({
  description: { flavors, images: [{ name: 'x' }], volumeTypes: [{ name: 'x' }], keyManager: { secrets: 1 } },
})
t.teardown(() => simulator.stop())
t.afterEach(() => simulator.faults.clear())
const client = await login(simulator)
const list = '/compute/v2.1/flavors/detail'

function ask(action: FaultAction, path = list): Promise<Answer> {
  simulator.faults.add({ path: /v[123].*/.exec(path)?.[0].replace('?', '\\?') ?? '', action })
  return client.get(path)
}

t.test('a status, with Retry-After and a body of its own', async (t) => {
  const { status, headers, body } = await ask({ status: 503, retryAfter: 2, body: { busy: true } })
  t.match({ status, body }, { status: 503, body: { busy: true } })
  t.equal(headers.get('retry-after'), '2')
})

t.test('only what matches, only so often, only after a while', async (t) => {
  simulator.faults.add({
    service: 'compute',
    method: 'get',
    path: '^/v2.1/flavors',
    afterRequests: 1,
    times: 1,
    action: { status: 500 },
  })
  const statuses = []
  for (const path of ['/image/v2/images', list, list, list]) statuses.push((await client.get(path)).status)
  t.same(statuses, [200, 200, 500, 200])
})

t.test('the connection breaks: reset, closed in the body', async (t) => {
  await t.rejects(ask({ reset: true }))
  simulator.faults.clear()
  await t.rejects(ask({ close: true }))
  simulator.faults.clear()
  simulator.faults.add({ action: { reset: true } })
  const error = await new Promise<NodeJS.ErrnoException>((resolve) => {
    const socket = connect(Number(new URL(simulator.url).port), '127.0.0.1', () =>
      socket.write('GET /identity HTTP/1.1\r\nHost: x\r\n\r\n'),
    )
    socket.on('error', resolve)
  })
  t.equal(error.code, 'ECONNRESET')
})

t.test('an answer that is no JSON: cut, a login page, more than one wants', async (t) => {
  await t.rejects(ask({ truncate: true }), SyntaxError)
  simulator.faults.clear()
  t.match(await ask({ html: true }), { status: 200, text: /Please log in/ })
  simulator.faults.clear()
  t.equal((await ask({ hugeBytes: 3_000_000 })).body.padding.length, 3_000_000)
})

t.test('a field of another shape, or gone', async (t) => {
  t.match((await ask({ malformed: { field: 'flavors.*.ram', value: 'much' } })).body.flavors, [
    { ram: 'much' },
    { ram: 'much' },
  ])
  simulator.faults.clear()
  t.notOk('name' in first((await ask({ malformed: { field: 'flavors.0.name' } })).body.flavors))
})

t.test('pages without an end, in the way of each service', async (t) => {
  const compute = await ask({ endlessPages: 'repeat' }, `${list}?marker=unknown`)
  t.match(compute.body.flavors_links, [{ rel: 'next', href: `${simulator.url}${list}?marker=` }])
  const pages = [await ask({ endlessPages: 'fresh' }, '/image/v2/images'), await client.get('/image/v2/images')]
  t.match(pages[0]?.body.next, /^\/v2\/images\?marker=/)
  t.not(pages[0]?.body.images[0]?.id, pages[1]?.body.images[0]?.id)
  t.ok((await ask({ endlessPages: 'repeat' }, '/volume/v3/types')).body.volume_type_links)
  t.match((await ask({ endlessPages: 'fresh' }, '/key-manager/v1/secrets')).body.next, /^http/)
  t.notOk((await ask({ endlessPages: 'repeat' }, '/compute/v2.1/servers')).body.servers_links)
})

t.test('to another host, with the path or with its own', async (t) => {
  const away = await ask({ redirect: 'http://other.example' })
  t.equal(away.status, 307)
  t.equal(away.headers.get('location'), `http://other.example${list}`)
  simulator.faults.clear()
  t.equal((await ask({ redirect: 'http://other.example/login' })).headers.get('location'), 'http://other.example/login')
})

t.test('401 in the middle, delay together with another fault', async (t) => {
  simulator.faults.add({ times: 1, action: { unauthorized: true } }, { times: 1, action: { delayMs: 50 } })
  const before = performance.now()
  t.match(await client.get(list), { status: 401, body: { error: { code: 401 } } })
  t.ok(performance.now() - before >= 49)
  t.equal((await client.get(list)).status, 200)
})

t.test('by the control endpoint', async (t) => {
  const faults = '/__simulator__/faults'
  t.equal(
    (
      await send(simulator, 'POST', faults, [
        { times: 1, action: { status: 418 } },
        { service: 'placement', action: { html: true } },
      ])
    ).status,
    204,
  )
  t.equal((await send(simulator, 'GET', faults)).body.length, 2)
  t.equal((await client.get(list)).status, 418)
  t.equal((await send(simulator, 'DELETE', faults)).status, 204)
  t.match(await send(simulator, 'POST', faults, { action: { statsu: 1 } }), {
    status: 400,
    body: { error: 'fault: action.statsu is not a known key' },
  })
  t.equal((await send(simulator, 'POST', faults, '{')).status, 400)
})
