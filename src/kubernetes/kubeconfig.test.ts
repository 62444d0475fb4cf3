import { join } from 'node:path'
import t, { type Test } from 'tap'
import { certificate } from '../../testbed/certificate.ts'
import { redactor as newRedactor } from '../redact.ts'
import { contextNames, readClusterConfig, type ClusterChoice } from './kubeconfig.ts'

const { cert, key } = certificate('DNS:api.example')
const inBase64 = (text: string) => Buffer.from(text).toString('base64')

const whole = `apiVersion: v1
kind: Config
current-context: first
clusters:
- name: one
  cluster:
    server: https://api.example:6443/
contexts:
- name: first
  context: {cluster: one, user: jane}
- name: second
  context: {cluster: one, user: john}
users:
- name: jane
  user:
    token: cAnary-jane
- name: john
  user: {}
preferences: {}
extensions: ~
`

type Files = NonNullable<Parameters<Test['testdir']>[0]>

/** Reads with these files in a folder of their own, which is the working and the home directory. */
async function read(t: Test, files: Files, choice: Partial<ClusterChoice> = {}) {
  const at = t.testdir(files)
  const redactor = newRedactor()
  const environment = { PATH: process.env['PATH'], ...choice.environment }
  const found = await readClusterConfig({ directory: at, home: at, redactor, ...choice, environment }).catch(
    (error: unknown) => error as Error,
  )
  if (found instanceof Error) found.message = found.message.replaceAll(at, '')
  return { at, redactor, found }
}

/** With `kubeconfig`, which one replacement changes. */
const changed = (t: Test, from: string, to: string, more: Files = {}) =>
  read(t, { ...(more as object), k: whole.replace(from, to) }, { kubeconfig: 'k' })

/** As the user jane, who is described so. */
const jane = (t: Test, user: string, more?: Files) => changed(t, '\n    token: cAnary-jane', user, more)

t.test('which file, which context', async (t) => {
  const in_ = (name: string) => whole.replaceAll('api.example', name)
  const home = { '.kube': { config: in_('home') } }
  t.match((await read(t, home)).found, { server: 'https://home:6443', context: 'first', user: { name: 'jane' } })
  const files = { ...home, k: in_('named'), v: in_('variable') }
  const environment = { KUBECONFIG: 'v' }
  t.match((await read(t, files, { environment })).found, { server: 'https://variable:6443' })
  t.match((await read(t, files, { environment, kubeconfig: 'k' })).found, { server: 'https://named:6443' })
  t.match((await read(t, files, { context: 'second' })).found, { context: 'second', user: { name: 'john' } })
  t.strictSame(await contextNames({ environment, directory: t.testdir(files), home: '/' }), ['first', 'second'])

  const only = {
    k: 'clusters: [{name: c, cluster: {server: "http://h"}}]\ncontexts: [{name: x, context: {cluster: c}}]\n',
  }
  t.match((await read(t, only, { kubeconfig: 'k' })).found, { context: 'x', user: { name: '' } }, 'the only one')
  t.match((await changed(t, 'current-context: first\n', '')).found, {
    name: 'UsageError',
    message: '/k: has no current-context; there are first, second: name one with --context',
  })
})

t.test('several files are one: of the same name the first counts, missing files are left out', async (t) => {
  const files = {
    a: 'contexts: [{name: mine, context: {cluster: one, user: jane}}]\nclusters: []\nusers: ~\n',
    b: { k: `${whole.replace('token: cAnary-jane', 'tokenFile: jane-token')}`, 'jane-token': 'cAnary-file' },
    c: whole.replaceAll('api.example', 'late.example'),
  }
  const environment = { KUBECONFIG: ['a', 'gone', 'b/k', 'c'].join(':') }
  const { found, at } = await read(t, files, { environment, context: 'mine' })
  t.match(found, {
    context: 'mine',
    server: 'https://api.example:6443',
    user: { source: { kind: 'token file', path: join(at, 'b/jane-token') } },
  })
  t.match((await read(t, {}, { environment })).found, {
    message: 'KUBECONFIG names a and gone and b/k and c: there is no such file',
  })
})

