import t, { type Test } from 'tap'
import { apiServer, failure, kubeconfigOf, type Answerer } from '../../testbed/api-server.ts'
import { openFrom } from '../../testbed/open-cluster.ts'
import { certificate } from '../../testbed/certificate.ts'
import { fact } from '../fact.ts'
import { factStore } from '../fact-store.ts'
import { record, text, wire } from '../wire.ts'
import type { ClusterOptions } from './connect.ts'

interface Thing {
  readonly metadata: { readonly name: string }
}
const wireThing = wire<Thing>('thing', record({ metadata: record({ name: text }) }))

async function cluster(t: Test, answer: Answerer, options: Partial<ClusterOptions> = {}) {
  const server = await apiServer(t, answer)
  const opened = await openFrom(t, kubeconfigOf(server, { token: 'cAnary-token' }), options)
  return { ...opened, received: server.received }
}

const things = (from: number, count: number) =>
  Array.from({ length: count }, (_, index) => ({ metadata: { name: `thing-${from + index}` } }))
const page = (items: unknown, next?: string) => [200, { metadata: next ? { continue: next } : {}, items }] as const
const list = { path: '/api/v1/things' }

t.test('a listing is read in pages of 500, in the order of the server', async (t) => {
  const { kubernetes, received } = await cluster(t, ({ path }) =>
    path.includes('continue') ? page(things(500, 2)) : page(things(0, 500), 'more/+='),
  )
  const found = await kubernetes.list(list, wireThing)
  t.equal(found.length, 502)
  t.equal(found.at(-1)?.metadata.name, 'thing-501')
  t.strictSame(
    received.map(({ path }) => path),
    ['/api/v1/things?limit=500', '/api/v1/things?limit=500&continue=more%2F%2B%3D'],
  )
})

t.test('a listing that is empty, null or ends with an empty token', async (t) => {
  const answers = [page([]), page(null), [200, { metadata: { continue: '' }, items: [] }] as const]
  for (const answer of answers) {
    const { kubernetes } = await cluster(t, () => answer)
    t.strictSame(await kubernetes.list(list, wireThing), [])
  }
})

t.test('an expired token makes the listing begin anew, once', async (t) => {
  let expired = 0
  const gone = failure(410, 'Expired', 'The provided continue parameter is too old')
  const expiring = (times: number): Answerer => {
    expired = 0
    return ({ path }) => {
      if (!path.includes('continue')) return page(things(0, 2), 'next')
      return expired++ < times ? gone : page(things(2, 1))
    }
  }
  const { kubernetes } = await cluster(t, expiring(1))
  t.equal((await kubernetes.list(list, wireThing)).length, 3)
  const again = await cluster(t, expiring(2))
  await t.rejects(again.kubernetes.list(list, wireThing), { kind: 'dependency', message: /410: .*too old$/ })
  t.equal(again.received.length, 4)
})

t.test('a listing without end is noticed', async (t) => {
  let token = 0
  const same = await cluster(t, () => page(things(token, 1), `${token++ % 2}`))
  await t.rejects(same.kubernetes.list(list, wireThing), { kind: 'malformed', message: /leads back to a page/ })
  const repeating = await cluster(t, () => page(things(0, 2), `${token++}`))
  await t.rejects(repeating.kubernetes.list(list, wireThing), { message: /page 2 only repeats what came before/ })
})

t.test('what does not fit is malformed, and named', async (t) => {
  const odd = [...things(0, 1), { metadata: { name: 7 } }]
  const { kubernetes } = await cluster(t, ({ path }) => (path.startsWith('/api') ? page(odd) : [200, { a: 1 }]))
  await t.rejects(kubernetes.list(list, wireThing), {
    kind: 'malformed',
    message: 'GET /api/v1/things answered something that does not fit: /items/1/metadata/name must be string',
  })
  await t.rejects(kubernetes.read({ path: '/thing' }, wireThing), { kind: 'malformed', message: /metadata/ })
  const html = await cluster(t, (_, response) => void response.setHeader('content-type', 'text/html').end('<p>hi'))
  await t.rejects(html.kubernetes.send(list), {
    kind: 'malformed',
    message: /text\/html instead of JSON; is this the API/,
  })
})

