import { createServer as createPlain } from 'node:http'
import { createServer as createSocket, type AddressInfo, type Server } from 'node:net'
import { createServer } from 'node:tls'
import t, { type Test } from 'tap'
import { factStore } from '../../src/fact-store.ts'
import { openReferenceData, referenceData } from '../../src/reference-data.ts'
import { cloudConnection } from '../../src/openstack/connection.ts'
import { openstack } from '../../src/openstack/facts.ts'
import { issueCertificate } from '../../testbed/certificate-authority.ts'
import { publicEndpoints, tlsPlaces } from './facts.ts'

const issued = issueCertificate({ names: 'IP:127.0.0.1' })

async function listen(t: Test, server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => server.close())
  return `127.0.0.1:${(server.address() as AddressInfo).port}`
}

async function storeOf(urls: Readonly<Record<string, string>>, isProxied = false) {
  const catalog = Object.entries(urls).map(([type, url]) => ({
    type,
    name: type,
    endpoints: [
      { interface: 'admin', region: 'one', url: 'https://127.0.0.1:1/' },
      { interface: 'public', region: 'one', url },
    ],
  }))
  const given = new Map<never, unknown>([
    [openstack as never, { catalog }],
    [cloudConnection as never, { tls: { ca: issued.ca }, isProxied: () => isProxied }],
    [referenceData as never, await openReferenceData({ environment: {}, now: new Date() })],
  ])
  return factStore({ given, signal: new AbortController().signal, timeoutMs: 30_000, concurrency: 4 })
}

t.test('each place once; what could not be seen hides nothing', async (t) => {
  let connections = 0
  const server = createServer({ ...issued, minVersion: 'TLSv1.3' }, (socket) => socket.on('error', () => {}))
  server.on('connection', () => connections++)
  const [secure, plain] = [await listen(t, server), await listen(t, createPlain())]
  const urls = { compute: `https://${secure}/v2.1`, image: `https://${secure}/image`, network: `https://${plain}` }
  const store = await storeOf({ ...urls, dns: 'https://127.0.0.1:1', placement: `http://${plain}` })
  const places = await store.learn(tlsPlaces)
  const place = places.find(({ origin }) => origin === `https://${secure}`)
  t.match(place, { services: ['compute', 'image'], seen: { kind: 'tls', legacy: { picks: [], unseen: [] } } })
  if (place?.seen.kind !== 'tls') throw new Error('not seen')
  t.equal(place.seen.scan.handshakes + place.seen.legacy.connections, connections)
  t.ok(connections < 50, `${connections} connections`)
  t.match(
    places.find(({ origin }) => origin === `https://${plain}`),
    { services: ['network'], seen: { kind: 'not tls' } },
  )
  t.match(
    places.find(({ origin }) => origin === 'https://127.0.0.1:1'),
    { services: ['dns'], seen: { kind: 'unobserved', cause: 'unreachable' } },
  )
  t.equal(places.length, 3, 'neither plain http nor what is not public')
  t.equal((await store.learn(publicEndpoints)).length, 5)
})

t.test('a proxy in between', async (t) => {
  const store = await storeOf({ compute: 'https://127.0.0.1:1' }, true)
  t.match(await store.learn(tlsPlaces), [{ seen: { kind: 'unobserved', cause: 'dependency', message: /proxy/ } }])
})

t.test(
  'a server that wants none of OpenSSL is asked by ourselves; one that wants nothing at all was not seen',
  async (t) => {
    const refusal = Buffer.from([21, 3, 1, 0, 2, 2, 40])
    const rc4 = Buffer.from(`160301002a 02000026 0301 ${'09'.repeat(32)} 00 0005 00`.replaceAll(' ', ''), 'hex')
    const answering = (answer: (hello: Buffer) => Buffer) =>
      createSocket((socket) => {
        socket.on('error', () => {})
        socket.once('data', (hello) => socket.end(answer(hello)))
      })
    // Bytes 9 and 10 are the highest version that is offered, and 0x0005 is RC4.
    const speaksRc4 = (hello: Buffer) => hello.readUInt16BE(9) === 0x0301 && hello.includes(Buffer.from([0, 4, 0, 5]))
    const onlyRc4 = await listen(
      t,
      answering((hello) => (speaksRc4(hello) ? rc4 : refusal)),
    )
    const nothing = await listen(
      t,
      answering(() => refusal),
    )
    const store = await storeOf({ compute: `https://${onlyRc4}`, image: `https://${nothing}` })
    const places = await store.learn(tlsPlaces)
    const seen = (host: string) => places.find(({ origin }) => origin.endsWith(host))?.seen
    t.match(seen(onlyRc4), {
      kind: 'tls',
      scan: { versions: [], ciphers: [] },
      legacy: { picks: [{ version: 'TLSv1', suite: 'TLS_RSA_WITH_RC4_128_SHA' }] },
    })
    t.match(seen(nothing), {
      kind: 'unobserved',
      cause: 'malformed',
      message: /refuses all cipher suites of all versions/,
    })
  },
)
