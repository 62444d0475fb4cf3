import { inspect } from 'node:util'
import t, { type Test } from 'tap'
import { redactor as newRedactor } from '../redact.ts'
import { UsageError } from '../usage-error.ts'
import { readCloudConfig, type CloudChoice, type CloudConfig } from './config.ts'
import { certificate } from '../../testbed/certificate.ts'

const demo = `
clouds:
  demo:
    region_name: RegionOne
    auth: &auth
      auth_url: https://keystone.example:5000/v3/
      username: me
      password: cAnary-password
      project_name: mine
      user_domain_name: Default
      project-domain-name: Default
`

type Tree = { readonly [name: string]: string | Tree }

/** Reads a cloud from files below a fresh folder: `here` is the working directory, `home` the home. */
async function read(t: Test, files: Tree, choice: Partial<CloudChoice> = {}): Promise<CloudConfig> {
  const folder = t.testdir(files)
  return readCloudConfig({ environment: {}, directory: `${folder}/here`, home: `${folder}/home`, ...choice })
}

/** The sentence of the UsageError, without the folder of the test. */
async function problem(t: Test, files: Tree, choice: Partial<CloudChoice> = {}): Promise<string> {
  const error: unknown = await read(t, files, choice).catch((error: unknown) => error)
  if (!(error instanceof UsageError)) return `no UsageError but ${inspect(error)}`
  return error.message.replaceAll(t.testdirName, '')
}

const here = (text: string, more: Tree = {}): Tree => ({ here: { 'clouds.yaml': text }, ...more })
const without = (key: string) => here(demo.replaceAll(new RegExp(`^ *${key}:.*\n`, 'gm'), ''))
const withAuth = (auth: string, more = '') =>
  here(`clouds:\n  demo:\n${more}    auth:\n      auth_url: http://k/v3\n${auth}`)

t.test('the only cloud of clouds.yaml is taken', async (t) => {
  const config = await read(t, here(demo))
  t.match(config, { name: 'demo', region: 'RegionOne', interfaces: ['public'], tls: {} })
  t.match(config.auth, {
    method: 'password',
    authUrl: 'https://keystone.example:5000/v3',
    user: { name: 'me', domain: { name: 'Default' } },
    scope: { project: { name: 'mine', domain: { name: 'Default' } } },
  })
  t.equal(config.auth.method === 'password' && config.auth.password.reveal(), 'cAnary-password')
  t.notMatch(JSON.stringify(config) + inspect(config, { depth: 9, showHidden: true }), /cAnary/)
})

t.test('the search order is that of openstacksdk', async (t) => {
  const called = (name: string) => demo.replace('demo:', `${name}:`)
  const etc = { home: { '.config': { openstack: { 'clouds.yml': called('home'), 'clouds.json': '{}' } } } }
  t.equal(
    (
      await read(t, {
        here: {
          'clouds.json':
            '{"clouds": {"json": {"auth": {"auth_url": "http://k", "token": "abc"}, "auth_type": "token"}}}',
        },
        ...etc,
      })
    ).name,
    'json',
  )
  t.equal((await read(t, { here: { 'clouds.yml': called('yml'), 'clouds.json': '{}' }, ...etc })).name, 'yml')
  t.equal((await read(t, { here: {}, ...etc })).name, 'home')
  t.equal(
    (
      await read(
        t,
        { here: {}, xdg: { openstack: { 'clouds.yaml': called('xdg') } }, ...etc },
        { environment: { XDG_CONFIG_HOME: `${t.testdirName}/xdg` } },
      )
    ).name,
    'xdg',
  )
  const named = { ...here(demo), 'other.yaml': called('other') }
  t.equal(
    (await read(t, named, { environment: { OS_CLIENT_CONFIG_FILE: `${t.testdirName}/other.yaml` } })).name,
    'other',
  )
})

t.test('secure.yaml lies over clouds.yaml, both over the profile in clouds-public.yaml', async (t) => {
  const config = await read(
    t,
    {
      here: {
        'clouds.yaml':
          'clouds:\n  my-cloud:\n    profile: vendor\n    auth: { username: me, user_domain_name: d, project_id: p }\n    region_name: B\n',
      },
      home: {
        '.config': {
          openstack: {
            'secure.yaml': 'clouds:\n  my-cloud:\n    auth: { password: hush-hush }\n',
            'clouds-public.yaml':
              'public-clouds:\n  vendor:\n    auth: { auth_url: "https://{region_name}.example/v3" }\n    regions: [A, {name: B, values: {interface: internal}}]\n    interface: admin\n',
          },
        },
      },
    },
    { region: 'B' },
  )
  t.match(config, { name: 'my-cloud', region: 'B', interfaces: ['internal'] })
  t.match(config.auth, { authUrl: 'https://B.example/v3', scope: { project: { id: 'p' } } })
})