t.test('in a pod, by its service account', async (t) => {
  const serviceAccount = t.testdir({ token: 'cAnary-pod\n', 'ca.crt': cert })
  const environment = { KUBERNETES_SERVICE_HOST: 'fd00::1', KUBERNETES_SERVICE_PORT: '443' }
  const choice = { environment, directory: '/', home: '/nowhere', serviceAccount }
  t.match(await readClusterConfig(choice), {
    context: 'in-cluster',
    server: 'https://[fd00::1]:443',
    tls: { caFile: join(serviceAccount, 'ca.crt') },
    user: { source: { kind: 'token file', path: join(serviceAccount, 'token') } },
  })
  await t.rejects(readClusterConfig({ ...choice, context: 'x' }), { message: /^--context x: there is no kubeconfig/ })
  await t.rejects(readClusterConfig({ ...choice, environment: {} }), {
    name: 'UsageError',
    message:
      'there is no kubeconfig: KUBECONFIG is not set, /nowhere/.kube/config does not exist, and this is no pod with a service account; name one with --kubeconfig',
  })
})

t.test('files that are no kubeconfig', async (t) => {
  const files = {
    folder: {},
    empty: '',
    list: '- a',
    broken: 'clusters:\n  - name: [cAnary\n',
    secret: 'apiVersion: v1\nkind: Secret\ndata: {value: cAnary}\n',
    clouds: 'clouds: {}\n',
    bomb: `a: &a [${'x,'.repeat(99)}]\n${Array.from('bcdefg', (name, i) => `${name}: &${name} [${`*${'abcdef'[i]},`.repeat(9)}]`).join('\n')}\nclusters: *g\n`,
    number: whole.replace('cAnary-jane', '5473829105'),
    flat: whole.replace('clusters:\n', 'clusters: cAnary\nothers:\n'),
    nameless: whole.replace('- name: jane\n', '- nam: jane\n'),
  }
  for (const [name, message] of [
    ['gone', /^\/gone: there is no such file$/],
    ['folder', /^\/folder: is a directory, not a file$/],
    ['empty', /^\/empty: is empty$/],
    ['list', /^\/list:1: must be a kubeconfig: a mapping with clusters, contexts and users$/],
    ['broken', /^\/broken:\d: /],
    ['secret', '/secret:2: kind: a kubeconfig has kind: Config, this is a Secret'],
    ['clouds', '/clouds:1: is no kubeconfig: it has neither clusters nor contexts nor users'],
    ['bomb', /aliases cannot be followed/],
    ['number', '/number:16: users[0].user.token: must be a text'],
    ['flat', '/flat:4: clusters: must be a list'],
    ['nameless', '/nameless:14: users[0]: the key name is missing'],
  ] as const) {
    const { found } = await read(t, files, { kubeconfig: name })
    t.match(found, { name: 'UsageError', message }, name)
    t.notMatch(found, { message: /cAnary|5473829105/ })
  }
})

t.test('names that lead nowhere', async (t) => {
  t.match((await read(t, { k: whole }, { kubeconfig: 'k', context: 'fisrt' })).found, {
    message: '/k: has no context fisrt (--context) (did you mean first?); there are first, second',
  })
  t.match((await changed(t, 'current-context: first', 'current-context: third')).found, {
    message: /^\/k: has no context third \(current-context\)/,
  })
  t.match((await changed(t, 'cluster: one, user: jane', 'cluster: two, user: jane')).found, {
    message: '/k:10: contexts[0].context.cluster: clusters: has no two; there are one',
  })
  t.match((await changed(t, 'cluster: one, user: jane', 'cluster: one, user: jan')).found, {
    message: '/k:10: contexts[0].context.user: users: has no jan (did you mean jane?); there are jane, john',
  })
  t.match((await changed(t, 'cluster: one, user: jane', 'user: jane')).found, { message: /names no cluster$/ })
  t.match((await changed(t, 'user: {}', 'user: {exec: {apiVersion: old, command: [}')).found, { message: /^\/k:\d+: / })
})

