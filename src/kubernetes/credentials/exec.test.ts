import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { apiServer, failure, kubeconfigOf, type Answerer } from '../../../testbed/api-server.ts'
import { certificate } from '../../../testbed/certificate.ts'
import { folder } from '../../../testbed/cli.ts'
import { openFrom } from '../../../testbed/open-cluster.ts'
import type { ClusterOptions } from '../connect.ts'

const apiVersion = 'client.authentication.k8s.io/v1'
const call = { path: '/x' }
const credential = (status: object, more: object = {}) =>
  JSON.stringify({ kind: 'ExecCredential', apiVersion, status, ...more })

/** A cluster whose user has a plugin: a shell script in the folder of the kubeconfig. */
async function plugged(
  t: Test,
  script: string,
  answer: Answerer,
  more: Partial<ClusterOptions> & { exec?: object } = {},
) {
  const { exec, ...options } = more
  const at = folder()
  writeFileSync(join(at, 'plugin'), `#!/bin/sh\ncd ${at}\n${script}\n`, { mode: 0o755 })
  const server = await apiServer(t, answer, { requestCert: true, rejectUnauthorized: false })
  const user = { exec: { apiVersion, command: './plugin', interactiveMode: 'IfAvailable', ...exec } }
  return { at, ...(await openFrom(t, kubeconfigOf(server, user), { at, ...options })), received: server.received }
}

const fine: Answerer = () => [200, {}]