t.test('OS_* variables make a cloud where none is named, and do not touch a named one', async (t) => {
  const environment = {
    OS_AUTH_URL: 'http://env:5000',
    OS_USERNAME: 'envy',
    OS_PASSWORD: 'env-secret',
    OS_TENANT_NAME: 'tenant',
    OS_DOMAIN_NAME: 'Both',
    OS_REGION_NAME: 'EnvRegion',
    OS_ENDPOINT_TYPE: 'internalURL',
    OS_VOLUME_ENDPOINT_OVERRIDE: 'http://volume',
  }
  const config = await read(t, here(demo), { environment })
  t.match(config, { name: 'envvars', region: 'EnvRegion', interfaces: ['internal'], origin: 'the OS_* variables' })
  t.match(config.auth, {
    user: { name: 'envy', domain: { name: 'Both' } },
    scope: { project: { name: 'tenant', domain: { name: 'Both' } } },
  })
  t.equal(config.forService('block-storage', 'endpoint_override'), 'http://volume')
  t.match(await read(t, here(demo), { environment, cloud: 'demo' }), {
    name: 'demo',
    region: 'RegionOne',
    auth: { user: { name: 'me' } },
  })
  t.match(await read(t, here(demo), { environment: { ...environment, OS_CLOUD: 'demo' } }), {
    name: 'demo',
    auth: { user: { name: 'me' } },
  })
  t.match(
    await read(t, here(demo), { environment: { OS_REGION_NAME: 'X', OS_CLOUD: 'demo' } }),
    { region: 'RegionOne' },
    'a choice is no cloud',
  )
  t.match(
    await problem(t, here(demo), {
      environment: { OS_AUTH_URL: 'http://env', OS_USERNAME: 'x', OS_USER_DOMAIN_ID: 'd' },
    }),
    'OS_PASSWORD is missing',
  )
})

t.test('scalars are taken as written: no octal numbers, dates or booleans', async (t) => {
  const config = await read(t, withAuth('      user_id: 007\n      password: 0123456\n      project_id: 2024-01-01\n'))
  t.equal(config.auth.method === 'password' && config.auth.password.reveal(), '0123456')
  t.match(config.auth, { user: { id: '007' }, scope: { project: { id: '2024-01-01' } } })
})

t.test('every auth type is understood', async (t) => {
  const type = (name: string) => `    auth_type: ${name}\n`
  const oidc =
    '      identity_provider: idp\n      protocol: openid\n      client_id: me\n      discovery_endpoint: http://idp/.well-known\n'
  const cases: [files: Tree, auth: object][] = [
    [
      withAuth('      token: abcdef\n      system_scope: all\n', type('v3token')),
      { method: 'token', scope: { system: { all: true } } },
    ],
    [
      withAuth('      token: abcdef\n      domain_id: d\n', type('token')),
      { method: 'token', scope: { domain: { id: 'd' } } },
    ],
    [withAuth('      token: abcdef\n      domain_name: d\n', type('token')), { scope: { domain: { name: 'd' } } }],
    [withAuth('      token: abcdef\n      trust_id: t\n', type('token')), { scope: { 'OS-TRUST:trust': { id: 't' } } }],
    [
      withAuth('      user_id: me\n      password: abcdef\n', type('v3password')),
      { method: 'password', user: { id: 'me' } },
    ],
    [
      withAuth('      username: me\n      password: abcdef\n      default_domain_id: d\n'),
      { user: { name: 'me', domain: { id: 'd' } } },
    ],
    [
      withAuth(
        '      application_credential_id: i\n      application_credential_secret: abcdef\n',
        type('v3applicationcredential'),
      ),
      { method: 'application credential', credential: { id: 'i' } },
    ],
    [
      withAuth(
        '      application_credential_name: n\n      username: me\n      user_domain_id: d\n      application_credential_secret: abcdef\n',
        type('v3applicationcredential'),
      ),
      { credential: { name: 'n', user: { name: 'me', domain: { id: 'd' } } } },
    ],
    [
      withAuth(`${oidc}      username: me\n      password: abcdef\n`, type('v3oidcpassword')),
      { method: 'oidc', grant: { type: 'password', clientId: 'me', oauthScope: 'openid profile' } },
    ],
    [
      withAuth(`${oidc}      client_secret: abcdef\n`, type('v3oidcclientcredentials')),
      { grant: { type: 'client_credentials' } },
    ],
    [
      withAuth(
        '      identity_provider: idp\n      protocol: openid\n      access_token: abcdef\n',
        type('v3oidcaccesstoken'),
      ),
      { grant: { type: 'access_token' } },
    ],
  ]
  for (const [files, auth] of cases) t.match((await read(t, files)).auth, auth)
})

