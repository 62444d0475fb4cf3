import type { AddressInfo } from 'node:net'
import { createServer } from 'node:tls'
import fc from 'fast-check'
import t, { type Test } from 'tap'
import { issueCertificate } from '../../testbed/certificate-authority.ts'
import { encodeClientHello, helloVersions, type HelloVersion } from './tls-hello.ts'
import { opensslSuites, suitesOf } from './tls-openssl-suites.ts'
import { offerRaw } from './tls-raw-offer.ts'
import { readServerAnswer } from './tls-server-hello.ts'

const versions = Object.keys(helloVersions) as HelloVersion[]
const random = Buffer.alloc(32, 7)
const never = new AbortController().signal

t.test('lengths hold, and every suite is in it', async (t) => {
  const hello = fc.record({
    version: fc.constantFrom(...versions),
    suites: fc.uniqueArray(fc.integer({ min: 0, max: 0xffff }), { minLength: 1, maxLength: 300 }),
    serverName: fc.option(fc.domain(), { nil: undefined }),
    random: fc.uint8Array({ minLength: 32, maxLength: 32 }),
  })
  fc.assert(
    fc.property(hello, (wish) => {
      const record = encodeClientHello(wish)
      t.ok(record.readUInt16BE(3) === record.length - 5 && record.readUIntBE(6, 3) === record.length - 9)
      const suites = suitesOf(record)
      // Without extensions, secure renegotiation is signalled by a number of its own.
      t.same(suites, wish.version === 'SSLv3' ? [...wish.suites, 0x00ff] : wish.suites)
    }),
    { numRuns: 200 },
  )
})

t.test('one of SSL 3 has no extensions, and with a hundred suites fewer than 256 bytes', async (t) => {
  const suites = Array.from({ length: 100 }, (_, index) => index)
  const hello = encodeClientHello({ version: 'SSLv3', suites, serverName: 'a.example', random })
  t.ok(hello.length < 256, `${hello.length} bytes`)
  t.notOk(hello.includes('a.example'))
  t.ok(encodeClientHello({ version: 'TLSv1', suites, serverName: 'a.example', random }).includes('a.example'))
})

/** What a real server of OpenSSL answers to a hello with these suites. */
async function answer(t: Test, version: HelloVersion, suites: readonly number[], only: HelloVersion = version) {
  const named: string[] = []
  const server = createServer({
    ...issueCertificate({ names: 'DNS:a.example', key: '-newkey rsa:2048' }),
    minVersion: only as 'TLSv1',
    maxVersion: only as 'TLSv1',
    ciphers: 'TLS_AES_128_GCM_SHA256:ALL:@SECLEVEL=0',
    SNICallback: (name, done) => {
      named.push(name)
      done(null)
    },
  })
  server.on('tlsClientError', () => {})
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => server.close())
  const hello = encodeClientHello({ version, suites, serverName: 'a.example', random })
  const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`
  return { answer: await offerRaw(url, hello, readServerAnswer, never), named }
}

t.test('a real server takes it, of any version that it speaks, by its one suite and with the name', async (t) => {
  for (const [version, suite] of [
    ['TLSv1', 0x002f], // TLS_RSA_WITH_AES_128_CBC_SHA
    ['TLSv1.1', 0xc013], // TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA
    ['TLSv1.2', 0xc02f], // TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256
    ['TLSv1.3', 0x1301], // TLS_AES_128_GCM_SHA256, by HelloRetryRequest
  ] as const) {
    const taken = await answer(t, version, [0x0005, suite])
    t.same(taken.answer, { kind: 'hello', version, suite }, version)
    if (version !== 'TLSv1.3') t.same(taken.named, ['a.example'])
  }
})

t.test('what it has not, it refuses by an alert; an older version than the highest offered is named', async (t) => {
  const refused = await answer(t, 'TLSv1.2', [0x0005, 0x000a]) // RC4 and triple DES
  t.match(refused.answer, { kind: 'alert', description: 40 })
  t.match((await answer(t, 'TLSv1', [0x002f], 'TLSv1.2')).answer, { kind: 'alert', description: 70 })
  const older = await answer(t, 'TLSv1.2', [0x002f], 'TLSv1.1')
  t.same(older.answer, { kind: 'hello', version: 'TLSv1.1', suite: 0x002f })
})

t.test('what OpenSSL can offer is read from its own hello', async (t) => {
  const suites = await opensslSuites()
  for (const good of [0x1301, 0xc02f, 0x002f]) t.ok(suites.has(good), good.toString(16))
  for (const lacking of [0x0003, 0x0004, 0x0005, 0x0009]) t.notOk(suites.has(lacking), lacking.toString(16))
})
