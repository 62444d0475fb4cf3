import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { inspect } from 'node:util'
import t, { type Test } from 'tap'
import { startSimulator, type CloudDescription, type Fault } from '../../testbed/simulator/index.ts'
import { factStore } from '../fact-store.ts'
import { loading, ProbeError, type Fact } from '../fact.ts'
import type { HttpCall } from '../http.ts'
import { redactor as newRedactor } from '../redact.ts'
import { readCloudConfig, type CloudConfig } from './config.ts'
import { openCloudHttp, openSession } from './connect.ts'
import { flavors, images, openstack as openstackFact } from './facts.ts'
import { preflight } from './preflight.ts'

/** What the client makes of a cloud that misbehaves: a cause and a sentence, never a wrong fact. */
const context = { signal: new AbortController().signal }

async function simulate(
  t: Test,
  faults: readonly Fault[] = [],
  description: CloudDescription | string = 'testbed/clouds/seeded.yaml',
) {
  const simulator = await startSimulator({ description, faults })
  t.teardown(() => simulator.stop())
  const file = `${t.testdir()}/clouds.yaml`
  simulator.writeCloudsYaml(file)
  return { simulator, file }
}

async function open(t: Test, file: string, cloud = 'testbed', change: Partial<CloudConfig> = {}) {
  const calls: HttpCall[] = []
  const redactor = newRedactor()
  const config = {
    ...(await readCloudConfig({
      cloud,
      environment: { OS_CLIENT_CONFIG_FILE: file },
      directory: '/',
      home: '/',
      redactor,
    })),
    ...change,
  }
  const http = openCloudHttp(
    config,
    {},
    { redactor, backoffMs: 5, maxBodyBytes: 2 ** 22, onCall: (call) => calls.push(call) },
  )
  t.teardown(() => http.close())
  const connecting = openSession(config, { http, redactor })
  return { config, http, calls, connecting }
}

async function refusal(answer: Promise<unknown>): Promise<ProbeError> {
  const error: unknown = await answer.then(
    () => 'was answered',
    (error: unknown) => error,
  )
  if (error instanceof ProbeError) return error
  throw new Error(`no ProbeError but ${String(error)}`)
}

const cases: { name: string; fault: Fault; kind: string; message: RegExp; tries?: number }[] = [
  {
    name: 'HTML instead of JSON',
    fault: { service: 'compute', action: { html: true } },
    kind: 'malformed',
    message:
      /^GET \/flavors\/detail answered 200 with text\/html instead of JSON; is this the API, or a proxy or login page/,
    tries: 2,
  },
  {
    name: 'truncated JSON',
    fault: { service: 'compute', action: { truncate: true } },
    kind: 'malformed',
    message: /^GET \/flavors\/detail answered 200 with JSON that breaks off or is broken \(\d+ bytes\)/,
    tries: 2,
  },
  {
    name: 'a body that ends too early',
    fault: { service: 'compute', action: { close: true } },
    kind: 'unreachable',
    message: /closed the connection before the answer was complete$/,
    tries: 4,
  },
  {
    name: 'a field of another type',
    fault: { service: 'compute', action: { malformed: { field: 'flavors.3.vcpus', value: 'two' } } },
    kind: 'malformed',
    message: /^GET \/flavors\/detail answered something that does not fit: \/flavors\/3\/vcpus must be integer$/,
  },
  {
    name: 'a field that is missing',
    fault: { service: 'compute', action: { malformed: { field: 'flavors' } } },
    kind: 'malformed',
    message: /does not fit: the document must have required property 'flavors'$/,
  },
  {
    name: 'the same page for ever',
    fault: { service: 'compute', action: { endlessPages: 'repeat' } },
    kind: 'malformed',
    message: /^GET \/flavors\/detail pages without end: page 2 only repeats what came before$/,
  },
  {
    name: 'new pages for ever',
    fault: { service: 'compute', action: { endlessPages: 'fresh' } },
    kind: 'malformed',
    message: /^GET \/flavors\/detail pages without end: more than \d+ (pages|items)$/,
  },
  {
    name: 'a body larger than anything sensible',
    fault: { service: 'compute', action: { hugeBytes: 2 ** 30 } },
    kind: 'malformed',
    message: /answered with more than 4 MiB; the rest was not read$/,
  },
  {
    name: 'a redirect to another host',
    fault: { service: 'compute', action: { redirect: 'http://localhost:1/' } },
    kind: 'unreachable',
    message: /redirects to http:\/\/localhost:1, where our credentials are not sent; correct auth_url or the endpoint/,
  },
  {
    name: 'a service that is down',
    fault: {
      service: 'compute',
      action: { status: 503, body: '<html><h1>503</h1><body>No server is available</body></html>' },
    },
    kind: 'unreachable',
    message:
      /^GET \/flavors\/detail was answered with 503: No server is available; the service or what stands in front/,
    tries: 4,
  },
  {
    name: 'too many requests',
    fault: { service: 'compute', action: { status: 429, retryAfter: 0 } },
    kind: 'quota',
    message: /was answered with 429: .*; the cloud limits how often it may be called/,
    tries: 4,
  },
  {
    name: 'no quota left',
    fault: {
      service: 'compute',
      action: { status: 403, body: { forbidden: { message: 'Quota exceeded for cores' } } },
    },
    kind: 'quota',
    message: /was answered with 403: Quota exceeded for cores; the quota of this project is used up/,
  },
  {
    name: 'refused for ever',
    fault: { service: 'compute', action: { unauthorized: true } },
    kind: 'auth',
    message:
      /^GET \/flavors\/detail was answered with 401: The request you have made requires authentication, also with a new token/,
    tries: 2,
  },
]

