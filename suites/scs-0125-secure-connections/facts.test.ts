import { createServer as createPlain } from 'node:http'
import type { AddressInfo, Server } from 'node:net'
import { createServer } from 'node:tls'
import t, { type Test } from 'tap'
import { factStore } from '../../src/fact-store.ts'
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

function storeOf(urls: Readonly<Record<string, string>>, isProxied = false) {
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
  ])
  return factStore({ given, signal: new AbortController().signal, timeoutMs: 30_000, concurrency: 4 })
}

t.test('each place once; what could not be seen hides nothing', async (t) => {
  let connections = 0
  const server = createServer({ ...issued, minVersion: 'TLSv1.3' }, (socket) => socket.on('error', () => {}))
  server.on('connection', () => connections++)
  const [secure, plain] = [await listen(t, server), await listen(t, createPlain())]
  const urls = { compute: `https://${secure}/v2.1`, image: `https://${secure}/image`, network: `https://${plain}` }
  const store = storeOf({ ...urls, dns: 'https://127.0.0.1:1', placement: `http://${plain}` })
  const places = await store.learn(tlsPlaces)
  t.match(
    places.find(({ origin }) => origin === `https://${secure}`),
    { services: ['compute', 'image'], seen: { kind: 'tls', scan: { handshakes: connections } } },
  )
  t.ok(connections < 40, `${connections} connections`)
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
  const store = storeOf({ compute: 'https://127.0.0.1:1' }, true)
  t.match(await store.learn(tlsPlaces), [{ seen: { kind: 'unobserved', cause: 'dependency', message: /proxy/ } }])
})
