import { createServer } from 'node:net'
import { once } from 'node:events'
import { createHmac } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import t from 'tap'
import { issueCertificate } from '../../../testbed/certificate-authority.ts'
import { startMailServer } from '../../../testbed/monitor/mail-server.ts'
import { startStandIn } from '../../../testbed/monitor/http-stand-in.ts'
import { redactor, secret } from '../../redact.ts'
import { messageOf } from './message.ts'
import { kinds, type Notice } from './notice.ts'
import { send, type SendOptions } from './send.ts'
import type { Channel, Contact, SmtpChannel } from './settings.ts'

const options: SendOptions = {
  redactor: redactor(),
  environment: {},
  signal: new AbortController().signal,
  timeoutMs: 5000,
  now: () => Date.UTC(2026, 2, 2),
}
const notice: Notice = {
  kind: 'regression',
  subject: 'mycloud',
  parts: [
    {
      scope: { uuid: 'u', name: 'SCS-compatible IaaS' },
      testcases: [{ id: 'scs-0100-syntax-check', verdict: 'FAIL', at: '2026-03-01T03:00:00.000Z' }],
      versions: ['v5.1'],
    },
  ],
  about: [],
  since: '2026-03-01T03:00:00.000Z',
}
const createdAt = new Date(Date.UTC(2026, 2, 2, 3))
const message = messageOf('key', 'ops', notice, { createdAt, language: 'en', publicUrl: 'https://board.example' })

function contact(channel: Channel, to = ''): Contact {
  return { name: 'ops', channel, to: secret(to), language: 'en', events: new Set(kinds) }
}

const login = { user: 'monitor', password: 'cAnary-password' }
const certificate = issueCertificate({ names: 'DNS:localhost,IP:127.0.0.1' })
const smtp = (port: number, more: Partial<SmtpChannel> = {}): SmtpChannel => ({
  type: 'smtp',
  name: 'mail',
  host: '127.0.0.1',
  port,
  tls: 'starttls',
  ca: certificate.ca,
  login: { user: login.user, password: secret(login.password) },
  from: { name: 'Monitor', address: 'monitor@scs.example' },
  ...more,
})
const to = 'ops.canary@cloud.example'

for (const tls of ['starttls', 'implicit'] as const) {
  t.test(`a mail by SMTP with ${tls} and a login`, async (t) => {
    await using server = await startMailServer({ tls, certificate, login })
    t.same(await send(message, contact(smtp(server.port, { tls }), to), options), { isDelivered: true })
    const [mail] = server.got
    t.match(mail, { from: 'monitor@scs.example', to: [to], isSecure: true, user: login.user })
    const raw = mail?.raw ?? ''
    t.match(raw, /^From: Monitor <monitor@scs\.example>\r$/m)
    t.match(raw, /^Subject: \[SCS\] mycloud: 1 testcase does not pass\r$/m)
    t.match(raw, /^Auto-Submitted: auto-generated\r$/m)
    t.match(raw, /^Date: Mon, 02 Mar 2026 03:00:00 \+0000\r$/m)
    t.match(raw, new RegExp(`^Message-ID: <${message.id}@scs\\.example>\r$`, 'm'))
    t.match(raw, /scs-0100-syntax-check {2}FAIL, since 2026-03-01 03:00 UTC/)
    t.match(raw, /https:\/\/board\.example\/board\/subjects\/mycloud/)
    const { ca: _, ...untrusting } = smtp(server.port, { tls })
    t.match(await send(message, contact(untrusting, to), options), { isDelivered: false }, 'an unknown authority')
    t.equal(server.got.length, 1)
  })
}

t.test('nothing is sent in the clear to a server that has no STARTTLS', async (t) => {
  await using server = await startMailServer({ tls: 'none', login: undefined as never })
  t.match(await send(message, contact(smtp(server.port), to), options), { isDelivered: false, why: /TLS/ })
  const { login: _, ...anonymous } = smtp(server.port, { tls: 'none' })
  t.same(await send(message, contact(anonymous, to), options), { isDelivered: true })
  t.equal(server.got.length, 1)
})

t.test('what a mail server refuses is told without what it says', async (t) => {
  await using server = await startMailServer({ tls: 'starttls', certificate, login })
  const attempt = (channel: Partial<SmtpChannel> = {}) =>
    send(message, contact(smtp(server.port, channel), to), options)
  const wrong = await attempt({ login: { user: login.user, password: secret('cAnary-wrong') } })
  t.match(wrong, { isDelivered: false, why: 'the server refuses user and password, answer 535' })
  server.refuse({ step: 'rcpt', code: 451 })
  const greylisted = await attempt()
  t.same(greylisted, { isDelivered: false, why: 'the server refuses sender or recipient, answer 451' })
  server.refuse({ step: 'rcpt', code: 550 })
  const unknown = await attempt()
  t.match(unknown, { isDelivered: false, isFinal: true, why: /answer 550/ })
  server.refuse({ step: 'data', code: 552 })
  const large = await attempt()
  t.match(large, { isDelivered: false, why: /answer 552/ })
  t.notMatch(JSON.stringify([wrong, greylisted, unknown, large]), /canary|cloud\.example/i)
  server.refuse(undefined)
  t.same(await attempt(), { isDelivered: true })
})