for (const [status, kind] of [
  [400, 'malformed'],
  [401, 'auth'],
  [404, 'dependency'],
  [405, 'malformed'],
  [406, 'malformed'],
  [408, 'timeout'],
  [409, 'dependency'],
  [410, 'dependency'],
  [413, 'quota'],
  [422, 'malformed'],
  [423, 'dependency'],
  [501, 'unreachable'],
] as const) {
  cases.push({
    name: `status ${status}`,
    fault: { service: 'compute', action: { status } },
    kind,
    message: new RegExp(`^GET /flavors/detail was answered with ${status}`),
    tries: { 401: 2, 406: 3 }[Number(status)] ?? 1, // with a new token; with other microversions
  })
}

for (const { name, fault, kind, message, tries = 1 } of cases) {
  t.test(name, async (t) => {
    const { file, simulator } = await simulate(t, [fault])
    const { openstack } = await (await open(t, file)).connecting
    const error = await refusal(flavors.load({ openstack }, context))
    t.equal(error.kind, kind)
    t.match(error.message, message)
    const asked = simulator.requests.filter(({ service }) => service === 'compute').length
    if (!name.includes('pages') && !name.includes('page')) t.equal(asked, tries)
  })
}

t.test('passing trouble is overcome and counted', async (t) => {
  const faults: Fault[] = [
    { service: 'compute', times: 1, action: { reset: true } },
    { service: 'compute', times: 1, afterRequests: 1, action: { status: 502 } },
    { service: 'image', times: 1, action: { status: 429, retryAfter: 0 } },
  ]
  const { file } = await simulate(t, faults)
  const { connecting, http } = await open(t, file)
  const { openstack } = await connecting
  const [list] = await Promise.all([flavors.load({ openstack }, context), images.load({ openstack }, context)])
  t.ok(list.length > 30)
  t.match(http.traffic, { requests: 6, retries: 3 })
})

t.test('tokens that expire in the middle are renewed once for all', async (t) => {
  const { file, simulator } = await simulate(t)
  const { connecting, calls } = await open(t, file)
  const { openstack } = await connecting
  simulator.expireTokens()
  await Promise.all(
    Array.from({ length: 6 }, () =>
      Promise.all([flavors.load({ openstack }, context), images.load({ openstack }, context)]),
    ),
  )
  t.equal(calls.filter(({ method }) => method === 'POST').length, 2)
  simulator.expireTokens()
  await flavors.load({ openstack }, context)
  t.equal(calls.filter(({ method }) => method === 'POST').length, 3, 'and again when those expire')
})

t.test('a fact that is out of time does not wait for the new token; others still get it', async (t) => {
  const { file, simulator } = await simulate(t)
  const { connecting } = await open(t, file)
  const { openstack } = await connecting
  simulator.expireTokens()
  simulator.faults.add({ service: 'identity', times: 1, action: { delayMs: 400 } })
  const late = new ProbeError('timeout', 'flavors took longer than 0.1 s')
  const ended = new AbortController()
  const hurried = loading.run(
    { fact: flavors, signal: ended.signal, traffic: { requests: 0, retries: 0, bytes: 0 } },
    () => refusal(flavors.load({ openstack }, { signal: ended.signal })),
  )
  const patient = images.load({ openstack }, context)
  setTimeout(() => ended.abort(late), 100)
  t.equal(await hurried, late)
  t.ok((await patient).length > 0)
})

