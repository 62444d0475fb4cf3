import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { connect, createServer as createTcpServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { gzipSync } from 'node:zlib'
import t, { type Test } from 'tap'
import { fact, loading, ProbeError, type Traffic } from './fact.ts'
import { openHttp, type HttpCall, type HttpOptions } from './http.ts'
import { proxiesIn } from './http/proxy.ts'
import { follow } from './http/redirect.ts'
import { certificate } from '../testbed/certificate.ts'
import { redactor, secret } from './redact.ts'

/** Starts on a free loopback port; stops with the test. */
async function listen(t: Test, server: Server): Promise<string> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => sockets.add(socket))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => {
    server.close()
    for (const socket of sockets) socket.destroy()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}` // TCP servers have an AddressInfo
}

const serve = (t: Test, answer: RequestListener) => listen(t, createServer(answer))

function client(t: Test, options: Partial<HttpOptions> = {}) {
  const calls: HttpCall[] = []
  const http = openHttp({ redactor: redactor(), backoffMs: 5, onCall: (call) => calls.push(call), ...options })
  t.teardown(() => http.close())
  return { http, calls }
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

t.test('an answer is given whatever its status, counted and reported', async (t) => {
  const url = await serve(t, (request, response) => response.writeHead(404).end(`${request.method} ${request.url}`))
  const { http, calls } = client(t)
  const response = await http.send({ url: `${url}/a?b=c` })
  t.equal(response.status, 404)
  t.equal(response.body.toString(), 'GET /a?b=c')
  t.match(calls, [{ method: 'GET', url: `${url}/a?b=c`, status: 404, attempt: 1, bytes: 10 }])
  t.strictSame(http.traffic, { requests: 1, retries: 0, bytes: 10 })
})

t.test('traffic is counted for the fact that loads, which is named in the report', async (t) => {
  const url = await serve(t, (_, response) => response.end('four'))
  const { http, calls } = client(t)
  const traffic: Traffic = { requests: 0, retries: 0, bytes: 0 }
  const flavors = fact({ name: 'flavors', needs: {}, load: () => 1 })
  await loading.run({ fact: flavors, signal: new AbortController().signal, traffic }, () => http.send({ url }))
  t.strictSame(traffic, { requests: 1, retries: 0, bytes: 4 })
  t.match(calls, [{ fact: 'flavors' }])
})

t.test('503, 429 and resets are tried again where that does no harm', async (t) => {
  const script = ['503', 'reset', '429', 'ok']
  const url = await serve(t, (request, response) => {
    const step = script.shift() ?? 'ok'
    if (step === 'reset') request.socket.resetAndDestroy()
    else response.writeHead(step === 'ok' ? 200 : Number(step)).end()
  })
  const { http, calls } = client(t)
  t.equal((await http.send({ url })).status, 200)
  t.strictSame(http.traffic, { requests: 4, retries: 3, bytes: 0 })
  t.match(calls, [{ status: 503 }, { error: /closed the connection/ }, { status: 429 }, { status: 200, attempt: 4 }])
})

t.test('after the last try the answer is what came', async (t) => {
  const url = await serve(t, (_, response) => response.writeHead(502).end())
  const { http } = client(t, { attempts: 3 })
  t.equal((await http.send({ url })).status, 502)
  t.equal(http.traffic.requests, 3)
})

t.test('what changes something is sent again only when surely nothing was done', async (t) => {
  let asked = 0
  const url = await serve(t, (request, response) => {
    asked++
    if (request.url === '/reset') request.socket.resetAndDestroy()
    else if (request.url === '/later' && asked === 1) response.writeHead(503, { 'retry-after': '0' }).end()
    else response.writeHead(request.url === '/later' ? 201 : 500).end()
  })
  const { http } = client(t)
  const post = (path: string) => {
    asked = 0
    return http.send({ method: 'POST', url: url + path, body: '{}' })
  }
  t.equal((await post('/500')).status, 500)
  t.equal(asked, 1)
  t.match(await refusal(post('/reset')), { kind: 'unreachable' })
  t.equal(asked, 1)
  t.equal((await post('/later')).status, 201)
  t.equal(asked, 2)
})

t.test('a connection that the server has just closed is no reason to fail', async (t) => {
  // As uwsgi does it: closes after each answer without saying so.
  const answer = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok'
  const server = createTcpServer((socket) => {
    socket.on('error', () => {})
    socket.once('data', () => {
      socket.write(answer)
      setTimeout(() => socket.destroy(), 1)
    })
  })
  const url = await listen(t, server)
  const { http } = client(t)
  for (let round = 0; round < 20; round++) {
    t.equal((await http.send({ url })).status, 200)
    const posted = await http.send({ method: 'POST', url, body: '{}' })
    t.equal(posted.status, 200, 'not to be repeated, so on a connection of its own')
  }
})

t.test('Retry-After is obeyed, as seconds and as a date, but not beyond the deadline', async (t) => {
  let asked = 0
  const url = await serve(t, (request, response) => {
    asked++
    const after =
      { '/seconds': '1', '/date': new Date(Date.now() + 1500).toUTCString(), '/long': '3600' }[request.url ?? ''] ?? ''
    response.writeHead(asked === 1 ? 429 : 200, asked === 1 ? { 'retry-after': after } : {}).end()
  })
  const { http } = client(t, { timeoutMs: 4000 })
  for (const path of ['/seconds', '/date']) {
    asked = 0
    const startedAt = performance.now()
    t.equal((await http.send({ url: url + path })).status, 200)
    t.ok(performance.now() - startedAt > 450, 'waited')
  }
  asked = 0
  const startedAt = performance.now()
  const error = await refusal(http.send({ url: `${url}/long` }))
  t.match(error, {
    kind: 'timeout',
    message: /^GET \/long on .* is asked to wait 3600 s \(Retry-After\); it may take 4 s in all/,
  })
  t.ok(performance.now() - startedAt < 1000, 'did not wait')
})

t.test('an answer that never ends and one that never begins: total timeout', async (t) => {
  const url = await serve(t, (request, response) => {
    if (request.url === '/silent') return
    const drip = setInterval(() => response.write('x'), 20)
    response.on('close', () => clearInterval(drip))
  })
  const { http } = client(t, { timeoutMs: 200 })
  for (const path of ['/silent', '/slow-loris']) {
    const startedAt = performance.now()
    t.match(await refusal(http.send({ url: url + path })), {
      kind: 'timeout',
      message: /took longer than 0.2 s; raise api_timeout/,
    })
    t.ok(performance.now() - startedAt < 1500)
  }
})

t.test('a signal ends it at once: its own, and that of the fact', async (t) => {
  const url = await serve(t, () => {})
  const stop = new AbortController()
  const { http } = client(t, { signal: stop.signal })
  const waiting = refusal(http.send({ url }))
  setTimeout(() => stop.abort(), 20)
  t.match(await waiting, { kind: 'interrupted' })
  t.match(await refusal(http.send({ url })), { kind: 'interrupted' }, 'later ones do not start')

  const { http: other } = client(t)
  const late = new ProbeError('timeout', 'flavors took longer than 1 s')
  const flavors = fact({ name: 'flavors', needs: {}, load: () => 1 })
  const signal = AbortSignal.abort(late)
  const ended = loading.run({ fact: flavors, signal, traffic: { requests: 0, retries: 0, bytes: 0 } }, () =>
    refusal(other.send({ url })),
  )
  t.equal(await ended, late)
})

t.test('a body of 1 GB is given up early, whether announced or not, and costs no memory', async (t) => {
  const chunk = Buffer.alloc(2 ** 20)
  let sent = 0
  const url = await serve(t, (request, response) => {
    if (request.url === '/announced') response.setHeader('content-length', 2 ** 30)
    if (request.url === '/zipped') {
      response.setHeader('content-encoding', 'gzip')
      response.end(gzipSync(Buffer.alloc(2 ** 28)))
      return
    }
    const push = () => {
      while (!response.destroyed && sent < 2 ** 30 && response.write(chunk)) sent += chunk.length
    }
    response.on('drain', push)
    push()
  })
  const { http } = client(t, { maxBodyBytes: 8 * 2 ** 20 })
  for (const path of ['/announced', '/endless', '/zipped']) {
    sent = 0
    t.match(await refusal(http.send({ url: url + path })), {
      kind: 'malformed',
      message: /answered with more than 8 MiB/,
    })
    t.ok(sent < 2 ** 27, 'early')
  }
  t.equal(http.traffic.retries, 0)
})

t.test('gzip and deflate are understood although not asked for; other encodings are refused', async (t) => {
  const url = await serve(t, (request, response) => {
    t.equal(request.headers['accept-encoding'], 'identity')
    const encoding = request.url?.slice(1) ?? ''
    response.setHeader('content-encoding', encoding)
    response.end(encoding === 'gzip' ? gzipSync('hello') : 'broken')
  })
  const { http } = client(t)
  t.equal((await http.send({ url: `${url}/gzip` })).body.toString(), 'hello')
  for (const path of ['/deflate', '/zstd']) {
    t.match(await refusal(http.send({ url: url + path })), { kind: 'malformed', message: /cannot be decoded/ })
  }
})

t.test('no more requests are in flight than allowed, and a failing one frees its place', async (t) => {
  let inFlight = 0
  let most = 0
  const url = await serve(t, (request, response) => {
    most = Math.max(most, ++inFlight)
    setTimeout(() => {
      inFlight--
      if (request.url === '/3') request.socket.destroy()
      else response.end()
    }, 10)
  })
  const { http } = client(t, { concurrency: 4, attempts: 1 })
  const all = await Promise.allSettled(Array.from({ length: 40 }, (_, index) => http.send({ url: `${url}/${index}` })))
  t.equal(all.filter(({ status }) => status === 'fulfilled').length, 39)
  t.ok(most <= 4, `${most} in flight`)
})

t.test('waiting for a place ends with the deadline', async (t) => {
  const url = await serve(t, () => {})
  const { http } = client(t, { concurrency: 1, timeoutMs: 100 })
  const both = await Promise.all([refusal(http.send({ url })), refusal(http.send({ url }))])
  t.match(both, [{ kind: 'timeout' }, { kind: 'timeout' }])
})

t.test('a dead endpoint says what is dead', async (t) => {
  const gone = await serve(t, () => {})
  const { port } = new URL(gone)
  const closed = createServer()
  const free = await listen(t, closed)
  closed.close()
  const { http, calls } = client(t, { attempts: 2 })
  const refused = await refusal(http.send({ method: 'POST', url: `${free}/v3` }))
  t.match(refused, {
    kind: 'unreachable',
    message: /^POST \/v3: 127.0.0.1:\d+ refuses connections; nothing listens there/,
  })
  t.equal(calls.length, 2, 'never sent, so even a POST is tried again')
  t.match(await refusal(http.send({ url: 'http://no-such-host.invalid/' })), {
    kind: 'unreachable',
    message: /no-such-host.invalid/,
  })
  t.match(await refusal(http.send({ url: `https://127.0.0.1:${port}/` })), {
    kind: 'unreachable',
    message: /no TLS connection with 127.0.0.1:\d+ .*is it http:\/\/ there/,
  })
  t.match(await refusal(http.send({ url: 'ftp://x/' })), {
    kind: 'malformed',
    message: 'ftp://x/ is not a URL with http or https',
  })
})

