import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import {
  createServer as createTcpServer,
  type AddressInfo,
  type LookupFunction,
  type Server,
  type Socket,
} from 'node:net'
import { gzipSync } from 'node:zlib'
import t, { type Test } from 'tap'
import { issueCertificate } from '../../testbed/certificate-authority.ts'
import { ProbeError } from '../fact.ts'
import { proxiesIn } from '../http/proxy.ts'
import { redactor, secret } from '../redact.ts'
import { openWeb, type GetOptions, type WebOptions } from './web.ts'

async function listen(t: Test, server: Server, host = '127.0.0.1'): Promise<number> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => sockets.add(socket))
  server.listen(0, host)
  await once(server, 'listening')
  t.teardown(() => {
    server.close()
    for (const socket of sockets) socket.destroy()
  })
  return (server.address() as AddressInfo).port // TCP servers have an AddressInfo
}

const serve = async (t: Test, answer: RequestListener) => `http://127.0.0.1:${await listen(t, createServer(answer))}`

function open(t: Test, options: Partial<WebOptions> = {}) {
  const web = openWeb({ redactor: redactor(), backoffMs: 1, ...options })
  t.teardown(() => web.close())
  return web
}

/** Names of a DNS made for the test; all else is not known. */
function names(known: Readonly<Record<string, readonly string[]>>): LookupFunction {
  return (hostname, { all }, callback) => {
    const addresses = (known[hostname] ?? []).map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))
    const [first] = addresses
    if (!first) callback(Object.assign(new Error('not known'), { code: 'ENOTFOUND' }), '', 0)
    else if (all) callback(null, addresses)
    else callback(null, first.address, first.family)
  }
}

async function refusal(answer: Promise<unknown>): Promise<ProbeError> {
  try {
    await answer
  } catch (error) {
    if (error instanceof ProbeError) return error
    throw error
  }
  throw new Error('was answered')
}

t.test('path and query are added to those of the place', async (t) => {
  const url = await serve(t, (request, response) => response.end(`${request.url} ${request.headers.accept}`))
  const web = open(t)
  const get = async (place: string, options?: GetOptions) => (await web.get({ url: place }, options)).body.toString()
  t.equal(
    await get(`${url}/api/?key=1`, { path: '/components', query: { at: '2026-01-01T00:00:00Z' } }),
    '/api/components?key=1&at=2026-01-01T00%3A00%3A00Z application/json',
  )
  t.equal(await get(`${url}/metrics?a=b#part`, { accept: 'text/plain' }), '/metrics?a=b text/plain')
  t.match(web.traffic, { requests: 2, retries: 0 })
})

t.test('redirects are followed to other hosts; a loop, too many and what is no URL are not', async (t) => {
  const other = await serve(t, (_, response) => response.end('there'))
  const url = await serve(t, (request, response) => {
    const [, kind = '', number = '0'] = (request.url ?? '').split('/')
    const location: Record<string, string> = {
      elsewhere: `${other}/x`,
      signed: `${other}/x?X-Amz-Signature=cAnary#cAnary`,
      loop: '/loop',
      count: Number(number) > 0 ? `/count/${Number(number) - 1}` : `${other}/x`,
      password: other.replace('//', '//user:cAnary@'),
      file: 'file:///etc/passwd',
      garbage: 'http://[',
    }
    response.writeHead(kind === 'none' ? 304 : 307, kind === 'none' ? {} : { location: location[kind] ?? '' }).end()
  })
  const web = open(t)
  t.match(await web.get({ url: `${url}/elsewhere` }), { status: 200, url: `${other}/x` })
  t.equal((await web.get({ url: `${url}/signed` })).url, `${other}/x`, 'what it was signed with is told nobody')
  t.equal((await web.get({ url: `${other}/x?a=b` })).url, `${other}/x?a=b`, 'what the user has named is')
  t.match(await web.get({ url: `${url}/count/4` }), { url: `${other}/x` }, 'five of them')
  t.match(await web.get({ url: `${url}/none` }), { status: 304 })
  t.match(await web.get({ url: `${url}/elsewhere` }, { stay: true }), { status: 307, url: `${url}/elsewhere` })
  for (const [path, message] of [
    ['count/5', /redirects more than 5 times/],
    ['loop', /GET \/loop on 127.0.0.1:\d+ redirects more than 5 times/],
    ['password', /redirects to what is no plain http or https URL$/],
    ['file', /redirects to what is no plain/],
    ['garbage', /redirects to what is no plain/],
  ] as const)
    t.match(await refusal(web.get({ url: `${url}/${path}` })), { kind: 'malformed', message }, path)
})