t.test('each refusal has its cause, in the words of the API server, with the way out', async (t) => {
  const forbidden = 'pods is forbidden: User "jane" cannot create resource "pods" in API group "" in the namespace "x"'
  for (const [answer, kind, message] of [
    [
      failure(401, 'Unauthorized'),
      'auth',
      /^the API server does not accept the token .* of user test-user; check .*context test$/,
    ],
    [
      failure(403, 'Forbidden', forbidden),
      'forbidden',
      /403: pods is .*; it takes a Role in namespace x with apiGroups: \[""\], resources: \[pods\], verbs: \[create\]$/,
    ],
    [
      failure(403, 'Forbidden', 'pods "p" is forbidden: violates PodSecurity "restricted:latest"'),
      'forbidden',
      /restricted:latest"$/,
    ],
    [
      failure(403, 'Forbidden', 'pods "p" is forbidden: exceeded quota: q, requested: pods=1'),
      'quota',
      /let the quota be raised$/,
    ],
    [failure(404, 'NotFound', 'pods "p" not found'), 'dependency', /404: pods "p" not found$/],
    [failure(409, 'AlreadyExists', 'pods "p" already exists'), 'dependency', /already exists$/],
    [failure(422, 'Invalid', 'Pod "p" is invalid'), 'malformed', /422: Pod "p" is invalid$/],
    [failure(429, 'TooManyRequests', 'too many'), 'quota', /lower --concurrency$/],
    [
      failure(500, 'InternalError', 'etcdserver: leader changed'),
      'unreachable',
      /leader changed; the API server, etcd/,
    ],
  ] as const) {
    const { kubernetes, received } = await cluster(t, () => answer, { attempts: 2 })
    await t.rejects(kubernetes.send({ method: 'GET', path: '/api/v1/pods/p' }), { name: 'StatusError', kind, message })
    t.equal(received.length, answer[0] === 429 || answer[0] === 500 ? 2 : 1, String(answer[0]))
    t.match(await kubernetes.send({ path: '/x', accept: [answer[0]] }), { status: answer[0] })
  }
})

t.test('Retry-After is obeyed, also by calls that change something; others of them are not repeated', async (t) => {
  let calls = 0
  const busy = await cluster(t, (_, response) => {
    if (calls++ > 0) return [201, {}]
    return void response.writeHead(429, { 'retry-after': '0' }).end()
  })
  t.match(await busy.kubernetes.send({ method: 'POST', path: '/x', body: {} }), { status: 201 })
  const broken = await cluster(t, () => failure(500, 'InternalError'))
  await t.rejects(broken.kubernetes.send({ method: 'POST', path: '/x', body: {} }), { message: /500/ })
  t.equal(broken.received.length, 1)
  for (const call of [
    { path: '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews', query: {} },
    { path: '/api/v1/namespaces/x/pods', query: { dryRun: 'All' } },
  ]) {
    const before = broken.received.length
    await t.rejects(broken.kubernetes.send({ ...call, method: 'POST', body: {} }), { message: /500/ })
    t.ok(broken.received.length - before > 1, `${call.path} keeps nothing, so it is asked again`)
  }
})

t.test('a patch names its kind, and a path may have a prefix', async (t) => {
  const server = await apiServer(t, () => [200, {}])
  const prefixed = { ...server, url: `${server.url}/k8s/clusters/c-1/` }
  const { kubernetes } = await openFrom(t, kubeconfigOf(prefixed, { token: 'x-token' }))
  const contentType = 'application/apply-patch+yaml'
  await kubernetes.send({ method: 'PATCH', path: '/api/v1/x', query: { force: 'true' }, contentType, body: { a: 1 } })
  t.match(server.received, [
    {
      method: 'PATCH',
      path: '/k8s/clusters/c-1/api/v1/x?force=true',
      headers: { 'content-type': contentType, accept: 'application/json' },
      body: '{"a":1}',
    },
  ])
})

t.test('our credentials follow a redirect on the same host, and none to another', async (t) => {
  const away = 'https://elsewhere.example/x'
  const { kubernetes, received } = await cluster(t, ({ path }, response) => {
    if (path === '/new') return [200, {}]
    return void response.writeHead(308, { location: path === '/old' ? '/new' : away }).end()
  })
  t.match(await kubernetes.send({ path: '/old' }), { status: 200 })
  t.equal(received.at(-1)?.headers.authorization, 'Bearer cAnary-token')
  await t.rejects(kubernetes.send({ path: '/away' }), {
    kind: 'unreachable',
    message: /redirects to https:\/\/elsewhere\.example, where our credentials are not sent; correct server:/,
  })
})

