import { createServer as createHttp } from 'node:http'
import { connect as connectSocket, createServer as createSocket, type AddressInfo, type Server } from 'node:net'
import { createServer, type TlsOptions } from 'node:tls'
import t, { type Test } from 'tap'
import { issueCertificate } from '../../testbed/certificate-authority.ts'
import { offerTls } from './tls-offer.ts'
import { scanTls } from './tls-scan.ts'

const never = new AbortController().signal
const onCurve = issueCertificate({ names: 'IP:127.0.0.1' })
const rsa = issueCertificate({ names: 'IP:127.0.0.1', key: '-newkey rsa:2048' })

async function listen(t: Test, server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => server.close())
  return `https://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** What is seen of a server with these settings. */
async function scan(t: Test, options: TlsOptions, ca = onCurve.ca) {
  const server = createServer({ ...onCurve, ...options }, (socket) => socket.on('error', () => {}))
  const seen = await scanTls(await listen(t, server), { ca }, never)
  if (!seen) throw new Error('no TLS')
  return seen
}

t.test('a server set up as the profile has it', async (t) => {
  const seen = await scan(t, {
    minVersion: 'TLSv1.2',
    ciphers: 'TLS_AES_128_GCM_SHA256:ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384',
    ecdhCurve: 'X25519:prime256v1',
  })
  t.match(seen, {
    versions: ['TLSv1.2', 'TLSv1.3'],
    smallestDhBits: null,
    certificates: [{ subject: 'CN=test', issuer: 'CN=test authority', keyType: 'ecdsa', curve: 'prime256v1' }],
  })
  t.match(seen, { certificates: [{ signature: 'ecdsa-with-SHA256', nameHolds: true, distrust: null }] })
  const ciphers = ['ECDHE-ECDSA-AES128-GCM-SHA256', 'ECDHE-ECDSA-AES256-GCM-SHA384', 'TLS_AES_128_GCM_SHA256']
  t.same([...seen.ciphers].toSorted(), ciphers)
  t.same([...seen.groups].toSorted(), ['X25519', 'prime256v1'])
})

t.test('old versions and ciphers, odd curves', async (t) => {
  const old = {
    minVersion: 'TLSv1',
    maxVersion: 'TLSv1.1',
    ciphers: 'ECDHE-RSA-AES128-SHA:AES128-SHA:@SECLEVEL=0',
  } as const
  const seen = await scan(t, { ...rsa, ...old, ecdhCurve: 'secp521r1' }, rsa.ca)
  t.match(seen, {
    versions: ['TLSv1', 'TLSv1.1'],
    groups: ['secp521r1'],
    certificates: [{ keyType: 'rsa', keyBits: 2048 }],
  })
  t.same([...seen.ciphers].toSorted(), ['AES128-SHA', 'ECDHE-RSA-AES128-SHA'])
})

t.test('Diffie-Hellman in a field, and several curves with TLS 1.3', async (t) => {
  const field = await scan(
    t,
    { ...rsa, maxVersion: 'TLSv1.2', ciphers: 'DHE-RSA-AES128-GCM-SHA256', dhparam: 'auto' },
    rsa.ca,
  )
  t.match(field, { ciphers: ['DHE-RSA-AES128-GCM-SHA256'], smallestDhBits: 2048, groups: [] })
  const more = await scan(t, { minVersion: 'TLSv1.3', ecdhCurve: 'X448:X25519:ffdhe2048:X25519MLKEM768' })
  t.same([...more.groups].toSorted(), ['X25519', 'X25519MLKEM768', 'X448', 'ffdhe2048'])
})

t.test('certificates that are not trusted, for another name, weak or past', async (t) => {
  t.match(await scan(t, { minVersion: 'TLSv1.3' }, rsa.ca), {
    certificates: [{ nameHolds: true, distrust: /^[A-Z_]+$/ }],
  })
  const elsewhere = issueCertificate({ names: 'DNS:elsewhere.example' })
  t.match(await scan(t, { ...elsewhere, minVersion: 'TLSv1.3' }, elsewhere.ca), {
    certificates: [{ nameHolds: false, distrust: null }],
  })
  const short = issueCertificate({ names: 'IP:127.0.0.1', key: '-newkey rsa:1024', digest: 'sha1' })
  t.match(await scan(t, { ...short, maxVersion: 'TLSv1.2', ciphers: 'DEFAULT:@SECLEVEL=0' }, short.ca), {
    certificates: [{ keyType: 'rsa', keyBits: 1024, signature: 'ecdsa-with-SHA1', distrust: null }],
  })
  const past = issueCertificate({ names: 'IP:127.0.0.1', fromDay: -2, toDay: -1 })
  t.match(await scan(t, { ...past, minVersion: 'TLSv1.3' }, past.ca), {
    certificates: [{ nameHolds: true, distrust: 'CERT_HAS_EXPIRED' }],
  })
})

t.test('one that hangs up on what it does not want is believed', async (t) => {
  const inner = createServer({ ...onCurve, minVersion: 'TLSv1.3' }, (socket) => socket.on('error', () => {}))
  const { port } = new URL(await listen(t, inner))
  const outer = createSocket((socket) => {
    socket.on('error', () => {})
    socket.once('data', (hello) => {
      // The extension supported_versions, 43, is only there where TLS 1.3 is offered.
      if (!hello.includes(Buffer.from([0, 43, 0]))) return void socket.destroy()
      const way = connectSocket(Number(port), '127.0.0.1').on('error', () => {})
      way.write(hello)
      way.pipe(socket).pipe(way)
    })
  })
  t.match(await scanTls(await listen(t, outer), { ca: onCurve.ca }, never), { versions: ['TLSv1.3'] })
})

t.test('a version that OpenSSL here cannot offer is not one that the server does not speak', async (t) => {
  const url = await listen(
    t,
    createServer({ ...onCurve, minVersion: 'TLSv1.3' }, (socket) => socket.on('error', () => {})),
  )
  const crippled: typeof offerTls = async (place, offer, ...rest) =>
    offer.to === 'TLSv1' ? { kind: 'not offered' } : offerTls(place, offer, ...rest)
  t.match(await scanTls(url, { ca: onCurve.ca }, never, crippled), { versions: ['TLSv1.3'], notOffered: ['TLSv1'] })
  t.match(await scanTls(url, { ca: onCurve.ca }, never), { versions: ['TLSv1.3'], notOffered: [] })
})

t.test('a server in trouble: what it does not take is asked for twice', async (t) => {
  const inner = createServer({ ...onCurve, minVersion: 'TLSv1.3' }, (socket) => socket.on('error', () => {}))
  const { port } = new URL(await listen(t, inner))
  const troubled = async (isInTrouble: (old: number) => boolean) => {
    let old = 0
    const outer = createSocket((socket) => {
      socket.on('error', () => {})
      socket.once('data', (hello) => {
        // Alert 80, internal_error.
        if (isInTrouble(hello.includes(Buffer.from([0, 43, 0])) ? 0 : ++old))
          return void socket.end(Buffer.from([21, 3, 1, 0, 2, 2, 80]))
        const way = connectSocket(Number(port), '127.0.0.1').on('error', () => {})
        way.write(hello)
        way.pipe(socket).pipe(way)
      })
    })
    let shaken = 0
    const seen = scanTls(await listen(t, outer), { ca: onCurve.ca }, never, (...args) => {
      shaken++
      return offerTls(...args)
    })
    return { seen, shaken: () => shaken }
  }
  const always = await troubled((old) => old > 0)
  t.match(await always.seen, { versions: ['TLSv1.3'] })
  const never_ = await troubled(() => false)
  t.match(await never_.seen, { versions: ['TLSv1.3'] })
  // Each of the three older versions a second time, with a good offer in between.
  t.equal(always.shaken(), never_.shaken() + 6)
  let count = 0
  const breaksDown = await troubled(() => ++count > 1)
  await t.rejects(breaksDown.seen, { kind: 'unreachable', message: /hangs up/ })
})

t.test('no TLS, no answer, no end', async (t) => {
  t.equal(await scanTls(await listen(t, createHttp()), {}, never), null)
  const mute = createSocket((socket) => socket.destroy())
  await t.rejects(scanTls(await listen(t, mute), {}, never), { kind: 'unreachable', message: /hangs up/ })
  await t.rejects(scanTls('https://127.0.0.1:1', {}, never), { kind: 'unreachable', message: /ECONNREFUSED/ })
  const silent = await listen(
    t,
    createSocket((socket) => t.teardown(() => socket.destroy())),
  )
  await t.rejects(scanTls(silent, {}, AbortSignal.abort(new Error('over'))), { message: 'over' })
})
