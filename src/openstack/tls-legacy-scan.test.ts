import { readFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { createServer as createTls } from 'node:tls'
import t, { type Test } from 'tap'
import { issueCertificate } from '../../testbed/certificate-authority.ts'
import { ProbeError } from '../fact.ts'
import type { TlsCipherSuites } from './tls-cipher-suites.ts'
import { helloVersions } from './tls-hello.ts'
import { scanLegacy, type LegacyMeans } from './tls-legacy-scan.ts'
import { opensslSuites, suitesOf } from './tls-openssl-suites.ts'

const never = new AbortController().signal
const file = new URL('../../standards/data/tls-cipher-suites.json', import.meta.url)
const names = JSON.parse(readFileSync(file, 'utf8')) as TlsCipherSuites
const openssl = { suites: await opensslSuites(), notOffered: [] }
const isWell = async () => true

/** How a server answers an offer; undefined for hanging up. */
type Answer = (hello: { readonly version: number; readonly suites: readonly number[] }) => Buffer | undefined

const refusal = Buffer.from([21, 3, 0, 0, 2, 2, 40])
const trouble = Buffer.from([21, 3, 0, 0, 2, 2, 80])
const pick = (version: number, suite: number) => {
  const hex = `16${version.toString(16).padStart(4, '0')}002a02000026${version.toString(16).padStart(4, '0')}`
  return Buffer.from(`${hex}${'09'.repeat(32)}00${suite.toString(16).padStart(4, '0')}00`, 'hex')
}

async function scan(t: Test, answer: Answer, means: Partial<LegacyMeans> = {}, ssl2: Buffer = refusal) {
  let connections = 0
  const server = createServer((socket) => {
    connections++
    socket.on('error', () => {})
    socket.once('data', (hello) => {
      const isSsl2 = hello.readUInt8(0) !== 22
      const said = isSsl2 ? ssl2 : answer({ version: hello.readUInt16BE(9), suites: suitesOf(hello) })
      if (said) socket.end(said)
      else socket.destroy()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => server.close())
  const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`
  const seen = await scanLegacy(url, names, openssl, never, { isWell, ...means })
  return { ...seen, arrived: connections }
}

t.test('a real server of OpenSSL takes none of it, whatever it is told to take', async (t) => {
  for (const ciphers of ['ALL:COMPLEMENTOFALL:@SECLEVEL=0', 'ECDHE-RSA-AES128-GCM-SHA256']) {
    const server = createTls({
      ...issueCertificate({ names: 'IP:127.0.0.1', key: '-newkey rsa:2048' }),
      minVersion: 'TLSv1',
      ciphers,
    })
    let connections = 0
    server.on('connection', () => connections++).on('tlsClientError', () => {})
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    t.teardown(() => server.close())
    const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`
    const seen = await scanLegacy(url, names, openssl, never, { isWell })
    t.same(seen, { picks: [], hasMore: false, unseen: [], connections: 11 })
    t.equal(connections, seen.connections)
    // Were it not known what OpenSSL has, the same server would take what we offer.
    const blind = await scanLegacy(url, names, { suites: new Set(), notOffered: [] }, never, { isWell })
    t.match(blind.picks[0], { version: 'TLSv1.3', suite: /^TLS_AES_128_GCM_SHA256$|^TLS_AES_256/ })
    t.ok(blind.picks.some(({ version, suite }) => version === 'TLSv1.2' && /_WITH_AES_/.test(suite)))
  }
})

t.test('each suite that is picked is found, with its version, and left out of the next offer', async (t) => {
  const wanted = [0x0005, 0x000a, 0x0003] // RC4, triple DES, and RC4 for export
  const offers: (readonly number[])[] = []
  const seen = await scan(t, ({ version, suites }) => {
    if (version !== helloVersions['TLSv1.1']) return refusal
    offers.push(suites)
    const common = wanted.find((suite) => suites.includes(suite))
    return common === undefined ? refusal : pick(version, common)
  })
  t.match(seen, {
    picks: [
      { version: 'TLSv1.1', suite: 'TLS_RSA_WITH_RC4_128_SHA' },
      { version: 'TLSv1.1', suite: 'TLS_RSA_WITH_3DES_EDE_CBC_SHA' },
      { version: 'TLSv1.1', suite: 'TLS_RSA_EXPORT_WITH_RC4_40_MD5' },
    ],
    hasMore: false,
    unseen: [],
  })
  t.equal(seen.connections, 11 + 3)
  t.equal(seen.arrived, seen.connections)
  t.equal(offers.filter((suites) => suites.includes(0x0005)).length, 1)
})

t.test('SSL 3 with a suite that OpenSSL has, and SSL 2', async (t) => {
  const aes = 0x002f
  const speaks: Answer = ({ version, suites }) =>
    version === helloVersions.SSLv3 && suites.includes(aes) ? pick(version, aes) : refusal
  t.same((await scan(t, speaks)).picks, [{ version: 'SSLv3', suite: 'TLS_RSA_WITH_AES_128_CBC_SHA' }])
  const ssl2 = Buffer.from('801304 00 01 0002 0003 0003 0002 c0ffee 0700c0 abcd'.replaceAll(' ', ''), 'hex')
  t.same((await scan(t, () => refusal, {}, ssl2)).picks, [
    { version: 'SSLv2', suite: 'SSL_CK_DES_192_EDE3_CBC_WITH_MD5' },
  ])
})

t.test('an older version than the offered is what is spoken; a newer one is no answer', async (t) => {
  const older = await scan(t, ({ version, suites }) =>
    version > 0x0300 && suites.includes(0x0005) ? pick(0x0300, 0x0005) : refusal,
  )
  t.match(older, { picks: [{ version: 'SSLv3', suite: 'TLS_RSA_WITH_RC4_128_SHA' }], unseen: [] })
  t.equal(older.picks.length, 1)
  const newer = await scan(t, ({ version, suites }) =>
    version === 0x0300 && suites.includes(0x0005) ? pick(0x0303, 0x0005) : refusal,
  )
  t.match(newer, { picks: [], unseen: [{ version: 'SSLv3', kind: 'malformed', message: /SSLv3 with TLSv1\.2/ }] })
})

t.test('a suite that was not offered is a refusal', async (t) => {
  t.match(await scan(t, ({ version }) => pick(version, 0x1234)), { picks: [], unseen: [], connections: 11 })
})

t.test('one that takes everything: there is an end', async (t) => {
  const seen = await scan(t, ({ version, suites }) => pick(version, suites[0] ?? 0))
  t.match(seen, { hasMore: true, unseen: [] })
  // Ten of each version; TLS 1.3 was not offered by these bytes, so that is a pick of TLS 1.2.
  t.ok(seen.connections <= 11 + 5 * 10, `${seen.connections}`)
})

t.test('hanging up, or an internal error, is a refusal where it is so twice and all is well in between', async (t) => {
  for (const answer of [undefined, trouble]) {
    let asked = 0
    const seen = await scan(t, () => answer, { isWell: async () => ++asked > 0 })
    t.match(seen, { picks: [], unseen: [] })
    t.equal(asked, 10)
    t.equal(seen.connections, 11 + 2 * 10)
  }
  const once = new Set<number>()
  const nervous = await scan(t, ({ version, suites }) => {
    if (!suites.includes(0x0005)) return refusal
    return once.size < once.add(version).size ? undefined : suites.includes(0x0005) ? pick(version, 0x0005) : refusal
  })
  t.equal(nervous.picks.length, 4, 'what it took the second time counts')
  const ill = await scan(t, () => undefined, { isWell: async () => false })
  t.match(ill, {
    picks: [],
    unseen: [{ version: 'TLSv1.3', kind: 'unreachable', message: /takes no good one in between/ }],
  })
  t.equal(ill.unseen.length, 5)
})

t.test('garbage of one version hides nothing of the others', async (t) => {
  const garbage = Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n')
  const seen = await scan(t, ({ version, suites }) => {
    if (version === helloVersions['TLSv1.2']) return garbage
    return suites.includes(0x0005) ? pick(version, 0x0005) : refusal
  })
  t.same(
    seen.picks.map(({ version }) => version),
    ['TLSv1.1', 'TLSv1', 'SSLv3'],
  )
  t.match(seen.unseen, [
    { version: 'TLSv1.3', kind: 'malformed' },
    { version: 'TLSv1.2', kind: 'malformed', message: /type 72 \(TLSv1\.2, offered by ourselves\)$/ },
  ])
})

t.test('a server that does not answer is asked twice, not once for each version', async (t) => {
  let offers = 0
  const offer = async () => {
    offers++
    throw new ProbeError('timeout', 'it did not answer')
  }
  const seen = await scanLegacy('https://127.0.0.1:1', names, openssl, never, { isWell, offer })
  t.equal(offers, 2)
  t.same(
    seen.unseen.map(({ version, kind }) => `${version} ${kind}`),
    ['TLSv1.3', 'TLSv1.2', 'TLSv1.1', 'TLSv1', 'SSLv3', 'SSLv2'].map((version) => `${version} timeout`),
  )
})

t.test('our own end is no finding', async (t) => {
  const over = AbortSignal.abort(new Error('over'))
  await t.rejects(scanLegacy('https://127.0.0.1:1', names, openssl, over, { isWell }), { message: 'over' })
})
