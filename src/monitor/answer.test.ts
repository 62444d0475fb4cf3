import { once } from 'node:events'
import { connect } from 'node:net'
import type { AddressInfo } from 'node:net'
import { gunzipSync } from 'node:zlib'
import fastify from 'fastify'
import t from 'tap'
import { assembled, sendAssembled } from './answer.ts'
import { glue, piece } from './pieces.ts'

const texts = ['a', 'b', 'c', 'd', 'e'].map((letter) => letter.repeat(200_000))
const whole = texts.join(',')
const answer = assembled((await Promise.all(texts.map(piece))).flatMap((one, n) => (n === 0 ? one : [glue(','), one])))

t.test('parts make the whole, packed or not, of the length that was told', async (t) => {
  const app = fastify()
  t.teardown(() => app.close())
  app.get('/', (request, reply) => sendAssembled(request, reply, answer))
  const plain = await app.inject('/')
  t.equal(Number(plain.headers['content-length']), whole.length)
  t.ok(plain.body === whole)
  const packed = await app.inject({ url: '/', headers: { 'accept-encoding': 'gzip' } })
  t.ok(gunzipSync(packed.rawPayload).toString() === whole)
  const none = await app.inject({ url: '/', headers: { 'if-none-match': answer.tag } })
  t.match(none, { statusCode: 304, body: '', headers: { 'content-length': undefined } })
})

t.test('of whoever goes away in the middle, or reads nothing, nobody else notices anything', async (t) => {
  const app = fastify({ forceCloseConnections: true })
  t.teardown(() => app.close())
  app.get('/', (request, reply) => sendAssembled(request, reply, answer))
  await app.listen({ host: '127.0.0.1', port: 0 })
  const { port } = app.server.address() as AddressInfo
  const ask = async () => {
    const socket = connect(port, '127.0.0.1')
    socket.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n')
    await once(socket, 'readable')
    return socket
  }
  const [gone, slow] = await Promise.all([ask(), ask()])
  gone.destroy()
  const found = await fetch(`http://127.0.0.1:${port}/`)
  t.ok((await found.text()) === whole)
  slow.destroy()
})