t.test('certificates: ~, relative paths, one file for certificate and key, verify and insecure', async (t) => {
  const { cert, key } = certificate('DNS:x')
  const withTls = (lines: string, files: Record<string, string> = {}): Tree => {
    const { here } = withAuth('      token: abcdef\n', `    auth_type: token\n${lines}`)
    return { here: { ...(here as object), ...files }, home: { 'ca.pem': cert } }
  }
  const tls = (lines: string) => read(t, withTls(lines))
  t.match((await tls('    cacert: ~/ca.pem\n')).tls, { ca: cert })
  t.match((await tls('    verify: False\n    cacert: ~/gone.pem\n')).tls, { insecure: true })
  t.match((await tls('    insecure: "true"\n')).tls, { insecure: true })
  t.match((await tls('    insecure: "no"\n')).tls, { insecure: undefined })
  const both = await read(t, withTls('    cert: both.pem\n', { 'both.pem': `${cert}${key}` }))
  t.equal(both.tls.key?.reveal(), `${cert}${key}`)
  t.notMatch(JSON.stringify(both.tls.key), /PRIVATE KEY/)

  const other = certificate('DNS:x').key
  const files = {
    'cert.pem': cert,
    'key.pem': key,
    'other.pem': other,
    'torn.pem': `${cert.slice(0, 90)}\n`,
    passwd: 'root:x:0',
  }
  const cases: [lines: string, says: RegExp | string][] = [
    ['    cacert: passwd\n', 'cacert: /here/passwd is not PEM: there is no certificate in it'],
    ['    cert: passwd\n', 'cert: /here/passwd is not PEM: there is no certificate in it'],
    ['    cert: cert.pem\n    key: passwd\n', 'key: /here/passwd is not PEM: there is no private key in it'],
    ['    cert: cert.pem\n', 'key: /here/cert.pem is not PEM: there is no private key in it'],
    [
      '    cert: cert.pem\n    key: other.pem\n',
      /^cert: \/here\/cert.pem cannot be used with key: \/here\/other.pem \(.*mismatch\)$/,
    ],
    ['    cert: torn.pem\n    key: key.pem\n', /^cert: \/here\/torn.pem cannot be used with/],
  ]
  for (const [lines, says] of cases) t.match(await problem(t, withTls(lines, files)), says)
})

t.test('settings of one service go by any of its names', async (t) => {
  const config = await read(
    t,
    withAuth('      token: abcdef\n', '    auth_type: token\n    volumev3_service_type: volume\n    api_timeout: 32\n'),
  )
  t.equal(config.forService('block-storage', 'service_type'), 'volume')
  t.equal(config.forService('compute', 'service_type'), undefined)
  t.equal(config.timeoutMs, 32_000)
})

t.test('the redactor learns the secrets and spares the names', async (t) => {
  const redactor = newRedactor()
  await read(t, here(demo.replace('cAnary-password', 'demo-demo').replace('demo:', 'demo-demo:')), { redactor })
  t.equal(redactor.redact('cloud demo-demo'), 'cloud demo-demo')
  await read(t, here(demo), { redactor })
  t.equal(redactor.redact('<cAnary-password>'), '<[redacted]>')
})