t.test('a token goes to the origin that it was named for, also after a redirect there, and nowhere else', async (t) => {
  const seen: (string | undefined)[] = []
  const note =
    (name: string): RequestListener =>
    (request, response) => {
      seen.push(`${name} ${request.url} ${request.headers.authorization ?? 'nothing'}`)
      const to = { '/away': `${other}/x`, '/here': '/x' }[request.url ?? '']
      response.writeHead(to ? 302 : 200, to ? { location: to } : {}).end()
    }
  const other = await serve(t, note('other'))
  const url = await serve(t, note('named'))
  const web = open(t)
  const token = secret('cAnary')
  await web.get({ url: `${url}/here`, token })
  await web.get({ url: `${url}/away`, token })
  t.strictSame(seen, [
    'named /here Bearer cAnary',
    'named /x Bearer cAnary',
    'named /away Bearer cAnary',
    'other /x nothing',
  ])
})

t.test(
  'a public place: private addresses are refused before anything is sent, literal or looked up, also after a redirect',
  async (t) => {
    let calls = 0
    const port = await listen(
      t,
      createServer((_, response) => void (calls++, response.end())),
    )
    const lookup = names({
      'inside.example': ['127.0.0.1'],
      'both.example': ['192.0.0.8', '127.0.0.1'],
      'mixed.example': ['2606:4700::1', 'fd00::1'],
      'six.example': ['::1'],
      'mapped.example': ['::ffff:127.0.0.1'],
    })
    const web = open(t, { lookup })
    for (const host of [
      '127.0.0.1',
      '[::1]',
      '[::ffff:7f00:1]',
      '2130706433',
      '0.0.0.0',
      '169.254.169.254',
      '[64:ff9b::7f00:1]',
    ]) {
      const refused = await refusal(web.get({ url: `http://${host}:${port}/` }, { publicOnly: true }))
      t.match(refused, { kind: 'forbidden', message: /has to be public and is at a private address; name/ }, host)
    }
    for (const host of ['inside', 'both', 'mixed', 'six', 'mapped']) {
      const refused = await refusal(web.get({ url: `http://${host}.example:${port}/` }, { publicOnly: true }))
      t.match(refused, { kind: 'forbidden', message: /is at [\da-f.:]+, a private address; name/ }, host)
    }
    t.equal(calls, 0)
    t.match(await web.get({ url: `http://inside.example:${port}/` }), { status: 200 }, 'unless it need not be public')

    const outside = open(t, {
      lookup: names({ 'out.example': ['127.0.0.1'] }),
      isPublic: (address) => address === '127.0.0.1',
    })
    const to = await listen(
      t,
      createServer((request, response) =>
        response
          .writeHead(302, { location: request.url === '/a' ? `http://10.0.0.1:${port}/` : `http://[::1]:${port}/` })
          .end(),
      ),
    )
    for (const path of ['a', 'b'])
      t.match(await refusal(outside.get({ url: `http://out.example:${to}/${path}` }, { publicOnly: true })), {
        kind: 'forbidden',
      })
  },
)

t.test('a public place: no way from https to http, while from http to https there is one', async (t) => {
  const { key, cert, ca } = issueCertificate({ names: 'DNS:out.example' })
  const plain = await listen(
    t,
    createServer((request, response) =>
      response.writeHead(request.url === '/up' ? 301 : 200, { location: `https://out.example:${safe}/x` }).end(),
    ),
  )
  const safe = await listen(
    t,
    createTlsServer({ key, cert }, (request, response) =>
      response.writeHead(request.url === '/down' ? 301 : 200, { location: `http://out.example:${plain}/x` }).end(),
    ),
  )
  const web = open(t, { lookup: names({ 'out.example': ['127.0.0.1'] }), isPublic: () => true })
  const get = (url: string, publicOnly = true) => web.get({ url, ca }, { publicOnly })
  t.match(await get(`http://out.example:${plain}/up`), { status: 200, url: `https://out.example:${safe}/x` })
  t.match(await refusal(get(`https://out.example:${safe}/down`)), {
    kind: 'malformed',
    message: /redirects from https to http on out.example/,
  })
  t.match(
    await get(`https://out.example:${safe}/down`, false),
    { status: 200 },
    'which is no matter where it need not be public',
  )
})