t.test('what no context leads to is in nobody’s way', async (t) => {
  const unfinished = '- name: john\n  user: {exec: {apiVersion: v0}, client-certificate: gone.pem}\n- name: empty\n'
  const { found } = await changed(t, '- name: john\n  user: {}\n', unfinished)
  t.match(found, { user: { name: 'jane' } })
})

t.test('the cluster', async (t) => {
  const cluster = (lines: string, more?: Files) =>
    changed(t, 'server: https://api.example:6443/', lines.replaceAll('\n', '\n    '), more)
  const server = 'server: https://api.example:6443'
  t.match((await cluster(`${server}\ntls-server-name: other\ncertificate-authority-data: ${inBase64(cert)}`)).found, {
    tls: { tlsServerName: 'other', caData: inBase64(cert) },
    proxy: undefined,
  })
  const file = await cluster(`${server}\ncertificate-authority: ca.pem`, { 'ca.pem': cert })
  t.match(file.found, { tls: { caFile: join(file.at, 'ca.pem') } })
  t.match((await cluster(`${server}\ninsecure-skip-tls-verify: true\ncertificate-authority: gone.pem`)).found, {
    tls: { skipTLSVerify: true },
  })
  const proxied = await cluster(`${server}\nproxy-url: http://me:cAnary-proxy@proxy:3128`)
  t.match(proxied.found, { proxy: { host: 'proxy:3128', variable: 'proxy-url of cluster one' } })
  t.notMatch(proxied.redactor.redact('it is cAnary-proxy'), /cAnary/)
  for (const [lines, message] of [
    ['server: api.example:6443', /^\/k:7: clusters\[0\]\.cluster\.server: is not a URL such as https:/],
    ['{}', /server: is not a URL such as/],
    ['server: https://me:cAnary@api.example', /server: holds a user or password; they belong into users:$/],
    [
      `${server}\ncertificate-authority: gone.pem`,
      /:8: clusters\[0\]\.cluster\.certificate-authority: \/gone.pem does not exist$/,
    ],
    [`${server}\ncertificate-authority: k`, /certificate-authority: \/k is not PEM: there is no certificate in it$/],
    [`${server}\ncertificate-authority: .`, /is a folder$/],
    [
      `${server}\ncertificate-authority-data: cAnary`,
      /certificate-authority-data: is not a certificate in PEM, in base64$/,
    ],
    [
      `${server}\nproxy-url: socks5://me:cAnary@proxy`,
      /proxy-url: .* \(socks5:\/\/\); only http:\/\/ and https:\/\/ proxies are supported$/,
    ],
    [`${server}\ninsecure-skip-tls-verify: "cAnary"`, /insecure-skip-tls-verify: must be true or false$/],
  ] as const) {
    const { found } = await cluster(lines)
    t.match(found, { name: 'UsageError', message }, lines)
    t.notMatch(found, { message: /cAnary/ })
  }
})

t.test('the user: what it may hold', async (t) => {
  const pair = { 'cert.pem': cert, 'key.pem': key }
  const files = await jane(t, ' {client-certificate: cert.pem, client-key: key.pem}', pair)
  t.match(files.found, { user: { certificate: { certFile: join(files.at, 'cert.pem') } } })
  t.notMatch(files.redactor.redact(key), /PRIVATE/)
  const data = `{client-certificate-data: ${inBase64(cert)}, client-key-data: ${inBase64(key)}}`
  t.match((await jane(t, ` ${data}`)).found, { user: { certificate: { cert } } })
  const basic = await jane(t, ' {username: me, password: cAnary-basic}')
  t.match(basic.found, { user: { basic: { username: 'me' } } })
  const both = await jane(t, ' {token: cAnary-old, tokenFile: /dev/null}')
  t.match(both.found, { user: { token: undefined, source: { kind: 'token file' } } }, 'the file counts, as for kubectl')
  t.match((await jane(t, ' {as: boss, as-uid: "7", as-groups: [a, b], as-user-extra: {"x/Y": [z]}}')).found, {
    user: {
      headers: {
        'impersonate-user': 'boss',
        'impersonate-uid': '7',
        'impersonate-group': ['a', 'b'],
        'impersonate-extra-x%2fy': ['z'],
      },
    },
  })
  for (const { redactor, found } of [basic, both]) {
    t.notMatch(redactor.redact(redactor === basic.redactor ? 'cAnary-basic' : 'cAnary-old'), /cAnary/)
    t.notMatch(JSON.stringify(found), /cAnary/)
  }
})

