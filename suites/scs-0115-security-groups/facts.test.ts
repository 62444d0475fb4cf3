import t, { type Test } from 'tap'
import { factStore } from '../../src/fact-store.ts'
import { readCloudConfig } from '../../src/openstack/config.ts'
import { connect } from '../../src/openstack/connect.ts'
import { openstack } from '../../src/openstack/facts.ts'
import { ledger, runId, type LedgerEntry } from '../../src/openstack/lease.ts'
import { startSimulator, type CloudDescription, type Fault } from '../../testbed/simulator/index.ts'
import { defaultRules } from './facts.ts'

async function learn(t: Test, description: CloudDescription, ...faults: readonly Fault[]) {
  const simulator = await startSimulator({ description, faults })
  t.teardown(() => simulator.stop())
  const file = `${t.testdir()}/clouds.yaml`
  simulator.writeCloudsYaml(file)
  const config = await readCloudConfig({
    cloud: 'testbed',
    environment: { OS_CLIENT_CONFIG_FILE: file },
    directory: '/',
    home: '/',
  })
  const entries: LedgerEntry[] = []
  const record = async (entry: LedgerEntry) => void entries.push(entry)
  const given = new Map<typeof openstack | typeof runId | typeof ledger, unknown>([
    [openstack, await connect(config)],
    [runId, '1f'],
    [ledger, { record }],
  ])
  const store = factStore({ given, signal: new AbortController().signal, timeoutMs: 60_000, concurrency: 4 })
  const learned = await store.learn(defaultRules).catch((error: unknown) => error)
  const calls = simulator.requests
    .filter(({ service }) => service === 'network')
    .map(({ method, path }) => `${method} ${path}`)
  return { learned, calls, entries }
}

t.test('the template, where Neutron shows one: all pages, nothing written', async (t) => {
  const rule = { direction: 'egress', ethertype: 'IPv4', usedInDefaultGroup: true, usedInOtherGroups: false } as const
  const { learned, calls, entries } = await learn(t, {
    network: { defaultSecurityGroupRules: [rule, rule, rule], pageSize: 2 },
  })
  t.match(learned, { from: 'template', rules: [{ ...rule, remoteGroupId: null, remoteIpPrefix: null }, {}, {}] })
  t.ok(calls.every((call) => call.startsWith('GET ')))
  t.same(entries, [])
})

t.test('else the rules of a new group, which is gone afterwards', async (t) => {
  const { learned, calls, entries } = await learn(t, {})
  t.match(learned, {
    from: 'new group',
    rules: [{ direction: 'egress', ethertype: 'IPv4' }, { ethertype: 'IPv6' }],
    leftover: null,
  })
  t.same(
    calls.slice(-5).map((call) => call.split(' ')[0]),
    ['GET', 'POST', 'GET', 'DELETE', 'GET'],
  )
  t.match(entries, [{ event: 'planned', name: 'scs-conformance-1f-sg' }, { event: 'made' }, { event: 'gone' }])
})

t.test('anything but 404 is no reason to write', async (t) => {
  const { learned, calls } = await learn(
    t,
    {},
    { service: 'network', method: 'GET', path: 'default-security', action: { status: 403 } },
  )
  t.match(learned, { probe: { kind: 'forbidden' } })
  t.ok(calls.every((call) => call.startsWith('GET ')))
})

t.test('a group that may not be made', async (t) => {
  const { learned, entries } = await learn(t, {}, { service: 'network', method: 'POST', action: { status: 409 } })
  t.match(learned, { probe: { message: /409/ } })
  t.match(entries, [{ event: 'planned' }, { event: 'gone' }])
})

t.test('an answer that is no list of rules', async (t) => {
  const malformed = { field: 'security_group.security_group_rules.*.direction' }
  const { learned, entries } = await learn(
    t,
    {},
    { service: 'network', method: 'GET', path: 'security-groups/', times: 1, action: { malformed } },
  )
  t.match(learned, { probe: { kind: 'malformed' } })
  t.match(entries, [{ event: 'planned' }, { event: 'made' }, { event: 'gone' }])
})
