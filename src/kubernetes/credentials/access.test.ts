import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createServer } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import t from 'tap'
import { apiServer, failure, kubeconfigOf, type Answerer } from '../../../testbed/api-server.ts'
import { certificate } from '../../../testbed/certificate.ts'
import { folder } from '../../../testbed/cli.ts'
import { openFrom } from '../../../testbed/open-cluster.ts'

const fine: Answerer = () => [200, {}]
const call = { path: '/x' }
const inBase64 = (text: string) => Buffer.from(text).toString('base64')
const pair = certificate('DNS:jane')

t.test('each way to say who we are', async (t) => {
  const server = await apiServer(t, fine, { requestCert: true, rejectUnauthorized: false })
  const sent = async (user: object) => {
    await (await openFrom(t, kubeconfigOf(server, user))).kubernetes.send(call)
    return server.received.at(-1)
  }
  t.match(await sent({ token: 'cAnary-1\n' }), { headers: { authorization: 'Bearer cAnary-1' }, client: undefined })
  t.match(await sent({ username: 'me', password: 'pä' }), {
    headers: { authorization: `Basic ${inBase64('me:pä')}` },
  })
  t.match(await sent({ 'client-certificate-data': inBase64(pair.cert), 'client-key-data': inBase64(pair.key) }), {
    headers: { authorization: undefined },
    client: 'test',
  })
  t.match(await sent({ as: 'boss', 'as-groups': ['a', 'b'], 'as-user-extra': { Reason: ['test'] } }), {
    headers: { 'impersonate-user': 'boss', 'impersonate-group': 'a, b', 'impersonate-extra-reason': 'test' },
  })
  t.match(await sent({}), { headers: { authorization: undefined }, client: undefined })
})

t.test('no certificate of ours is shown by an anonymous call', async (t) => {
  const server = await apiServer(t, fine, { requestCert: true, rejectUnauthorized: false })
  const user = { 'client-certificate-data': inBase64(pair.cert), 'client-key-data': inBase64(pair.key) }
  const { kubernetes } = await openFrom(t, kubeconfigOf(server, user))
  await kubernetes.send(call)
  await kubernetes.anonymous(call)
  t.match(server.received, [{ client: 'test' }, { client: undefined }])
})

t.test('without TLS nothing secret is sent, as kubectl does', async (t) => {
  let seen: unknown
  const plain = createServer((request, response) => {
    seen = request.headers
    response.end('{}')
  }).listen(0, '127.0.0.1')
  t.teardown(() => plain.close())
  await once(plain, 'listening')
  const url = `http://127.0.0.1:${(plain.address() as AddressInfo).port}`
  const { kubernetes } = await openFrom(t, kubeconfigOf({ url, ca: pair.cert }, { token: 'cAnary', as: 'boss' }))
  await kubernetes.send(call)
  t.match(seen, { authorization: undefined, 'impersonate-user': undefined })
})

t.test('a token file is read again when its token is refused', async (t) => {
  const at = folder()
  const file = join(at, 'token')
  writeFileSync(file, 'cAnary-old\n')
  const server = await apiServer(t, ({ headers }) =>
    headers.authorization === `Bearer ${readFileSync(file, 'utf8').trim()}` ? [200, {}] : failure(401, 'Unauthorized'),
  )
  const { kubernetes } = await openFrom(t, kubeconfigOf(server, { tokenFile: 'token' }), { at })
  await kubernetes.send(call)
  writeFileSync(file, 'cAnary-new\n')
  t.match(await kubernetes.send(call), { status: 200 })
  t.equal(server.received.length, 3)
  writeFileSync(file, '')
  await t.rejects(kubernetes.send(call), { kind: 'auth', message: `the token file ${file} is empty` })
})

t.test('what is refused and cannot be renewed is told once, with whose it is', async (t) => {
  const server = await apiServer(t, () => failure(401, 'Unauthorized'))
  const refusal = async (user: object) =>
    (await openFrom(t, kubeconfigOf(server, user))).kubernetes.send(call).catch((error: unknown) => error)
  for (const [user, what] of [
    [
      { token: 'x-token' },
      /the token \(expired, revoked, or of another cluster\) of user test-user; check .*kubeconfig, context test$/,
    ],
    [{ username: 'me', password: 'x-pass' }, /username and password, which Kubernetes knows no more/],
    [
      { 'client-certificate-data': inBase64(pair.cert), 'client-key-data': inBase64(pair.key) },
      /the client certificate \(of another authority than the cluster trusts\)/,
    ],
    [{}, /does not accept the call of user test-user/],
  ] as const) {
    t.match(await refusal(user), { kind: 'auth', message: what })
  }
  t.equal(server.received.length, 4)
})

t.test('a proxy of the cluster entry is used for the API server', async (t) => {
  const seen: string[] = []
  const proxy = createServer()
  proxy.on('connect', (request, socket) => {
    seen.push(`${request.headers['proxy-authorization']}`)
    socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n')
  })
  proxy.listen(0, '127.0.0.1')
  t.teardown(() => proxy.close())
  await once(proxy, 'listening')
  const server = await apiServer(t, fine)
  const { port } = proxy.address() as AddressInfo
  const more = { 'proxy-url': `http://me:cAnary-p@127.0.0.1:${port}` }
  const { kubernetes } = await openFrom(t, kubeconfigOf(server, {}, more), { attempts: 1 })
  await t.rejects(kubernetes.send(call), { kind: 'unreachable', message: /proxy-url of cluster test-cluster/ })
  t.strictSame(seen, [`Basic ${inBase64('me:cAnary-p')}`])
  t.equal(server.received.length, 0)
})