t.test('an old Nova: extra specs are fetched flavor by flavor, and the first refusal ends it', async (t) => {
  const old: CloudDescription = {
    compute: { maxMicroversion: '2.53' },
    flavors: Array.from({ length: 60 }, (_, index) => ({
      name: `f${index}`,
      vcpus: 1,
      ramMiB: 1024,
      diskGB: 0,
      extraSpecs: { 'scs:name-v2': `f${index}` },
    })),
    users: [{ name: 'u', password: 'cAnary-password', project: 'p', roles: ['member'] }],
  }
  const { file, simulator } = await simulate(t, [], old)
  const openstack = await (await open(t, file)).connecting.then(({ openstack }) => openstack)
  const learned = () => {
    const given = new Map<Fact, unknown>([[openstackFact, openstack]])
    return factStore({ given, signal: context.signal, timeoutMs: 9_000, concurrency: 1 }).learn(flavors)
  }
  const list = await learned()
  t.ok(list.every(({ name, extraSpecs }) => extraSpecs['scs:name-v2'] === name))
  const before = simulator.requests.length
  simulator.faults.add({ service: 'compute', path: 'os-extra_specs', action: { status: 403 } })
  t.match(await learned().catch((error: unknown) => error), {
    probe: { kind: 'forbidden', message: /os-extra_specs was answered with 403/ },
  })
  await pause(100)
  t.ok(simulator.requests.length - before < 40)
})

t.test('federated users: password, client credentials, access token', async (t) => {
  const description: CloudDescription = {
    catalog: ['identity', 'compute'],
    users: [{ name: 'u', password: 'cAnary-password', project: 'p', roles: ['member', 'reader'] }],
    identity: { federation: { provider: 'idp', protocol: 'openid', clientId: 'scs', clientSecret: 'cAnary-client' } },
  }
  const { file, simulator } = await simulate(t, [], description)
  const { connecting, config, calls } = await open(t, file, 'testbed-oidc')
  t.match((await connecting).openstack.identity.roles, ['member', 'reader'])
  t.equal(calls.length, 4, 'discovery document, access token, unscoped token, scoped token')
  const { auth } = config
  if (auth.method !== 'oidc' || auth.grant.type !== 'password')
    throw new Error('testbed-oidc is a cloud with v3oidcpassword')
  const { clientId, clientSecret, oauthScope, tokenType } = auth.grant
  const grant = {
    type: 'client_credentials',
    clientId,
    clientSecret,
    oauthScope,
    tokenType,
    tokenEndpoint: `${simulator.url}/identity/oidc/token`,
    discoveryEndpoint: undefined,
  } as const
  const machine = await open(t, file, 'testbed-oidc', { auth: { ...auth, grant } })
  t.match((await machine.connecting).openstack.identity.roles, ['member'])
  t.equal(machine.calls.length, 3)

  const unknown = await open(t, file, 'testbed-oidc', { auth: { ...auth, grant: { ...grant, clientId: 'nobody' } } })
  t.match(await refusal(unknown.connecting), {
    kind: 'auth',
    message: /^the identity provider refuses us with 401 \(invalid_client\); check client_id, client_secret/,
  })
  const nowhere = await open(t, file, 'testbed-oidc', { auth: { ...auth, provider: 'other' } })
  t.match(await refusal(nowhere.connecting), {
    kind: 'auth',
    message: /^Keystone gives no token for what other says of this user .*; check identity_provider, protocol/,
  })
  t.notMatch(JSON.stringify([calls, machine.calls, unknown.calls]), /cAnary/)
})

t.test(
  'credentials go to no token endpoint that is neither https nor on the host of the discovery document',
  async (t) => {
    const heard: string[] = []
    const elsewhere = createServer((request, response) => {
      heard.push(request.url ?? '')
      response.end('{}')
    })
    elsewhere.listen(0, '127.0.0.1')
    await once(elsewhere, 'listening')
    t.teardown(() => elsewhere.close().closeAllConnections())
    const { port } = elsewhere.address() as AddressInfo // TCP servers have an AddressInfo
    const description: CloudDescription = {
      catalog: ['identity', 'compute'],
      users: [{ name: 'u', password: 'cAnary-password', project: 'p', roles: ['member'] }],
      identity: { federation: { provider: 'idp', protocol: 'openid', clientId: 'scs', clientSecret: 'cAnary-client' } },
    }
    const named = async (endpoint: string) => {
      const discovery = {
        path: 'openid-configuration',
        action: { malformed: { field: 'token_endpoint', value: endpoint } },
      }
      const { file } = await simulate(t, [{ service: 'identity', ...discovery }], description)
      return refusal((await open(t, file, 'testbed-oidc')).connecting)
    }
    t.match(await named(`http://localhost:${port}/steal`), {
      kind: 'auth',
      message: new RegExp(
        `names http://localhost:${port} as the place of its token_endpoint, where our credentials are not sent`,
      ),
    })
    t.same(heard, [])
    t.match(await named('ftp://localhost/'), { kind: 'auth' })
    t.match(await named('nowhere'), {
      kind: 'malformed',
      message: /names no token_endpoint; give access_token_endpoint/,
    })
    t.match(await named('https://localhost:9/token'), { kind: 'unreachable', message: /localhost:9 refuses/ })
  },
)