t.test('authorities: the usual ones, or those of the place', async (t) => {
  const { key, cert, ca } = issueCertificate({ names: 'IP:127.0.0.1' })
  const url = `https://127.0.0.1:${await listen(
    t,
    createTlsServer({ key, cert }, (_, response) => response.end('safe')),
  )}/`
  const web = open(t)
  t.match(await refusal(web.get({ url })), {
    kind: 'unreachable',
    message: /not signed by an authority known here.*caFile/,
  })
  t.equal((await web.get({ url, ca })).body.toString(), 'safe')
  t.match(await refusal(web.get({ url })), { kind: 'unreachable' }, 'nor is a connection of the other shared')
})

t.test('too large, packed too large, too slow, garbage, nobody there', async (t) => {
  const url = await serve(t, (request, response) => {
    if (request.url === '/large') response.end('x'.repeat(2 ** 21))
    if (request.url === '/bomb')
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('x'.repeat(2 ** 21)))
    if (request.url === '/drip') setInterval(() => response.write('x'), 20).unref()
    if (request.url === '/busy') response.writeHead(503).end()
  })
  const garbage = await listen(
    t,
    createTcpServer((socket) => socket.end('SSH-2.0-OpenSSH\r\n')),
  )
  const web = open(t, { maxBodyBytes: 2 ** 20, timeoutMs: 300, attempts: 2 })
  for (const [path, kind, message] of [
    ['large', 'malformed', /GET \/large answered with more than 1 MiB/],
    ['bomb', 'malformed', /answered with more than 1 MiB/],
    ['drip', 'timeout', /took longer than 0.3 s; is it overloaded/],
    ['silence', 'timeout', /took longer than/],
  ] as const)
    t.match(await refusal(web.get({ url: `${url}/${path}` })), { kind, message }, path)
  t.match(await web.get({ url: `${url}/busy` }), { status: 503 }, 'a status is an answer')
  t.match(await refusal(web.get({ url: `http://127.0.0.1:${garbage}/` })), {
    kind: 'malformed',
    message: /is not HTTP/,
  })
  t.match(await refusal(open(t, { lookup: names({}) }).get({ url: 'http://nobody.example/' })), {
    kind: 'unreachable',
    message: /not known to DNS; check its url in the file/,
  })
})

t.test('where a place is, as it is seen from here', async (t) => {
  const lookup = names({ 'status.example': ['192.88.98.1', '2606:4700::1'], 'half.example': ['8.8.8.8', '10.0.0.1'] })
  const web = open(t, { lookup, proxies: proxiesIn({ HTTPS_PROXY: 'http://127.0.0.1:1' }, redactor()) })
  t.strictSame(await web.whereabouts('http://status.example/api'), {
    kind: 'public',
    addresses: ['192.88.98.1', '2606:4700::1'],
  })
  t.strictSame(await web.whereabouts('http://half.example'), { kind: 'private', addresses: ['8.8.8.8', '10.0.0.1'] })
  t.strictSame(await web.whereabouts('http://[::1]:3000'), { kind: 'private', addresses: ['::1'] })
  t.strictSame(await web.whereabouts('https://status.example/api'), { kind: 'proxied' })
  t.match(await refusal(web.whereabouts('http://none.example')), {
    kind: 'unreachable',
    message: /none.example is not known to DNS/,
  })
})

t.test('behind a proxy it is the proxy that knows the names', async (t) => {
  const asked: (string | undefined)[] = []
  const HTTP_PROXY = await serve(t, (request, response) => {
    asked.push(request.url)
    response.end('through')
  })
  const web = open(t, { lookup: names({}), proxies: proxiesIn({ HTTP_PROXY }, redactor()) })
  const get = (url: string) => web.get({ url }, { publicOnly: true })
  t.equal((await get('http://status.example/api')).body.toString(), 'through')
  t.strictSame(asked, ['http://status.example/api'])
  t.match(await refusal(get('http://10.0.0.1/api')), { kind: 'forbidden' }, 'a literal address is still seen')
})
