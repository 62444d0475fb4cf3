import t, { type Test } from 'tap'
import { factStore } from '../../src/fact-store.ts'
import { readCloudConfig } from '../../src/openstack/config.ts'
import { connect } from '../../src/openstack/connect.ts'
import { openstack } from '../../src/openstack/facts.ts'
import { ledger, runId, type LedgerEntry } from '../../src/openstack/lease.ts'
import { startSimulator, type CloudDescription, type Fault } from '../../testbed/simulator/index.ts'
import { secretTrial } from './facts.ts'

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
  const learned = await store.learn(secretTrial).catch((error: unknown) => error)
  const calls = simulator.requests.filter(({ service }) => service === 'key-manager').map(({ method }) => method)
  return { learned, calls, events: entries.map(({ event }) => event) }
}

const at = (method: string, action: Fault['action']): Fault => ({
  service: 'key-manager',
  method,
  path: 'secrets',
  action,
})

t.test('no key manager: nothing is sent', async (t) => {
  t.match(await learn(t, { catalog: ['identity'] }), { learned: { outcome: 'no key manager' }, calls: [], events: [] })
})

t.test('stored, found and deleted', async (t) => {
  const { learned, calls, events } = await learn(t, {})
  t.same(learned, { outcome: 'stored', isListed: true, leftover: null })
  t.same(calls, ['POST', 'GET', 'DELETE', 'GET'])
  t.same(events, ['planned', 'made', 'gone'])
})

t.test('found on the last of many pages', async (t) => {
  const { learned } = await learn(t, { keyManager: { secrets: 205 } })
  t.match(learned, { outcome: 'stored', isListed: true })
})

t.test('stored, but not listed: deleted all the same', async (t) => {
  const { learned, events } = await learn(t, { keyManager: { list: 'hidden' } })
  t.same(learned, { outcome: 'stored', isListed: false, leftover: null })
  t.same(events, ['planned', 'made', 'gone'])
})

t.test('refused at each step', async (t) => {
  t.match(await learn(t, { keyManager: { create: 'forbidden' } }), {
    learned: { outcome: 'forbidden', message: /POST/ },
    events: ['planned', 'gone'],
  })
  const list = await learn(t, {}, { ...at('GET', { status: 403 }), path: 'secrets\\?' })
  t.match(list, { learned: { outcome: 'forbidden', message: /GET/ }, events: ['planned', 'made', 'gone'] })
  const remove = await learn(t, {}, at('DELETE', { status: 403 }))
  t.match(remove, { learned: { outcome: 'stored', leftover: { refused: 'forbidden' } }, events: ['planned', 'made'] })
})

t.test('any other trouble is not about permissions', async (t) => {
  const { learned } = await learn(t, {}, at('POST', { status: 400 }))
  t.match(learned, { probe: { kind: 'malformed' } })
})