t.test('what is wrong is said in one sentence with file, line and key', async (t) => {
  const cases: [files: Tree, choice: Partial<CloudChoice>, sentence: RegExp | string][] = [
    [
      { here: {} },
      { environment: { OS_CLIENT_CONFIG_FILE: '/nowhere/clouds.yaml' } },
      'OS_CLIENT_CONFIG_FILE names /nowhere/clouds.yaml, which does not exist',
    ],
    [{ here: {} }, {}, /^there is no clouds.yaml in \/here, .*\/etc\/openstack; .*OS_\* variables/],
    [here(demo), { cloud: 'dem' }, 'there is no cloud dem; /here/clouds.yaml has demo'],
    [
      here(demo.replace('demo', 'a').concat(demo.replace('clouds:\n', '').replace('&auth', ''))),
      {},
      /no cloud is chosen; .* has a, demo: name one with --os-cloud or OS_CLOUD/,
    ],
    [here('clouds:\n  demo:\n   auth:\n    a: "b\n  c: d'), {}, /^\/here\/clouds.yaml:\d: not valid YAML: /],
    [
      here('clouds:\n  demo:\n    password: *cAnary\n'),
      {},
      '/here/clouds.yaml:3: a value starts with *, which YAML takes for an alias; put it into quotes',
    ],
    [here(''), {}, '/here/clouds.yaml:1: is empty or not a mapping; it must start with clouds:'],
    [here('clouds: [a]'), {}, '/here/clouds.yaml:1: clouds is not a mapping of cloud names to settings'],
    [here('clouds:\n  demo: x'), {}, '/here/clouds.yaml:2: clouds.demo is not a mapping'],
    [here('clouds:\n  demo:\n    auth: x'), {}, '/here/clouds.yaml:3: clouds.demo.auth must be a mapping'],
    [
      here('clouds:\n  demo:\n    auth: {auth_url: http://k, password: [x]}'),
      {},
      /clouds.yaml:3: clouds.demo.auth.password must be a text/,
    ],
    [without('password'), {}, '/here/clouds.yaml:5: clouds.demo.auth.password is missing'],
    [without('username'), {}, '/here/clouds.yaml:5: clouds.demo.auth.username is missing'],
    [without('user_domain_name'), {}, /auth.user_domain_name is missing: a user name means something in a domain only/],
    [without('project-domain-name'), {}, /auth.project_domain_name is missing/],
    [here(demo.replace('https://', 'https//me:cAnary@')), {}, /:6: clouds.demo.auth.auth_url is .*, not a URL such as/],
    [
      here(demo.replace('    auth:', '    verify: maybe\n    auth:')),
      {},
      '/here/clouds.yaml:5: clouds.demo.verify must be true or false',
    ],
    [
      here(demo.replace('    auth:', '    api_timeout: soon\n    auth:')),
      {},
      '/here/clouds.yaml:5: clouds.demo.api_timeout must be a number of seconds above 0 and up to 2147483',
    ],
    ...['0', '-1', '2147484', 'Infinity'].map((value): [Tree, object, RegExp] => [
      here(demo.replace('    auth:', `    api_timeout: ${value}\n    auth:`)),
      {},
      /:5: clouds.demo.api_timeout must be a number of seconds above 0 and up to 2147483$/,
    ]),
    [
      here('clouds: &a\n  t: *a\n'),
      {},
      '/here/clouds.yaml:2: the alias *a stands inside of what it repeats, without end',
    ],
    [here('clouds:\n  t: &b\n    auth:\n      <<: *b\n'), {}, /clouds.yaml:4: the alias \*b stands inside/],
    [
      here(demo.replace('    auth:', '    interface: {a: b}\n    auth:')),
      {},
      /interface must be a text or a list of texts/,
    ],
    [
      here(demo.replace('    auth:', '    regions: [{x: y}]\n    auth:')),
      {},
      /regions must list names, or mappings with name and values/,
    ],
    [here(demo), { region: 'Two' }, /has no region Two, only RegionOne/],
    [here(demo.replace('    auth:', '    cacert: gone.pem\n    auth:')), {}, 'cacert: /here/gone.pem does not exist'],
    [
      here(demo.replace('    auth:', '    auth_type: v2password\n    auth:')),
      {},
      /auth_type is v2password, but only password, v3password, .* are known here/,
    ],
    [
      here(demo.replace('    auth:', '    auth_type: toString\n    auth:')),
      {},
      /:5: clouds.demo.auth_type is toString, but only password/,
    ],
    [
      here(demo.replace('    auth:', '    profile: otc\n    auth:')),
      {},
      /:5: clouds.demo.profile: otc is not in clouds-public.yaml \(which is not there\); vendor profiles are neither bundled nor fetched/,
    ],
    [
      withAuth('      application_credential_id: i\n      application_credential_secret: abcdef\n'),
      {},
      /auth_type is missing; .* write auth_type: v3applicationcredential/,
    ],
    [
      withAuth('      application_credential_id: i\n      project_id: p\n', '    auth_type: v3applicationcredential\n'),
      {},
      /auth.project_id must go: an application credential brings its own project/,
    ],
    [
      withAuth('      application_credential_id: i\n', '    auth_type: v3applicationcredential\n'),
      {},
      /application_credential_secret is missing/,
    ],
    [
      withAuth(
        '      identity_provider: i\n      protocol: p\n      client_id: c\n',
        '    auth_type: v3oidcpassword\n',
      ),
      {},
      /discovery_endpoint is missing; give it or access_token_endpoint/,
    ],
    [
      withAuth('      token: abcdef\n      system_scope: some\n', '    auth_type: token\n'),
      {},
      /system_scope may only be all/,
    ],
    [
      withAuth('      token: abcdef\n      system_scope: all\n      project_id: p\n', '    auth_type: token\n'),
      {},
      /system_scope cannot stand beside a project/,
    ],
  ]
  for (const [files, choice, sentence] of cases) {
    const said = await problem(t, files, choice)
    t.match(said, sentence)
    t.notMatch(said, /cAnary/)
  }
})
