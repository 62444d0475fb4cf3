import { randomUUID } from 'node:crypto'
import { homedir } from 'node:os'
import t, { type Test } from 'tap'
import { startSimulator } from '../../testbed/simulator/index.ts'
import type { HttpCall } from '../http.ts'
import { redactor as newRedactor, secret } from '../redact.ts'
import type { Call, Wire } from './client.ts'
import { readCloudConfig, type CloudConfig } from './config.ts'
import { openCloudHttp, openSession } from './connect.ts'
import { flavors, images, volumeTypes } from './facts.ts'
import { preflight } from './preflight.ts'
import { wireFlavors, wireImages, wireVolumeTypes } from './wire.ts'

/**
 * The client's behaviour towards any OpenStack. Runs against the simulator, and, where SCS_TESTBED_CLOUDS names the
 * clouds.yaml of testbed/openstack, against that real cloud too: what the simulator answers is only worth something
 * where Nova, Glance and the others answer the same.
 */
const simulator = await startSimulator({ description: 'testbed/clouds/seeded.yaml' })
t.teardown(() => simulator.stop())
const simulated = `${t.testdir()}/clouds.yaml`
simulator.writeCloudsYaml(simulated)
const subjects = { simulator: simulated, 'a real cloud': process.env['SCS_TESTBED_CLOUDS'] }

for (const [subject, file] of Object.entries(subjects)) {
  if (file) t.test(subject, (t) => behaviour(t, file))
}

async function configOf(file: string, cloud: string): Promise<CloudConfig> {
  const environment = { OS_CLIENT_CONFIG_FILE: file }
  return readCloudConfig({ cloud, environment, directory: process.cwd(), home: homedir() })
}

/** Connects and notes every call. */
async function open(t: Test, config: CloudConfig) {
  const calls: HttpCall[] = []
  const redactor = newRedactor()
  const http = openCloudHttp(config, {}, { redactor, onCall: (call) => calls.push(call) })
  t.teardown(() => http.close())
  return { ...(await openSession(config, { http, redactor })), calls }
}

const context = { signal: new AbortController().signal }