t.test('a token, got once for all calls; the plugin is told what the protocol says', async (t) => {
  const token = credential({ token: 'cAnary-token' })
  const exec = { args: ['a b'], env: [{ name: 'EXTRA', value: 'more' }], provideClusterInfo: true }
  const script = `echo "$1 $EXTRA $KUBERNETES_EXEC_INFO" >> told; [ -t 0 ] && exit 1; read line; echo '${token}'`
  const { kubernetes, received, at, redactor } = await plugged(t, script, fine, { exec })
  await Promise.all(Array.from({ length: 5 }, () => kubernetes.send(call)))
  t.strictSame([...new Set(received.map(({ headers }) => headers.authorization))], ['Bearer cAnary-token'])
  const told = readFileSync(join(at, 'told'), 'utf8').trim().split('\n')
  t.equal(told.length, 1)
  t.match(told[0], /^a b more \{/)
  t.match(JSON.parse(told[0]?.slice('a b more '.length) ?? ''), {
    apiVersion,
    kind: 'ExecCredential',
    spec: { interactive: false, cluster: { server: kubernetes.server, 'certificate-authority-data': /^LS0t/ } },
  })
  t.notMatch(redactor.redact('x cAnary-token'), /cAnary/)
})

t.test('a client certificate', async (t) => {
  const { cert, key } = certificate('DNS:jane')
  const status = { clientCertificateData: cert, clientKeyData: key }
  const { kubernetes, received, redactor } = await plugged(t, `cat <<'END'\n${credential(status)}\nEND`, fine)
  await kubernetes.send(call)
  t.match(received, [{ client: 'test', headers: { authorization: undefined } }])
  t.notMatch(redactor.redact(key), /PRIVATE/)
})

t.test('a refused token is renewed once, for all who wait; a second refusal is told', async (t) => {
  const counting = `echo >> runs; n=$(wc -l < runs); echo '${credential({ token: 'token-NNN' })}' | sed "s/NNN/$((n))/"`
  const only =
    (good: RegExp): Answerer =>
    ({ headers }) =>
      good.test(String(headers.authorization)) ? [200, {}] : failure(401, 'Unauthorized')
  const { kubernetes, at, received } = await plugged(t, counting, only(/token-2$/))
  const answers = await Promise.all(Array.from({ length: 6 }, () => kubernetes.send(call)))
  t.ok(answers.every(({ status }) => status === 200))
  t.equal(readFileSync(join(at, 'runs'), 'utf8').length, 2)
  t.ok(received.length > 6)

  const never = await plugged(t, counting, only(/nothing/))
  await t.rejects(never.kubernetes.send(call), {
    kind: 'auth',
    message: /what the credential plugin gives, also when asked again, of user test-user/,
  })
  t.equal(never.received.length, 2)
})

t.test('an expired credential is renewed before it is used', async (t) => {
  const script = `echo >> runs; echo '${credential({ token: 'x-token', expirationTimestamp: '2020-01-01T00:00:00Z' })}'`
  const { kubernetes, at } = await plugged(t, script, fine)
  await kubernetes.send(call)
  await kubernetes.send(call)
  t.equal(readFileSync(join(at, 'runs'), 'utf8').length, 2)
})

t.test('a plugin that gives no credential is named; what it prints is shown nowhere', async (t) => {
  const say = (text: string) => `echo '${text}'`
  for (const [script, message] of [
    [
      'echo cAnary; echo cAnary >&2; exit 3',
      /^the credential plugin .*\/plugin of user test-user \(.*kubeconfig:1\) ended with exit code 3; run it by hand/,
    ],
    ['kill -9 $$', /was ended by SIGKILL/],
    [say('cAnary'), /prints something that is not JSON/],
    [say('["cAnary"]'), /prints something that is not JSON, so no ExecCredential/],
    [say('{"kind":"cAnary"}'), /prints JSON that is no ExecCredential/],
    [
      say(credential({ token: 'cAnary' }, { apiVersion: 'cAnary/v9' })),
      /answers in another apiVersion than the client\.authentication\.k8s\.io\/v1 of the kubeconfig/,
    ],
    [say(credential({}, { status: 'cAnary' })), /without status/],
    [say(credential({ clientKeyData: 'cAnary' })), /neither status\.token nor status\.clientCertificateData/],
    [
      say(credential({ clientKeyData: 'cAnary', clientCertificateData: 'cAnary' })),
      /are not PEM or do not belong together/,
    ],
    [say(credential({ token: { cAnary: 1 } })), /status\.token is no text/],
    [say(credential({ token: 'x-token', expirationTimestamp: 'cAnary' })), /expirationTimestamp is no time/],
    ['yes cAnary', /prints more than 1 MiB/],
  ] as const) {
    const { kubernetes, received, calls } = await plugged(t, script, fine)
    const error = await kubernetes.send(call).catch((error: unknown) => error as Error)
    t.match(error, { name: 'ProbeError', kind: 'auth', message })
    t.notMatch(`${(error as Error).message} ${JSON.stringify(calls)}`, /cAnary/)
    t.equal(received.length, 0)
  }
})

t.test('a plugin that cannot be given its arguments or variables: they are not shown either', async (t) => {
  for (const [exec, code] of [
    [{ args: ['cAnary\0x'] }, 'ERR_INVALID_ARG_VALUE'],
    [{ env: [{ name: 'SETTING', value: 'cAnary\0x' }] }, 'ERR_INVALID_ARG_VALUE'],
    [{ args: ['cAnary'.repeat(30_000)] }, 'E2BIG'],
  ] as const) {
    const { kubernetes } = await plugged(t, 'exit 0', fine, { exec })
    const error = await kubernetes.send(call).catch((error: unknown) => error as Error)
    t.match(error, { name: 'ProbeError', kind: 'auth', message: `cannot be started (${code})` })
    t.notMatch(`${(error as Error).message} ${(error as Error).stack}`, /cAnary/)
  }
})

t.test('a plugin that waits ends at its deadline, or with the run, and leaves no child', async (t) => {
  // The group is killed: the child would write its mark otherwise.
  const script = '(sleep 1; touch mark) & wait'
  const slow = await plugged(t, script, fine, { pluginTimeoutMs: 100 })
  await t.rejects(slow.kubernetes.send(call), { kind: 'timeout', message: /took longer than 0\.1 s; run it by hand/ })

  const { at, ...cluster } = await plugged(t, `touch started; ${script}`, fine)
  const sent = cluster.kubernetes.send(call).catch((error: unknown) => error)
  while (!existsSync(join(at, 'started'))) await new Promise((resolve) => setTimeout(resolve, 10))
  await cluster.close()
  t.match(await sent, { kind: 'interrupted', message: /credential plugin .* was interrupted/ })
  await new Promise((resolve) => setTimeout(resolve, 1200))
  t.notOk(existsSync(join(at, 'mark')) || existsSync(join(slow.at, 'mark')))
})
