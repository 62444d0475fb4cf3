import t from 'tap'
import { ProbeError } from './fact.ts'
import { leases, type Leasable } from './lease.ts'
import type { LedgerEntry } from './ledger.ts'

// One resource is covered with a real service in openstack/lease.test.ts; here is what several have to do with each other.

function shelf() {
  const there = new Set<string>()
  const events: string[] = []
  const entries: LedgerEntry[] = []
  const lessor = { runId: '1f2e3d4c', ledger: { record: async (entry: LedgerEntry) => void entries.push(entry) } }
  const thing = (suffix: string, more: Partial<Leasable<string>> = {}): Leasable<string> => ({
    kind: 'thing',
    suffix,
    service: 'x',
    path: '/things',
    place: { projectId: null },
    pauseMs: 1,
    cleanUpMs: 50,
    async create(name) {
      events.push(`+${suffix}`)
      there.add(name)
      return Promise.resolve(name)
    },
    idOf: (name) => name,
    find: (name) => Promise.resolve(there.has(name) ? [name] : []),
    async remove(id) {
      events.push(`-${suffix}`)
      there.delete(id)
      return Promise.resolve()
    },
    isGone: (id) => Promise.resolve(!there.has(id)),
    ...more,
  })
  return { there, events, entries, lessor, thing }
}

t.test('several are deleted in reverse order, also those of a row that broke off', async (t) => {
  const { there, events, lessor, thing } = shelf()
  const used = await leases(lessor, async (hold) => {
    const network = await hold(thing('network'))
    await hold(thing('subnet'))
    return network
  })
  t.same(used, { value: 'scs-conformance-1f2e3d4c-network', leftover: null })
  t.same(events, ['+network', '+subnet', '-subnet', '-network'])

  const broken = leases(lessor, async (hold) => {
    await hold(thing('network'))
    await hold(thing('subnet', { creations: 1, create: () => Promise.reject(new ProbeError('quota', 'no more')) }))
  })
  await t.rejects(broken, { kind: 'quota', message: 'no more' })
  t.equal(there.size, 0)
})

t.test('one that stays is told and keeps nobody else, unless it guards them', async (t) => {
  const stays = { remove: () => Promise.resolve() }
  for (const guards of [false, true]) {
    const { there, lessor, thing, entries } = shelf()
    const { leftover } = await leases(lessor, async (hold) => {
      await hold(thing('secret'))
      await hold(thing('cluster', { ...stays, guards }))
    })
    t.match(leftover, { refused: null, message: /thing scs-conformance-1f2e3d4c-cluster may be left behind/ })
    t.equal(there.has('scs-conformance-1f2e3d4c-secret'), guards)
    t.equal(entries.filter(({ event }) => event === 'gone').length, guards ? 0 : 1)
  }
  const { there, lessor, thing } = shelf()
  const lost = async (name: string) => {
    there.add(name)
    return Promise.reject(new ProbeError('unreachable', 'reset'))
  }
  await t.rejects(
    leases(lessor, async (hold) => {
      await hold(thing('secret'))
      await hold(thing('cluster', { ...stays, guards: true, create: lost }))
    }),
    { message: /^reset; the thing .*-cluster may be left behind/ },
  )
  t.ok(there.has('scs-conformance-1f2e3d4c-secret'), 'also where the answer to its making was lost')
})

t.test('kept on request: nothing is deleted, and the ledger names it', async (t) => {
  const { there, lessor, thing, entries } = shelf()
  await leases({ ...lessor, keep: true }, (hold) => hold(thing('cluster')))
  t.ok(there.has('scs-conformance-1f2e3d4c-cluster'))
  t.same(
    entries.map(({ event }) => event),
    ['planned', 'made'],
  )
})