async function behaviour(t: Test, file: string): Promise<void> {
  const config = await configOf(file, 'testbed')
  const { openstack, calls } = await open(t, config)
  const given = { openstack }

  t.test('one call authenticates; token and catalog tell who and what', async (t) => {
    t.match(calls, [{ method: 'POST', url: /\/v3\/auth\/tokens$/, status: 201, attempt: 1 }])
    t.strictSame(openstack.identity.roles.toSorted(), ['member', 'reader'])
    t.match(openstack.identity, { userId: /^[0-9a-f]{32}$/, projectId: /^[0-9a-f]{32}$/ })
    const types = openstack.catalog.map(({ type }) => type)
    for (const type of ['identity', 'compute', 'image', 'network', 'key-manager', 'load-balancer'])
      t.ok(types.includes(type), type)
    t.match(openstack.endpoint('compute'), /^http:\/\/127\.0\.0\.1:\d+\//)
    t.equal(openstack.endpoint('block-storage'), openstack.endpoint('volumev3'))
  })

  t.test('facts cost one call each, side by side, and are what openstacksdk would see', async (t) => {
    const before = calls.length
    const [flavorList, imageList, typeList] = await Promise.all([
      flavors.load(given, context),
      images.load(given, context),
      volumeTypes.load(given, context),
    ])
    t.equal(calls.length - before, 3)
    const small = flavorList.find(({ name }) => name === 'SCS-1V-4')
    t.match(small, { vcpus: 1, ramMiB: 4096, diskGB: 0, extraSpecs: { 'scs:name-v2': 'SCS-1V-4' } })
    t.ok(flavorList.every(({ extraSpecs }) => typeof extraSpecs === 'object'))
    t.ok(imageList.length > 0)
    t.strictSame([...new Set(imageList.map(({ hidden }) => hidden))], [false])
    t.ok(imageList.every(({ visibility }) => ['public', 'community'].includes(visibility)))
    t.match(
      imageList.find(({ name }) => name === 'Debian 12'),
      {
        status: 'active',
        hashAlgo: 'sha512',
        createdAt: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/,
        properties: { architecture: 'x86_64', os_distro: 'debian' },
      },
    )
    t.notOk(imageList.some(({ properties }) => 'os_hash_value' in properties || 'file' in properties))
    t.ok(typeList.some(({ description }) => description?.startsWith('[scs:')))
  })

  t.test('small pages give the same as one large page', async (t) => {
    const pages = async <P>(call: Call, wire: Wire<P>, pick: (page: P) => readonly { id: string }[], limit: string) => {
      const all = await openstack.list(call, wire, pick)
      const before = calls.length
      const paged = await openstack.list({ ...call, query: { ...call.query, limit } }, wire, pick)
      t.strictSame(
        paged.map(({ id }) => id),
        all.map(({ id }) => id),
        call.path,
      )
      t.ok(calls.length - before > 1, `${calls.length - before} pages`)
    }
    await pages({ service: 'compute', path: '/flavors/detail' }, wireFlavors, (page) => page.flavors, '3')
    const all = { member_status: 'all' }
    await pages({ service: 'image', path: '/images', query: all }, wireImages, (page) => page.images, '2')
    await pages({ service: 'block-storage', path: '/types' }, wireVolumeTypes, (page) => page.volume_types, '2')
  })

  t.test('a microversion the service cannot do becomes the newest it can', async (t) => {
    const call = { service: 'compute', path: '/flavors/detail', query: { limit: '1' } }
    const first = async (microversion?: string) => {
      const page = await openstack.read({ ...call, ...(microversion ? { microversion } : {}) }, wireFlavors)
      return page.flavors[0]
    }
    t.notOk(Object.hasOwn((await first()) ?? {}, 'extra_specs'))
    t.ok(Object.hasOwn((await first('2.61')) ?? {}, 'extra_specs'))
    const before = calls.length
    t.ok(Object.hasOwn((await first('2.999')) ?? {}, 'extra_specs'))
    t.strictSame(
      calls.slice(before).map(({ status }) => status),
      [406, 200],
    )
    await first('2.999')
    t.equal(calls.length - before, 3, 'remembered')
  })

  t.test('what is not there is said in the words of the service, or is an answer where accepted', async (t) => {
    const id = randomUUID()
    const missing: [service: string, path: string][] = [
      ['compute', `/flavors/${id}`],
      ['image', `/images/${id}`],
      ['network', `/networks/${id}`],
      ['block-storage', `/types/${id}`],
      ['key-manager', `/secrets/${id}`],
    ]
    for (const [service, path] of missing) {
      const error: unknown = await openstack.send({ service, path }).catch((error: unknown) => error)
      t.match(error, {
        name: 'StatusError',
        kind: 'dependency',
        status: 404,
        message: new RegExp(`^GET ${path} was answered with 404: \\w+`),
      })
      t.notMatch(error, { message: /[{}<>]/ })
    }
    t.match(await openstack.send({ service: 'compute', path: `/flavors/${id}`, accept: [404] }), { status: 404 })
    const inHtml = await openstack.send({
      service: 'object-store',
      path: '/none/nothing',
      method: 'DELETE',
      accept: [404],
    })
    t.match(inHtml, { status: 404, body: null }, 'also where it is no JSON')
  })

  t.test('what the policy forbids is forbidden', async (t) => {
    await t.rejects(openstack.send({ service: 'identity', path: '/users' }), {
      kind: 'forbidden',
      message: /^GET \/users was answered with 403: .*; the policy of this service does not let the user do that$/,
    })
  })

  t.test('things are created and deleted', async (t) => {
    const name = `scs-conformance-test-${randomUUID()}`
    const created = await openstack.send({
      service: 'network',
      method: 'POST',
      path: '/security-groups',
      body: { security_group: { name } },
    })
    t.match(created, { status: 201, body: { security_group: { name, security_group_rules: [] } } })
    const { id } = (created.body as { security_group: { id: string } }).security_group
    t.match(await openstack.send({ service: 'network', method: 'DELETE', path: `/security-groups/${id}` }), {
      status: 204,
      body: null,
    })
    await t.rejects(openstack.send({ service: 'network', path: `/security-groups/${id}` }), { message: /404/ })
  })

  t.test('a refused token is renewed once for all who wait', async (t) => {
    const { openstack, session, calls } = await open(t, config)
    const revoked = await fetch(`${config.auth.authUrl}/auth/tokens`, {
      method: 'DELETE',
      headers: { 'x-auth-token': session.token, 'x-subject-token': session.token },
    })
    t.equal(revoked.status, 204)
    const call = { service: 'identity', path: '/auth/projects' }
    const answers = await Promise.all(Array.from({ length: 8 }, () => openstack.send(call)))
    t.ok(answers.every(({ status }) => status === 200))
    t.equal(calls.filter(({ method }) => method === 'POST').length, 2, 'the first token and one more')
    t.ok(calls.some(({ status }) => status === 401))
  })

  t.test('a call without our token', async (t) => {
    const { origin } = new URL(config.auth.authUrl)
    const path = new URL(config.auth.authUrl).pathname.replace(/\/v3$/, '')
    const answer = await openstack.sendRaw({ url: `${origin}${path}/`, method: 'GET' })
    t.match(answer, { status: 300, text: /"v3\.\d+"/ })
    await t.rejects(openstack.sendRaw({ url: origin, method: 'BREW' }), { message: /BREW/ })
  })

  t.test('an application credential works like a password', async (t) => {
    const { openstack, calls } = await open(t, await configOf(file, 'testbed-appcred'))
    t.ok(openstack.identity.roles.includes('member'))
    t.match(await openstack.send({ service: 'compute', path: '/flavors' }), { status: 200 })
    t.equal(calls.length, 2)
  })

  t.test('refused credentials say whose and where to look', async (t) => {
    const { auth } = config
    if (auth.method !== 'password') throw new Error('testbed is a cloud with a password')
    const wrong = { ...config, auth: { ...auth, password: secret('cAnary-wrong') } }
    await t.rejects(open(t, wrong), {
      kind: 'auth',
      message: new RegExp(
        `^Keystone refuses user scs-test \\(domain Default\\) with this password for project scs-test: wrong user, domain or password, expired or locked, or no role there \\(The request.*\\); check ${file}, cloud testbed$`,
      ),
    })
    const elsewhere = {
      ...config,
      auth: { ...auth, scope: { project: { name: 'nowhere', domain: { id: 'default' } } } },
    }
    await t.rejects(open(t, elsewhere), { kind: 'auth', message: /for project nowhere/ })
    const credential = {
      method: 'application credential',
      authUrl: auth.authUrl,
      credential: { id: 'gone' },
      secret: secret('cAnary'),
    } as const
    await t.rejects(open(t, { ...config, auth: credential }), {
      kind: 'auth',
      message: /refuses application credential gone: wrong id or secret, expired, or deleted/,
    })
    const token = { method: 'token', authUrl: auth.authUrl, token: secret('cAnary'), scope: undefined } as const
    await t.rejects(open(t, { ...config, auth: token }), {
      message: /Keystone refuses the token given: expired, revoked/,
    })
  })

  t.test('auth_url may leave out the version', async (t) => {
    const { auth } = config
    const short = { ...config, auth: { ...auth, authUrl: auth.authUrl.replace('/v3', '') } }
    t.equal((await open(t, short)).calls.length, 1)
  })

  t.test('no endpoint: what there is, and the way out', async (t) => {
    const { openstack } = await open(t, { ...config, region: 'Nowhere' })
    await t.rejects(openstack.send({ service: 'compute', path: '/flavors' }), {
      kind: 'dependency',
      message:
        /^the catalog has no endpoint for compute with interface public in region Nowhere; it has .*public in RegionOne.*: set region_name or interface$/,
    })
    await t.rejects(openstack.send({ service: 'dns', path: '/zones' }), {
      kind: 'dependency',
      message:
        /^the catalog has no endpoint for dns .*; it lists .*compute.*: if dns is there under another name, set dns_endpoint_override$/,
    })
  })

  t.test('the preflight lets a member test, and nobody mightier or weaker', async (t) => {
    const member = await preflight(config)
    t.ok(member.openstack)
    t.match(member, {
      failure: undefined,
      items: [
        { id: 'reachability', outcome: 'ok' },
        { outcome: 'ok' },
        { id: 'roles', outcome: 'ok' },
        { id: 'catalog', outcome: 'ok' },
        { id: 'clock-skew' },
      ],
    })
    const admin = await preflight(await configOf(file, 'testbed-admin'))
    t.equal(admin.openstack, undefined)
    t.match(admin.failure, {
      kind: 'forbidden',
      message: /has role admin.*; conformance is tested without admin rights \(scs-0004\): use a user with role member/,
    })
    const reader = await preflight(await configOf(file, 'testbed-reader'))
    t.match(reader.failure, {
      kind: 'forbidden',
      message: /has only reader in project .*: use a user with role member/,
    })
    t.match(reader.items[2], { id: 'roles', outcome: 'failed' })
  })
}