t.test('what is not HTTP is malformed', async (t) => {
  const url = await listen(
    t,
    createTcpServer((socket) => void socket.on('error', () => {}).end('220 smtp ready\r\n')),
  )
  t.match(await refusal(client(t).http.send({ url })), { kind: 'malformed', message: /is not HTTP/ })
})

t.test('a redirect is followed on the same host only', async (t) => {
  const elsewhere: string[] = []
  const other = await serve(t, (request, response) => response.end(String(elsewhere.push(request.url ?? ''))))
  const url = await serve(t, (request, response) => {
    const to = { '/moved': '/here', '/loop': '/loop', '/away': `${other}/steal?token=1` }[request.url ?? '']
    response
      .writeHead(to ? 307 : 200, to ? { location: to } : {})
      .end(`${request.method} ${String(request.headers['x-auth-token'])}`)
  })
  const { http } = client(t)
  const get = (path: string) => follow(http, { method: 'POST', url: url + path, headers: { 'x-auth-token': 'cAnary' } })
  t.equal((await get('/moved')).body.toString(), 'POST cAnary')
  t.match(await refusal(get('/loop')), { kind: 'malformed', message: /redirects more than 5 times/ })
  const away = await refusal(get('/away'))
  t.match(away, {
    kind: 'unreachable',
    message: /^POST \/away on .* redirects to http:\/\/127.0.0.1:\d+, where our credentials are not sent; correct/,
  })
  t.strictSame(elsewhere, [])
})

