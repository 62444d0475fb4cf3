import { createServer as createPlain } from 'node:http'
import { createServer } from 'node:https'
import { createServer as createSocket, type AddressInfo, type Server } from 'node:net'
import t, { type Test } from 'tap'
import { certificate } from '../../testbed/certificate.ts'
import { plainStatus, shakeHands } from './handshake.ts'

const never = new AbortController().signal

async function listen(t: Test, server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => server.close())
  return (server.address() as AddressInfo).port
}

t.test('a server with TLS: what it shows, by address and by name; plain HTTP is turned away', async (t) => {
  const port = await listen(
    t,
    createServer(certificate('DNS:localhost,IP:127.0.0.1'), (_, response) => response.end()),
  )
  for (const host of ['127.0.0.1', 'localhost']) {
    const seen = await shakeHands(`https://${host}:${port}`, never)
    t.match(seen, { protocol: 'TLSv1.3', subject: 'CN=test', issuer: 'CN=test', notBefore: /^\d{4}-\d\d-\d\dT.*Z$/ })
    t.ok(seen && Date.parse(seen.notAfter) > Date.parse(seen.notBefore))
  }
  t.equal(await plainStatus(`https://127.0.0.1:${port}`, '/version', never), null)
})

t.test('a server without', async (t) => {
  const port = await listen(
    t,
    createPlain((_, response) => response.writeHead(418).end()),
  )
  t.equal(await shakeHands(`http://127.0.0.1:${port}`, never), null)
  t.equal(await plainStatus(`http://127.0.0.1:${port}`, '/version', never), 418)
})

t.test('one that hangs up, or is not there', async (t) => {
  const port = await listen(
    t,
    createSocket((socket) => socket.destroy()),
  )
  await t.rejects(shakeHands(`https://127.0.0.1:${port}`, never), { kind: 'unreachable', message: /past any proxy/ })
  t.equal(await plainStatus(`https://127.0.0.1:${port}`, '/', never), null)
  await t.rejects(shakeHands('https://127.0.0.1:1', never), { kind: 'unreachable', message: /ECONNREFUSED/ })
  await t.rejects(plainStatus('http://127.0.0.1:1', '/', never), { kind: 'unreachable', message: /ECONNREFUSED/ })
})

t.test('an end of the run ends it', async (t) => {
  const port = await listen(t, createSocket())
  const reason = new Error('over')
  await t.rejects(shakeHands(`https://127.0.0.1:${port}`, AbortSignal.abort(reason)), { message: /over/ })
  const ended = new AbortController()
  const asked = plainStatus(`https://127.0.0.1:${port}`, '/', ended.signal)
  setTimeout(() => ended.abort(reason), 50)
  await t.rejects(asked, { message: /over/ })
})

t.test('silence is no refusal: who hangs up turns plain HTTP away, who says nothing leaves it open', async (t) => {
  const silent = await listen(t, createSocket())
  await t.rejects(plainStatus(`https://127.0.0.1:${silent}`, '/', never, 50), {
    kind: 'timeout',
    message: /neither answered nor turned away a request without TLS within 0\.05 s/,
  })
  const other = await listen(
    t,
    createSocket((socket) => socket.end('no HTTP')),
  )
  t.equal(await plainStatus(`https://127.0.0.1:${other}`, '/', never, 50), null)
})
