import { writeFileSync } from 'node:fs'
import t from 'tap'
import { issueCertificate } from '../../testbed/certificate-authority.ts'
import { folder, scsConformance } from '../../testbed/cli.ts'
import { startStandIn } from '../../testbed/monitor/http-stand-in.ts'
import { startMailServer } from '../../testbed/monitor/mail-server.ts'
import { testKey, writeBootstrap, type TestAccount } from '../../testbed/monitor/open-monitor.ts'
import { officialText } from '../../testbed/monitor/reports.ts'
import { startServe } from '../../testbed/monitor/start-serve.ts'

const home = folder()
const file = `${home}/notices.yaml`
const environment = { XDG_STATE_HOME: `${home}/state`, SMTP_PASSWORD: 'cAnary-password', HOOK_SECRET: 'cAnary-secret' }
const certificate = issueCertificate({ names: 'IP:127.0.0.1' })
writeFileSync(`${home}/ca.pem`, certificate.ca)
const mails = await startMailServer({
  tls: 'starttls',
  certificate,
  login: { user: 'monitor', password: 'cAnary-password' },
})
const hook = await startStandIn()
t.teardown(async () => {
  await mails[Symbol.asyncDispose]()
  await hook[Symbol.asyncDispose]()
})

function write(everybody: string) {
  writeFileSync(
    file,
    `channels:
  mail: { type: smtp, host: 127.0.0.1, port: ${mails.port}, ca: ca.pem, user: monitor, password: { environment: SMTP_PASSWORD }, from: m@scs.example }
  hook: { type: webhook, url: "${hook.url}/cAnary-path", secret: { environment: HOOK_SECRET } }
contacts:
  ops: { channel: mail, to: ops@canary.example }
  pager: { channel: hook }
subjects: { mycloud: { contacts: [ops, pager] } }
${everybody}`,
  )
}

t.test('a test notice goes to each contact of a subject, and what became of it is said', async (t) => {
  write('')
  const test = (subject: string) =>
    scsConformance(['serve', '--notices', file, '--test-notice', subject], { env: environment })
  const sent = await test('mycloud')
  t.match(sent, { code: 0, stderr: /ops by mail \(smtp\): delivered\npager by hook \(webhook\): delivered/ })
  t.match([mails.got.length, hook.got.length], [1, 1])
  mails.refuse({ step: 'rcpt', code: 550 })
  const refused = await test('mycloud')
  t.match(refused, { code: 1, stderr: /ops by mail \(smtp\): not delivered: .*answer 550\npager .*: delivered/ })
  mails.refuse(undefined)
  t.match(await test('other'), { code: 64, stderr: /nobody is told of this subject/ })
  t.match(await scsConformance(['serve', '--test-notice', 'x'], { env: environment }), {
    code: 64,
    stderr: /--test-notice takes --notices too/,
  })
  t.notMatch(sent.stderr + refused.stderr + sent.stdout, /canary/i)
})

t.test('serve tells contacts how subjects stand, and shows contacts to nobody', async (t) => {
  write('')
  const account: TestAccount = { subject: 'mycloud', password: 'correct-horse-battery', key: testKey() }
  await writeBootstrap(`${home}/bootstrap.yaml`, [{ ...account, roles: ['read_any', 'admin', 'approve'] }])
  const before = { mails: mails.got.length, hooks: hook.got.length }
  const args = ['--bootstrap', `${home}/bootstrap.yaml`, '--notices', file, '--public-url', 'https://board.example/']
  await using served = await startServe(args, environment)
  const login = { authorization: `Basic ${Buffer.from(`mycloud:${account.password}`).toString('base64')}` }
  const text = officialText({ subject: 'mycloud', results: { 'scs-0100-syntax-check': -1 } })
  const posted = await fetch(`${served.url}/reports`, {
    method: 'POST',
    headers: { ...login, 'content-type': 'application/x-signed-yaml' },
    body: `${account.key?.sign(text).trimEnd()}\n&${text}`,
  })
  t.equal(posted.status, 200)
  while (mails.got.length === before.mails || hook.got.length === before.hooks) {
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  t.match(mails.got.at(-1)?.raw.replaceAll('=\r\n', ''), /https:\/\/board\.example\/board\/subjects\/mycloud/)
  const told = async (line: string) => {
    process.kill(served.pid, 'SIGHUP')
    while (!served.stderr().includes(line)) await new Promise((resolve) => setTimeout(resolve, 20))
  }
  write('everybody: [cAnary-nobody]')
  await told('all stays as it is')
  write('everybody: [pager]')
  await told('the file of notices was read again')
  const openApi = (await (await fetch(`${served.url}/openapi.json`)).json()) as { paths: Record<string, object> }
  const paths = Object.keys(openApi.paths).map((path) => path.replaceAll(/\{\w+\}/g, 'mycloud'))
  for (const path of paths) {
    const shown = await (await fetch(`${served.url}${path}`, { headers: login })).text()
    t.notMatch(shown, /canary/i, path)
  }
  t.equal(await served.end('SIGTERM'), 0)
  t.notMatch(served.stderr(), /canary|127\.0\.0\.1:\d+\/c/i)
})
