import { existsSync } from 'node:fs'
import t, { type Test } from 'tap'
import { startSimulator, type Fault } from '../../testbed/simulator/index.ts'
import { fact, loading, ProbeError } from '../fact.ts'
import { redactor as newRedactor } from '../redact.ts'
import type { Wire } from './client.ts'
import { readCloudConfig } from './config.ts'
import { openCloudHttp, openSession } from './connect.ts'
import { lease, leases, type Leasable, type Lessor } from './lease.ts'
import { fileLedger, readLedger } from '../ledger.ts'

interface Groups {
  readonly security_groups: readonly { readonly id: string; readonly name: string }[]
}
const wireGroups: Wire<Groups> = { name: 'groups', schema: {} }
const wireGroup: Wire<{ readonly security_group: { readonly id: string } }> = { name: 'group', schema: {} }
const groups = { service: 'network', path: '/security-groups' }
const groupName = 'scs-conformance-1f-sg'

/** A cloud to lease security groups from, and what is written down about it. */
async function simulate(t: Test, ...faults: readonly Fault[]) {
  const simulator = await startSimulator({ description: {}, faults })
  t.teardown(() => simulator.stop())
  const folder = t.testdir()
  simulator.writeCloudsYaml(`${folder}/clouds.yaml`)
  const environment = { OS_CLIENT_CONFIG_FILE: `${folder}/clouds.yaml` }
  const redactor = newRedactor()
  const config = await readCloudConfig({ cloud: 'testbed', environment, directory: '/', home: '/', redactor })
  const http = openCloudHttp(config, {}, { redactor, backoffMs: 5 })
  t.teardown(() => http.close())
  const { openstack } = await openSession(config, { http, redactor })
  const file = `${folder}/ledger.jsonl`
  const lessor: Lessor = { openstack, runId: '1f', ledger: fileLedger(file) }
  const listed = async () =>
    (await openstack.list(groups, wireGroups, (page) => page.security_groups)).map(({ name }) => name)
  const thing: Leasable<string> = {
    ...groups,
    kind: 'security group',
    suffix: 'sg',
    pauseMs: 5,
    cleanUpMs: 2_000,
    create: async (name) => {
      const body = { security_group: { name } }
      return (await openstack.read({ ...groups, method: 'POST', body }, wireGroup)).security_group.id
    },
    idOf: (id) => id,
    find: async (name) => {
      const found = await openstack.list({ ...groups, query: { name } }, wireGroups, (page) => page.security_groups)
      return found.map(({ id }) => id)
    },
  }
  return { simulator, lessor, thing, listed, file }
}

const isPost = { service: 'network', method: 'POST' } as const
const isDelete = { service: 'network', method: 'DELETE' } as const

t.test('written down, made, used, deleted, and seen to be gone', async (t) => {
  const { lessor, thing, listed, file, simulator } = await simulate(t)
  const watched: Leasable<string> = {
    ...thing,
    create: async (name) => {
      t.match(await readLedger(file), [
        { event: 'planned', name: groupName, service: 'network', path: '/security-groups', id: null },
      ])
      return thing.create(name)
    },
  }
  const leased = await lease(lessor, watched, async (id, name) => {
    t.match(await readLedger(file), [{ event: 'made', name, id }])
    t.ok((await listed()).includes(groupName))
    return 'used'
  })
  t.same(leased, { value: 'used', leftover: null })
  t.notOk((await listed()).includes(groupName))
  t.notOk(existsSync(file))
  t.equal(simulator.requests.filter(({ method }) => method !== 'GET').length, 3, 'sign in, make, delete')
})

t.test('several, in reverse order', async (t) => {
  const { lessor, thing, listed, file } = await simulate(t)
  const made = await leases(lessor, async (hold) => {
    await hold(thing)
    await hold({ ...thing, suffix: 'second' })
    t.match(await readLedger(file), [{ place: { projectId: lessor.openstack.identity.projectId } }, { event: 'made' }])
    return (await listed()).filter((name) => name.startsWith('scs-conformance-1f')).length
  })
  t.same(made, { value: 2, leftover: null })
  t.notOk((await listed()).some((name) => name.startsWith('scs-conformance-1f')))
  t.notOk(existsSync(file))
})

t.test('deleted also where its use fails, whose error it is', async (t) => {
  const { lessor, thing, listed, file } = await simulate(t)
  const failure = new ProbeError('malformed', 'odd rules')
  await t.rejects(
    lease(lessor, thing, () => Promise.reject(failure)),
    failure,
  )
  t.notOk((await listed()).includes(groupName))
  t.notOk(existsSync(file))
})

t.test('deleted also in a run that is aborted, and nothing is made after that', async (t) => {
  const { lessor, thing, listed, file } = await simulate(t)
  const run = new AbortController()
  const store = {
    fact: fact({ name: 'x', needs: {}, load: () => 0 }),
    signal: run.signal,
    traffic: { requests: 0, retries: 0, bytes: 0 },
  }
  const inRun = <T>(use: () => Promise<T>): Promise<unknown> => loading.run(store, () => lease(lessor, thing, use))
  await t.rejects(
    inRun(async () => {
      run.abort(new ProbeError('interrupted', 'Ctrl-C'))
      await lessor.openstack.send(groups)
    }),
    { name: 'ProbeError', kind: 'interrupted' },
  )
  t.notOk((await listed()).includes(groupName))
  await t.rejects(
    inRun(() => Promise.resolve()),
    { name: 'ProbeError', kind: 'interrupted' },
  )
  t.notOk(existsSync(file))
})