t.test('the user: what cannot be used', async (t) => {
  const other = certificate('DNS:x').key
  const files = { 'cert.pem': cert, 'key.pem': key, 'other.pem': other, plugin: '' }
  const exec = (more: string) => `\n    exec: {apiVersion: client.authentication.k8s.io/v1, ${more}}`
  const oidc = (config: string) => `\n    auth-provider: {name: oidc, config: {${config}}}`
  const issuer = 'idp-issuer-url: https://idp'
  for (const [user, message] of [
    [' {client-certificate: gone.pem}', /^\/k:15: users\[0\]\.user\.client-certificate: \/gone\.pem does not exist$/],
    [' {client-certificate: cert.pem}', /client-certificate: is of no use without client-key$/],
    [' {client-key: key.pem}', /client-key: is of no use without client-certificate$/],
    [
      ' {client-certificate: cert.pem, client-key: cert.pem}',
      /client-key: \/cert.pem is not PEM: there is no private key/,
    ],
    [
      ' {client-certificate: cert.pem, client-key: other.pem}',
      /the client certificate cannot be used with the client key \(.*mismatch\)$/,
    ],
    [' {tokenFile: gone}', /users\[0\]\.user\.tokenFile: \/gone does not exist$/],
    [
      exec('command: no-such-plugin-cAnary, installHint: "get it\\nat x"').replace('-cAnary', ''),
      /:16: users\[0\]\.user\.exec\.command: the credential plugin no-such-plugin is not in PATH; install it \(get it at x\)$/,
    ],
    [exec('command: ./gone'), /the credential plugin \.\/gone is no program there; install it$/],
    [exec('command: ./plugin'), /is no program there/],
    [exec('command: sh, interactiveMode: Always'), /interactiveMode: a plugin that asks for a terminal cannot be used/],
    [exec('args: [cAnary]'), /exec\.command: names no program$/],
    [
      '\n    exec: {apiVersion: client.authentication.k8s.io/v1alpha1, command: sh}',
      /apiVersion: must be one of client\.authentication\.k8s\.io\/v1, /,
    ],
    ['\n    auth-provider: {name: gcp}', /auth-provider\.name: only oidc is supported/],
    [oidc('client-id: x, idp-issuer-url: "http://idp"'), /config\.idp-issuer-url: must be a URL with https$/],
    [oidc(issuer), /client-id: must be there$/],
    [oidc(`${issuer}, client-id: x, client-secret: cAnary`), /neither it nor id-token is there; log in/],
    [
      oidc(`${issuer}, client-id: x, id-token: cAnary, idp-certificate-authority: gone`),
      /auth-provider\.config\.idp-certificate-authority: \/gone does not exist$/,
    ],
  ] as const) {
    const { found } = await jane(t, user, files)
    t.match(found, { name: 'UsageError', message }, user)
    t.notMatch(found, { message: /cAnary/ })
  }
})

t.test('a plugin: relative to the file, or in PATH; its environment is secret', async (t) => {
  const exec =
    '\n    exec: {apiVersion: client.authentication.k8s.io/v1, command: sh, args: [-c, x], provideClusterInfo: true, env: [{name: MY_TOKEN, value: cAnary-env}]}'
  const { found, redactor } = await jane(t, exec)
  t.match(found, { user: { source: { kind: 'exec', plugin: { command: 'sh', provideClusterInfo: true } } } })
  t.notMatch(JSON.stringify(found) + redactor.redact('cAnary-env'), /cAnary/)
})