t.test('the preflight names what is wrong with the way there, the clock and the catalog', async (t) => {
  const { file, simulator } = await simulate(t, [], {
    catalog: ['identity', 'compute'],
    users: [{ name: 'u', password: 'cAnary', project: 'p', roles: ['member'] }],
  })
  const { config } = await open(t, file)
  t.match((await preflight(config)).items[3], {
    id: 'catalog',
    outcome: 'warning',
    message: '2 services, without image, network, block-storage',
  })
  simulator.faults.add({ service: 'identity', action: { status: 401 } })
  const refused = await preflight(config)
  t.match(
    refused.items.map(({ outcome }) => outcome),
    ['ok', 'failed', 'unknown', 'unknown', 'unknown'],
  )
  t.match(refused.failure, { kind: 'auth' })
  await simulator.stop()
  const dead = await preflight(config)
  t.match(
    dead.items.map(({ outcome }) => outcome),
    ['failed', 'unknown', 'unknown', 'unknown', 'unknown'],
  )
  t.match(dead.failure, { kind: 'unreachable', message: /refuses connections/ })
})

/** A cloud of a few lines: a Keystone whose catalog lists what the test wants, and what the test answers below /api. */
async function tiny(
  t: Test,
  endpoints: Record<string, string>,
  answer: (request: IncomingMessage, response: ServerResponse) => unknown,
  headers: Record<string, string> = {},
) {
  const server = createServer((request, response) => {
    const origin = `http://${request.headers.host}`
    if (!request.url?.endsWith('/auth/tokens'))
      return void response.end(JSON.stringify(answer(request, response) ?? {}))
    const catalog = Object.entries(endpoints).map(([type, path]) => ({
      type,
      endpoints: [{ interface: 'public', region: 'R', url: origin + path }],
    }))
    response.writeHead(201, { 'x-subject-token': 'cAnary-token', ...headers })
    response.end(
      JSON.stringify({
        token: {
          expires_at: '2030-01-01T00:00:00Z',
          user: { id: 'u', name: 'u' },
          project: { id: 'pid', name: 'p' },
          roles: [{ name: 'member' }],
          catalog,
        },
      }),
    )
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => server.close().closeAllConnections())
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}` // TCP servers have an AddressInfo
  const yaml = `clouds: {tiny: {auth: {auth_url: ${url}/v3, user_id: u, password: cAnary-password}}}`
  const config = await readCloudConfig({
    environment: {},
    directory: t.testdir({ 'clouds.yaml': yaml }),
    home: '/',
    redactor: newRedactor(),
  })
  return { ...(await openSession(config, {})), config, url }
}

t.test('unversioned endpoints are guessed, and the version document is asked where the guess was wrong', async (t) => {
  const asked: string[] = []
  const versions = (id: string, href: string) => ({
    versions: [
      { id: 'v1.0', status: 'SUPPORTED', links: [] },
      { id, status: 'CURRENT', links: [{ rel: 'self', href }] },
    ],
  })
  const { openstack } = await tiny(
    t,
    {
      image: '/image',
      network: '/net',
      'block-storage': '/volume',
      'key-manager': '/odd',
      volumev2: '/old/v2/pid',
      dns: '/v1',
      placement: '/placement',
    },
    ({ url = '' }, response) => {
      asked.push(url)
      if (url.startsWith('/odd/v1')) response.statusCode = 404
      if (url === '/odd/')
        return {
          versions: {
            values: [{ id: 'v1', status: 'stable', links: [{ rel: 'self', href: 'http://internal:9311/secret/v1/' }] }],
          },
        }
      if (url.startsWith('/v1/')) response.statusCode = 404
      if (url === '/') {
        response.statusCode = 300
        return versions('v2.0', 'http://internal:9001/v2')
      }
      return {}
    },
  )
  const ask = async (service: string, path: string) => {
    asked.length = 0
    await openstack.send({ service, path, accept: [404] })
    return [...asked]
  }
  t.strictSame(await ask('image', '/images'), ['/image/v2/images'])
  t.strictSame(await ask('network', '/networks'), ['/net/v2.0/networks'])
  t.strictSame(await ask('block-storage', '/types'), ['/volume/v3/pid/types'])
  t.strictSame(await ask('placement', '/traits'), ['/placement/traits'])
  t.strictSame(await ask('key-manager', '/secrets'), ['/odd/v1/secrets', '/odd/'], 'no better one: the answer stands')
  t.strictSame(await ask('key-manager', '/secrets'), ['/odd/v1/secrets'], 'and is not asked again')
  t.strictSame(
    await ask('dns', '/zones'),
    ['/v1/zones', '/', '/v2/zones'],
    'host of the catalog, version of the document',
  )
  t.strictSame(await ask('dns', '/zones'), ['/v2/zones'])
})

t.test('overrides and other settings for one service', async (t) => {
  const { openstack, config, url } = await tiny(t, { compute: '/compute/v2.1' }, ({ url }) => ({ url }))
  t.equal(openstack.endpoint('compute'), `${url}/compute/v2.1`)
  const changed: CloudConfig = {
    ...config,
    forService: (service, setting) =>
      setting === 'endpoint_override' && service === 'image' ? `${url}/elsewhere/%(project_id)s/` : undefined,
  }
  const { openstack: overridden } = await openSession(changed, {})
  t.equal(overridden.endpoint('image'), `${url}/elsewhere/pid`)
  t.match(await overridden.send({ service: 'image', path: '/images' }), { body: { url: '/elsewhere/pid/v2/images' } })
})

t.test('a clock that is wrong is noticed', async (t) => {
  const { config } = await tiny(t, { compute: '/' }, () => ({}), {
    date: new Date(Date.now() + 3_600_000).toUTCString(),
  })
  t.match((await preflight(config)).items[4], {
    id: 'clock-skew',
    outcome: 'warning',
    message: /this machine's clock is 3(599|600|601) s behind the cloud's; set it right/,
  })
})

t.test('a token answer without a token, or of another shape, is malformed', async (t) => {
  const anonymous = tiny(t, {}, () => ({}), { 'x-subject-token': '' })
  t.match(await refusal(anonymous), {
    kind: 'malformed',
    message: /answered 201 without X-Subject-Token; is auth_url a Keystone/,
  })
  const { file } = await simulate(t, [
    { service: 'identity', action: { malformed: { field: 'token.catalog.0.endpoints', value: 7 } } },
  ])
  t.match(await refusal((await open(t, file)).connecting), {
    kind: 'malformed',
    message: /does not fit: \/token\/catalog\/0\/endpoints must be array/,
  })
})

t.test('a server that repeats our secrets finds nobody who repeats them', async (t) => {
  const echo = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const heard = `${Buffer.concat(chunks).toString()} ${String(request.headers['x-auth-token'])} ${request.url}`
      response.writeHead(400, { 'content-type': 'application/json' })
      response.end(JSON.stringify({ error: { message: heard } }))
    })
  })
  echo.listen(0, '127.0.0.1')
  await once(echo, 'listening')
  t.teardown(() => echo.close().closeAllConnections())
  const { port } = echo.address() as AddressInfo // TCP servers have an AddressInfo
  const yaml = `clouds: {c: {auth: {auth_url: "http://127.0.0.1:${port}/v3", user_id: u, password: 'cAnary "pass/word"'}}}`
  const redactor = newRedactor()
  const config = await readCloudConfig({
    environment: {},
    directory: t.testdir({ 'clouds.yaml': yaml }),
    home: '/',
    redactor,
  })
  const error = await refusal(openSession(config, { redactor }))
  t.match(error.message, /\[redacted\]/)
  t.notMatch(inspect(error, { depth: 9, showHidden: true }), /cAnary/)

  const { openstack } = await tiny(t, { compute: '/compute/v2.1' }, (request, response) => {
    response.statusCode = 500
    return { computeFault: { message: `token ${String(request.headers['x-auth-token'])}` } }
  })
  const fault = await refusal(openstack.send({ service: 'compute', method: 'POST', path: '/servers', body: {} }))
  t.match(fault.message, /^POST \/servers was answered with 500: token \[redacted\]/)
})
