import t from 'tap'
import { StatusError, type Call, type OpenStack } from './client.ts'
import { findByName, isGone, removeResource, settle, timeoutMsOf } from './sweep.ts'
import { sweepables } from './sweep/sweepables.ts'

const run = 'scs-conformance-1f2e3d4c'

/** A cloud that lists this, and writes down what else it is asked. */
function cloudWith(listings: Readonly<Record<string, unknown>>, types = ['compute', 'network', 'object-store']) {
  const sent: string[] = []
  const nameOf = ({ method = 'GET', service, path, query = {} }: Call) =>
    `${method} ${service}${path} ${new URLSearchParams(query).toString()}`.trim()
  const openstack: OpenStack = {
    identity: { userId: 'u', projectId: 'p', roles: ['member'] },
    catalog: types.map((type) => ({ type, name: type, endpoints: [] })),
    endpoint: () => '',
    send(call) {
      sent.push(nameOf(call))
      return Promise.resolve({ status: 404, headers: {}, body: null })
    },
    read: () => Promise.reject(new Error('not needed')),
    list(call, _wire, items) {
      const listing = listings[nameOf(call)]
      if (listing instanceof Error) return Promise.reject(listing)
      const none = new Proxy({}, { get: () => [] })
      return Promise.resolve([...items((listing ?? (call.path === '' ? [] : none)) as Parameters<typeof items>[0])])
    },
    sendRaw: () => Promise.reject(new Error('not needed')),
  }
  return { openstack, sent }
}

t.test('finds what bears the name of a run, of the project’s own, and nothing like it', async (t) => {
  const { openstack } = cloudWith({
    'GET compute/servers': {
      servers: [
        { id: '1', name: `${run}-vm` },
        { id: '2', name: `my-${run}-vm` },
        { id: '3', name: 'scs-conformance-test' },
      ],
    },
    'GET network/networks project_id=p': { networks: [{ id: '4', name: `${run}-net` }, { id: '5' }] },
    'GET compute/os-keypairs': { keypairs: [{ keypair: { name: `${run}-key` } }] },
    'GET object-store format=json&prefix=scs-conformance-': [
      { name: `${run}-bucket` },
      { name: 'scs-conformance-mine' },
    ],
  })
  const { found, unseen } = await findByName(openstack)
  t.same(
    found.map(({ of, id, runId }) => [of.kind, id, runId]),
    [
      ['server', '1', '1f2e3d4c'],
      ['network', '4', '1f2e3d4c'],
      ['keypair', `${run}-key`, '1f2e3d4c'],
      ['container', `${run}-bucket`, '1f2e3d4c'],
    ],
  )
  t.same(unseen, [])
})

t.test('what cannot be listed is told; what a service does not have is not', async (t) => {
  const status = (code: number) => new StatusError('forbidden', `answered ${code}`, code, '')
  const { openstack } = cloudWith({ 'GET compute/servers': status(403), 'GET compute/os-keypairs': status(404) })
  t.same((await findByName(openstack)).unseen, ['servers could not be looked for: answered 403'])
  const bare = cloudWith({ 'GET compute/servers': status(403) }, ['network'])
  t.same((await findByName(bare.openstack)).unseen, [], 'no such service in the catalog')
})

t.test('without a catalog nothing was looked for, which is not that nothing is there', async (t) => {
  t.match(await findByName(cloudWith({}, []).openstack), { found: [], unseen: [/without a service catalog/] })
  t.same(await findByName(cloudWith({}, ['dns']).openstack), { found: [], unseen: [] })
})

t.test('a router loses its interfaces first, a container what is in it', async (t) => {
  const { openstack, sent } = cloudWith({
    'GET network/ports device_id=r': {
      ports: [
        { id: 'i', device_owner: 'network:router_interface_distributed' },
        { id: 'g', device_owner: 'network:router_gateway' },
      ],
    },
    'GET object-store/b format=json': [{ name: 'a/b' }],
  })
  await removeResource(openstack, 'network', '/routers', 'r')
  await removeResource(openstack, 'object-store', '', 'b')
  await removeResource(openstack, 'some-service', '/things', 'x/y')
  t.same(sent, [
    'PUT network/routers/r/remove_router_interface',
    'DELETE network/routers/r',
    'DELETE object-store/b/a%2Fb',
    'DELETE object-store/b',
    'DELETE some-service/things/x%2Fy',
  ])
  t.ok(await isGone(openstack, 'network', '/routers', 'r'))
  t.ok(await isGone(openstack, 'object-store', '', 'b'))
})

t.test('the order in which the services let go', (t) => {
  const order = sweepables.map(({ kind }) => kind)
  const before = (first: string, second: string) => t.ok(order.indexOf(first) < order.indexOf(second), first)
  before('server', 'volume')
  before('snapshot', 'volume')
  before('server', 'port')
  before('router', 'subnet')
  before('port', 'subnet')
  before('subnet', 'network')
  before('port', 'security group')
  t.end()
})

t.test('what Cinder is at work on is waited for, and nothing else is', async (t) => {
  for (const [path, key, states] of [
    ['/volumes', 'volume', ['creating', 'available']],
    ['/backups', 'backup', ['error']],
    ['/volumes', 'volume', [null]],
  ] as const) {
    const left: (string | null)[] = [...states]
    const { openstack } = cloudWith({})
    const read = () => {
      const status = left.shift()
      return status
        ? Promise.resolve({ [key]: { status } })
        : Promise.reject(new StatusError('dependency', '', 404, ''))
    }
    await settle({ ...openstack, read } as OpenStack, 'block-storage', path, 'x')
    t.same(left, [])
  }
  await settle(cloudWith({}).openstack, 'network', '/ports', 'x')
  t.equal(timeoutMsOf('block-storage', '/backups'), 150_000)
  t.equal(timeoutMsOf('network', '/ports'), undefined)
})
