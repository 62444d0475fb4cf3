import { createServer, type AddressInfo, type Socket } from 'node:net'
import t, { type Test } from 'tap'
import { offerRaw } from './tls-raw-offer.ts'
import { readServerAnswer } from './tls-server-hello.ts'

// Servers that mean no good, on real sockets.

const never = new AbortController().signal
const said = Buffer.from('a hello')
const serverHello = Buffer.from(
  `1603030030 0200002c 0303${'09'.repeat(32)}00 0005 00 0004 00170000`.replaceAll(' ', ''),
  'hex',
)

async function ask(t: Test, serve: (socket: Socket) => void, { signal = never, timeoutMs = 10_000 } = {}) {
  const server = createServer((socket) => {
    socket.on('error', () => {})
    t.teardown(() => socket.destroy())
    serve(socket)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => server.close())
  const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`
  return offerRaw(url, said, readServerAnswer, signal, timeoutMs)
}

t.test('what is sent arrives, and the answer is read, also byte by byte', async (t) => {
  let got = ''
  const whole = await ask(t, (socket) => socket.once('data', (data) => (got = String(data)) && socket.end(serverHello)))
  t.same(whole, { kind: 'hello', version: 'TLSv1.2', suite: 5 })
  t.equal(got, 'a hello')
  const slow = await ask(t, (socket) => {
    socket.setNoDelay(true)
    let at = 0
    const next = (): unknown =>
      at < serverHello.length && socket.write(serverHello.subarray(at, ++at), () => setImmediate(next))
    next()
  })
  t.same(slow, whole)
})

t.test('hanging up is not a refusal yet; in the midst of an answer it is malformed', async (t) => {
  t.same(await ask(t, (socket) => socket.end()), { kind: 'closed' })
  t.same(await ask(t, (socket) => socket.resetAndDestroy()), { kind: 'closed' })
  for (const length of [1, 4, 7, 20]) {
    const cut = ask(t, (socket) => socket.end(serverHello.subarray(0, length)))
    await t.rejects(cut, { kind: 'malformed', message: /beginning of an answer/ }, `${length} bytes`)
  }
})

t.test('garbage, and a flood of it', async (t) => {
  await t.rejects(
    ask(t, (socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')),
    { kind: 'malformed', message: /^https:\/\/127\.0\.0\.1:\d+ answered a TLS handshake with a record of type 72$/ },
  )
  // Warnings and records of one byte are allowed, but not for ever.
  const flood = Buffer.concat(Array.from({ length: 4096 }, () => Buffer.from([22, 3, 3, 0, 1, 2])))
  await t.rejects(
    ask(t, (socket) => socket.write(flood)),
    { kind: 'malformed', message: /ServerHello of 131586 bytes/ },
  )
})

t.test('silence, and an endless trickle: no longer than the deadline', async (t) => {
  await t.rejects(
    ask(t, () => {}, { timeoutMs: 50 }),
    { kind: 'timeout', message: /within 0\.05 s/ },
  )
  const trickle = (socket: Socket) => {
    socket.write(Buffer.from([22, 3, 3, 64, 0, 2, 0, 15, 255]))
    const timer = setInterval(() => socket.write('\0'), 5)
    socket.on('close', () => clearInterval(timer))
  }
  await t.rejects(ask(t, trickle, { timeoutMs: 100 }), { kind: 'timeout', message: /within 0\.1 s/ })
})

t.test('nobody there; no more interest', async (t) => {
  await t.rejects(offerRaw('https://127.0.0.1:1', said, readServerAnswer, never), {
    kind: 'unreachable',
    message: /127\.0\.0\.1:1 \(ECONNREFUSED\)/,
  })
  const over = AbortSignal.abort(new Error('over'))
  await t.rejects(
    ask(t, () => {}, { signal: over }),
    { message: 'over' },
  )
  const later = new AbortController()
  await t.rejects(
    ask(t, () => later.abort(new Error('over')), { signal: later.signal }),
    { message: 'over' },
  )
})