t.test('a log comes bit by bit, letters whole, until the server ends it', async (t) => {
  const { kubernetes } = await cluster(t, (_, response) => {
    response.write('one\ntw')
    const letter = Buffer.from('ö')
    response.write(letter.subarray(0, 1))
    setTimeout(() => response.end(Buffer.concat([letter.subarray(1), Buffer.from('\n')])), 20)
  })
  const heard: string[] = []
  await kubernetes.stream({ path: '/log', query: { follow: 'true' } }, (text) => heard.push(text))
  t.equal(heard.join(''), 'one\ntwö\n')
  t.ok(heard.length > 1, 'not all at once')
})

t.test('a log that breaks off rejects, and is not begun anew', async (t) => {
  const { kubernetes, received } = await cluster(t, ({ path }, response) => {
    if (path === '/none') return failure(404, 'NotFound', 'pods "p" not found')
    response.write('one\n')
    setTimeout(() => response.destroy(), 20)
  })
  let heard = ''
  await t.rejects(
    kubernetes.stream({ path: '/log' }, (text) => (heard += text)),
    { kind: 'unreachable', message: /closed the connection before the answer was complete/ },
  )
  t.equal(heard, 'one\n')
  t.equal(received.length, 1)
  await t.rejects(
    kubernetes.stream({ path: '/none' }, () => t.fail('an error is no log')),
    { kind: 'dependency', message: /404: pods "p" not found/ },
  )
})

t.test('a log outlives the deadline of a call and holds up no other; its fact ends it', async (t) => {
  const { kubernetes } = await cluster(
    t,
    ({ path }, response) => (path === '/log' ? void response.write('on and on') : [200, {}]),
    { timeoutMs: 100, concurrency: 1 },
  )
  let heard = ''
  const log = fact({
    name: 'log',
    needs: {},
    timeoutMs: 400,
    async load() {
      const reading = kubernetes.stream({ path: '/log' }, (text) => (heard += text))
      reading.catch(() => {})
      await kubernetes.send({ path: '/other' })
      return reading
    },
  })
  const store = factStore({ given: new Map(), signal: new AbortController().signal, timeoutMs: 9000, concurrency: 1 })
  await t.rejects(store.learn(log), { message: 'log took longer than 0.4 s' })
  t.equal(heard, 'on and on')
})

t.test('the same server without our credentials', async (t) => {
  const { kubernetes, received } = await cluster(t, () => failure(403, 'Forbidden', 'no'))
  t.match(await kubernetes.anonymous({ path: '/api' }), { status: 403, text: /"message":"no"/ })
  t.equal(received[0]?.headers['authorization'], undefined)
})

t.test('TLS that cannot be trusted, in the words of a kubeconfig', async (t) => {
  const server = await apiServer(t, () => [200, {}])
  const other = certificate('DNS:elsewhere.example')
  const send = async (at: Parameters<typeof kubeconfigOf>[0], more: object = {}) =>
    (await openFrom(t, kubeconfigOf(at, { token: 'x-token' }, more))).kubernetes.send({ path: '/x' })
  const none = { 'certificate-authority-data': null }
  await t.rejects(send({ ...server, ca: other.cert }), {
    kind: 'unreachable',
    message: /not signed by an authority known here; name its CA in certificate-authority:/,
  })
  await t.rejects(send(server, none), { message: /name its CA in certificate-authority:/ })
  t.match(await send(server, { ...none, 'insecure-skip-tls-verify': true }), { status: 200 })

  const named = await apiServer(t, () => [200, {}], other)
  await t.rejects(send({ ...named, ca: other.cert }), {
    message: /is for other names \(DNS:elsewhere.example\); use one of them in server: or tls-server-name:/,
  })
  t.match(await send({ ...named, ca: other.cert }, { 'tls-server-name': 'elsewhere.example' }), { status: 200 })
})

t.test('nobody there, or no such name', async (t) => {
  const send = async (url: string) =>
    (
      await openFrom(t, kubeconfigOf({ url, ca: certificate('IP:127.0.0.1').cert }, {}), { attempts: 1 })
    ).kubernetes.send({ path: '/x' })
  await t.rejects(send('https://127.0.0.1:9'), { kind: 'unreachable', message: /127\.0\.0\.1:9 refuses connections/ })
  await t.rejects(send('https://nowhere.invalid:6443'), {
    message: /nowhere\.invalid .*(server: in the kubeconfig|DNS)/,
  })
})
