import { X509Certificate } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:tls'
import t, { type Test } from 'tap'
import { issueCertificate, type Issued } from '../../testbed/certificate-authority.ts'
import { certificate as selfSigned } from '../../testbed/certificate.ts'
import { certificateView } from './tls-certificate.ts'
import { scanTls } from './tls-scan.ts'

const never = new AbortController().signal

/** Whether a certificate with these names holds for a URL. */
const holder = (names: string, subject?: string) => {
  const certificate = new X509Certificate(issueCertificate({ names, ...(subject ? { subject } : {}) }).cert)
  return (url: string) => certificateView(certificate, new URL(url), null).nameHolds
}

t.test('names: as they are, with or without a port, a dot at the end and capitals', async (t) => {
  const holds = holder('DNS:api.example,DNS:xn--bcher-kva.example')
  for (const good of ['api.example', 'api.example:5000', 'API.example', 'api.example.', 'bücher.example'])
    t.ok(holds(`https://${good}/`), good)
  for (const bad of ['example', 'www.api.example', 'api.example.com', '127.0.0.1'])
    t.notOk(holds(`https://${bad}/`), bad)
})

t.test('an asterisk stands for one whole label', async (t) => {
  const holds = holder('DNS:*.cloud.example,DNS:f*.net.example')
  t.ok(holds('https://compute.cloud.example'))
  t.notOk(holds('https://cloud.example'))
  t.notOk(holds('https://a.compute.cloud.example'))
  t.notOk(holds('https://foo.net.example'), 'not for a part of one')
})

t.test('an address is looked for among the addresses, of both families', async (t) => {
  const holds = holder('IP:127.0.0.1,IP:2001:db8::1,DNS:192.0.2.1')
  t.ok(holds('https://127.0.0.1:5000'))
  t.ok(holds('https://[2001:db8::1]'))
  t.ok(holds('https://[2001:db8:0:0::1]'))
  t.notOk(holds('https://127.0.0.2'))
  t.notOk(holds('https://192.0.2.1'), 'no name is an address')
})

t.test('the subject names nobody, as clients have it', async (t) => {
  t.notOk(holder('', '/CN=api.example')('https://api.example'))
  t.notOk(holder('DNS:other.example', '/CN=api.example')('https://api.example'))
  t.ok(holder('DNS:api.example', '/CN=other')('https://api.example'))
})

/** What is said of the chain, by a client that trusts `ca`. */
async function distrustOf(t: Test, issued: Pick<Issued, 'key' | 'cert'>, ca: string) {
  const server = createServer({ ...issued, minVersion: 'TLSv1.3' }, (socket) => socket.on('error', () => {}))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => server.close())
  const { port } = server.address() as AddressInfo
  const seen = await scanTls(`https://127.0.0.1:${port}`, { ca }, never)
  t.match(seen?.certificates, [{ nameHolds: true }])
  return seen?.certificates[0]?.distrust
}

t.test('chains: whole, without its middle, with a middle that expired, and of nobody who is trusted', async (t) => {
  const names = 'IP:127.0.0.1'
  const whole = issueCertificate({ names, intermediateToDay: 2 })
  t.equal(await distrustOf(t, whole, whole.ca), null)
  const alone = { ...whole, cert: whole.cert.slice(0, whole.cert.indexOf('-----END') + 25) }
  t.match(await distrustOf(t, alone, whole.ca), /^UNABLE_TO_/)
  const expired = issueCertificate({ names, intermediateToDay: -1 })
  t.equal(await distrustOf(t, expired, expired.ca), 'CERT_HAS_EXPIRED')
  t.match(await distrustOf(t, whole, expired.ca), /^(UNABLE_TO_|SELF_SIGNED_|CERT_SIGNATURE_)/)
})

t.test('signed by itself: good where the cloud names it as its authority, and only there', async (t) => {
  const own = selfSigned('IP:127.0.0.1')
  t.equal(await distrustOf(t, own, own.cert), null)
  t.equal(await distrustOf(t, own, selfSigned('IP:127.0.0.1').cert), 'DEPTH_ZERO_SELF_SIGNED_CERT')
})