t.test('made, but the answer is lost again and again: found by its name and deleted each time', async (t) => {
  const { lessor, thing, listed, file, simulator } = await simulate(t, { ...isPost, action: { close: true } })
  await t.rejects(
    lease(lessor, thing, () => Promise.resolve()),
    { name: 'ProbeError' },
  )
  t.notOk((await listed()).includes(groupName))
  t.equal(simulator.requests.filter(({ method }) => method === 'DELETE').length, 3)
  t.notOk(existsSync(file))
})

t.test('passing trouble while it is made: made once more, and one is left to be used', async (t) => {
  for (const action of [
    { status: 503 },
    { status: 429 },
    { status: 502 },
    { reset: true },
    { close: true },
    { truncate: true },
  ] as const) {
    const { lessor, thing, listed, file } = await simulate(t, { ...isPost, times: 1, action })
    const leased = await lease(lessor, thing, async () => (await listed()).filter((name) => name === groupName).length)
    t.same(leased, { value: 1, leftover: null }, JSON.stringify(action))
    t.notOk((await listed()).includes(groupName))
    t.notOk(existsSync(file))
  }
})

t.test('made late: looked for more than once', async (t) => {
  const { lessor, thing, listed, file } = await simulate(t)
  let looks = 0
  const late: Leasable<string> = {
    ...thing,
    create: () => Promise.reject(new ProbeError('unreachable', 'reset')),
    find: async (name) => (++looks === 2 ? [await thing.create(name)] : []),
  }
  await t.rejects(
    lease(lessor, late, () => Promise.resolve()),
    { message: 'reset' },
  )
  t.notOk((await listed()).includes(groupName))
  t.notOk(existsSync(file))
})

t.test('never made: not looked for after a refusal, looked for in vain after a lost call', async (t) => {
  for (const [action, looks] of [
    [{ status: 409 }, 0],
    [{ reset: true }, 12], // three calls, four looks after each
    [{ status: 503 }, 3],
  ] as const) {
    const { lessor, thing, file, simulator } = await simulate(t, { ...isPost, action })
    await t.rejects(
      lease(lessor, thing, () => Promise.resolve()),
      { name: /Error$/ },
    )
    t.equal(simulator.requests.filter(({ path }) => path.includes(`name=${groupName}`)).length, looks)
    t.notOk(existsSync(file))
  }
})

t.test('a deletion that fails for a while', async (t) => {
  const { lessor, thing, listed } = await simulate(t, { ...isDelete, times: 3, action: { status: 409 } })
  t.same(await lease(lessor, thing, () => Promise.resolve(1)), { value: 1, leftover: null })
  t.notOk((await listed()).includes(groupName))
})

t.test('a deletion that is refused: told, and kept in the ledger', async (t) => {
  const { lessor, thing, file } = await simulate(t, { ...isDelete, action: { status: 403 } })
  const { leftover } = await lease(lessor, thing, () => Promise.resolve())
  t.match(leftover, {
    refused: 'forbidden',
    message:
      /^the security group scs-conformance-1f-sg may be left behind: DELETE .* 403.*by hand, or with 'scs-conformance cleanup'$/,
  })
  t.match(await readLedger(file), [{ event: 'made', name: groupName }])
})

t.test('a deletion that is accepted, but does nothing', async (t) => {
  const { lessor, thing, file } = await simulate(t)
  const { leftover } = await lease(lessor, { ...thing, remove: async () => {} }, () => Promise.resolve())
  t.match(leftover, { refused: null, message: /it was deleted, but is still there/ })
  t.equal((await readLedger(file)).length, 1)
})

t.test('use and deletion both fail: both are told, with the status of the first', async (t) => {
  const { lessor, thing } = await simulate(t, { ...isDelete, action: { status: 403 } })
  const failing = lease(lessor, thing, () => lessor.openstack.send({ service: 'network', path: '/nothing' }))
  await t.rejects(failing, { status: 404, message: /GET \/nothing .*404.*; the security group .* left behind/ })
})

t.test('without a ledger nothing is made', async (t) => {
  const { lessor, thing, simulator, file } = await simulate(t)
  await fileLedger(file).record({
    event: 'made',
    kind: 'x',
    name: 'x',
    service: 'x',
    path: '/x',
    place: { projectId: null },
    id: null,
  })
  const below = { ...lessor, ledger: fileLedger(`${file}/ledger.jsonl`) }
  await t.rejects(
    lease(below, thing, () => Promise.resolve()),
    { name: 'ProbeError', kind: 'dependency', message: /^the ledger .* cannot be written .* in XDG_STATE_HOME$/ },
  )
  t.equal(simulator.requests.filter(({ service }) => service === 'network').length, 0)
})

t.test('deleted though the ledger fails after the making', async (t) => {
  const { lessor, thing, listed } = await simulate(t)
  let entries = 0
  const failing = { record: () => (++entries === 1 ? Promise.resolve() : Promise.reject(new Error('disk full'))) }
  await t.rejects(
    lease({ ...lessor, ledger: failing }, thing, () => Promise.resolve()),
    { message: /disk full/ },
  )
  t.notOk((await listed()).includes(groupName))
})