t.test('no secret is in a report or an error', async (t) => {
  const registry = redactor()
  registry.learn('cAnary-token')
  const url = await serve(t, (request) => void request.socket.destroy())
  const { http, calls } = client(t, { redactor: registry, attempts: 1 })
  const error = await refusal(
    http.send({ url: `${url}/x/cAnary-token?token=cAnary-token`, headers: { 'x-auth-token': 'cAnary-token' } }),
  )
  t.notMatch(JSON.stringify([calls, error, error.message, error.stack]), /cAnary/)
  t.match(calls, [{ url: `${url}/x/[redacted]?token=[redacted]` }])
})

t.test('proxies: plain and tunnelled, with a password, and not for NO_PROXY', async (t) => {
  const seen: (string | undefined)[] = []
  const proxy = createServer((request, response) => {
    seen.push(`${request.method} ${request.url} ${request.headers['proxy-authorization']}`)
    response.end('by proxy')
  })
  proxy.on('connect', (request, socket: Socket) => {
    seen.push(`CONNECT ${request.headers['proxy-authorization']}`)
    const [host = '', port] = (request.url ?? '').split(':')
    const onward = connect(Number(port), host, () => socket.write('HTTP/1.1 200 OK\r\n\r\n'))
    onward.on('error', () => socket.destroy())
    socket.on('error', () => onward.destroy())
    onward.pipe(socket).pipe(onward)
  })
  const address = (await listen(t, proxy)).replace('//', '//me:pw@')
  const credentials = `Basic ${Buffer.from('me:pw').toString('base64')}`
  const { key, cert } = certificate('IP:127.0.0.1')
  const secure = (
    await listen(
      t,
      createTlsServer({ key, cert }, (_, response) => response.end('tunnelled')),
    )
  ).replace('http:', 'https:')
  const { http } = client(t, {
    proxies: proxiesIn({ ALL_PROXY: address, NO_PROXY: 'direct.invalid' }, redactor()),
    tls: { ca: cert },
    attempts: 1,
  })
  t.equal((await http.send({ url: 'http://cloud.invalid/v3' })).body.toString(), 'by proxy')
  t.equal((await http.send({ url: secure })).body.toString(), 'tunnelled')
  t.strictSame(seen, [`GET http://cloud.invalid/v3 ${credentials}`, `CONNECT ${credentials}`])
  t.match(await refusal(http.send({ url: 'http://direct.invalid/' })), { message: /direct.invalid/ })
})