t.test('a mail server that hangs, and one that is not there, end in time', async (t) => {
  const silent = createServer(() => {}).listen(0, '127.0.0.1')
  await once(silent, 'listening')
  const { port } = silent.address() as AddressInfo
  const hurried = { ...options, timeoutMs: 300 }
  t.match(await send(message, contact(smtp(port), to), hurried), { isDelivered: false, why: /time|no end within/ })
  silent.close()
  t.match(await send(message, contact(smtp(port), to), hurried), { isDelivered: false, why: /connection fails/ })
  const ended = { ...options, signal: AbortSignal.abort() }
  t.match(await send(message, contact(smtp(port), to), ended), { isDelivered: false })
})

t.test('hostile names put no header and no line into a mail', async (t) => {
  await using server = await startMailServer({ tls: 'starttls', certificate, login })
  const name = 'evil\r\nBcc: victim@example.org\r\n\r\nbody\u202e'
  const evil: Notice = {
    ...notice,
    subject: name,
    parts: notice.parts.map((part) => ({
      scope: { uuid: 'u', name },
      testcases: [{ id: name, verdict: 'FAIL' }],
      versions: [name, ...part.versions],
    })),
  }
  const written = messageOf('key', 'ops', evil, { createdAt, language: 'de', publicUrl: 'https://board.example' })
  t.notMatch(written.title, /[\r\n]/)
  t.same(await send(written, contact(smtp(server.port), to), options), { isDelivered: true })
  t.same(server.got[0]?.to, [to])
  t.notMatch(server.got[0]?.raw, /^bcc:/im)
  t.match(written.link, /\/board\/subjects\/evil%0D%0A/)
})

t.test('a webhook gets JSON, signed over its id, the time and the body', async (t) => {
  await using hook = await startStandIn()
  const key = Buffer.from('a secret that nobody knows').toString('base64')
  const channel: Channel = {
    type: 'webhook',
    name: 'hook',
    url: secret(`${hook.url}/in/cAnary-path`),
    secret: secret(`whsec_${key}`),
  }
  const attempt = (more: Partial<SendOptions> = {}) => send(message, contact(channel), { ...options, ...more })
  t.same(await attempt(), { isDelivered: true })
  const [got] = hook.got
  t.match(got, { method: 'POST', path: '/in/cAnary-path', headers: { 'webhook-id': message.id } })
  const signed = `${message.id}.${String(got?.headers['webhook-timestamp'])}.${got?.body}`
  const expected = createHmac('sha256', Buffer.from(key, 'base64')).update(signed).digest('base64')
  t.equal(got?.headers['webhook-signature'], `v1,${expected}`)
  t.equal(got?.headers['webhook-timestamp'], String(options.now() / 1000))
  t.match(JSON.parse(got?.body ?? ''), {
    format: 'scs-conformance-notice/1',
    kind: 'regression',
    subject: 'mycloud',
    scopes: [{ name: 'SCS-compatible IaaS', versions: ['v5.1'], testcases: [{ id: 'scs-0100-syntax-check' }] }],
    link: 'https://board.example/board/subjects/mycloud',
  })
  hook.answer({ status: 429, headers: { 'retry-after': '120' } })
  t.match(await attempt(), { isDelivered: false, why: 'answer 429', retryAfterMs: 120_000 })
  hook.answer({ status: 503, body: 'cAnary-path' })
  t.same(await attempt(), { isDelivered: false, why: 'answer 503' })
  hook.answer({ status: 302, headers: { location: `${hook.url}/elsewhere` } })
  t.match(await attempt(), { isDelivered: false, why: /302, a redirect, which is not followed/ })
  hook.answer('hang')
  const late = await attempt({ timeoutMs: 300 })
  t.same(late, { isDelivered: false, why: 'no answer in time' })
  t.equal(hook.got.length, 5, 'each was sent once')
  t.notOk(hook.got.some(({ path }) => path === '/elsewhere'))
})

t.test('a Matrix room gets the text, under a transaction that stays the same', async (t) => {
  await using homeserver = await startStandIn()
  const channel: Channel = { type: 'matrix', name: 'room', homeserver: homeserver.url, token: secret('cAnary-token') }
  const attempt = (more: Partial<SendOptions> = {}) =>
    send(message, contact(channel, '!room/x:matrix.example'), { ...options, ...more })
  homeserver.answer({ status: 429, body: '{"errcode":"M_LIMIT_EXCEEDED","retry_after_ms":90000}' })
  t.same(await attempt(), { isDelivered: false, why: 'answer 429', retryAfterMs: 90_000 })
  homeserver.answer({ status: 403, body: '{"errcode":"M_FORBIDDEN","error":"cAnary-token"}' })
  t.same(await attempt(), { isDelivered: false, why: 'answer 403' })
  homeserver.answer({ status: 200, body: '{"event_id":"$1"}' })
  t.same(await attempt(), { isDelivered: true })
  const paths = new Set(homeserver.got.map(({ method, path }) => `${method} ${path}`))
  const room = encodeURIComponent('!room/x:matrix.example')
  t.same([...paths], [`PUT /_matrix/client/v3/rooms/${room}/send/m.room.message/${message.id}`])
  t.equal(homeserver.got[0]?.headers['authorization'], 'Bearer cAnary-token')
  t.match(JSON.parse(homeserver.got[0]?.body ?? ''), {
    msgtype: 'm.notice',
    body: /^\[SCS\] mycloud: 1 testcase does not pass/,
    'm.mentions': {},
  })
})