t.test('a proxy that cannot be reached is named, not the cloud behind it', async (t) => {
  const through = (ALL_PROXY: string) => client(t, { proxies: proxiesIn({ ALL_PROXY }, redactor()), attempts: 1 }).http
  const hangsUp = (
    await listen(
      t,
      createTcpServer((socket) => void socket.destroy()),
    )
  ).replace('http://', '')
  for (const scheme of ['http', 'https']) {
    const ask = (proxy: string) =>
      refusal(through(`http://me:cAnary%zz@${proxy}`).send({ url: `${scheme}://cloud.invalid/` }))
    t.match(await ask('127.0.0.1:9'), {
      kind: 'unreachable',
      message: /: the proxy 127\.0\.0\.1:9 \(ALL_PROXY\) refuses connections;/,
    })
    t.match(await ask('proxy.invalid:3128'), {
      message:
        /: the name of the proxy proxy\.invalid:3128 \(ALL_PROXY\) is not known to DNS; correct ALL_PROXY$|DNS gave no answer for the proxy/,
    })
    t.match(await ask(hangsUp), { message: new RegExp(`the proxy ${hangsUp} \\(ALL_PROXY\\).* closed the connection`) })
  }
})

t.test('thousands at once: the wait for a place takes nothing off the time of a request', async (t) => {
  const url = await serve(t, (_, response) => void setTimeout(() => response.end(), 5))
  const { http } = client(t, { concurrency: 8, timeoutMs: 1000 })
  const answers = await Promise.all(Array.from({ length: 2400 }, () => http.send({ url })))
  t.ok(answers.every(({ status }) => status === 200))
})

t.test('TLS: own authority, wrong name, unknown authority, insecure, client certificate', async (t) => {
  const right = certificate('IP:127.0.0.1')
  const wrong = certificate('DNS:other.example')
  const start = async (options: object) =>
    (
      await listen(
        t,
        createTlsServer(options, (_, response) => response.end('ok')),
      )
    ).replace('http:', 'https:')
  const url = await start(right)
  t.equal((await client(t, { tls: { ca: right.cert } }).http.send({ url })).status, 200)
  t.equal((await client(t, { tls: { insecure: true } }).http.send({ url })).status, 200)
  const misnamed = await start(wrong)
  t.match(await refusal(client(t, { tls: { ca: wrong.cert } }).http.send({ url: misnamed })), {
    kind: 'unreachable',
    message: /the TLS certificate of 127.0.0.1:\d+ is for other names \(DNS:other.example\); use one of them/,
  })
  t.match(await refusal(client(t).http.send({ url })), {
    kind: 'unreachable',
    message: /not signed by an authority known here; name its CA in cacert:/,
  })
  const strict = await start({ ...right, ca: right.cert, requestCert: true })
  const tls = { ca: right.cert, cert: right.cert, key: secret(right.key) }
  t.equal((await client(t, { tls }).http.send({ url: strict })).status, 200)
  t.match(await refusal(client(t, { tls: { ca: right.cert }, attempts: 1 }).http.send({ url: strict })), {
    kind: 'unreachable',
  })
})
