import t from 'tap'
import { managementCluster } from '../../testbed/management-cluster.ts'
import type { LedgerEntry } from '../ledger.ts'
import type { Call } from './client.ts'
import { lease, leases, removeObject } from './lease.ts'

const namespaces = '/api/v1/namespaces'

function lessee() {
  const { kubernetes, objects, writes } = managementCluster()
  const entries: LedgerEntry[] = []
  const lessor = {
    kubernetes,
    runId: '1f2e3d4c',
    ledger: { record: async (entry: LedgerEntry) => void entries.push(entry) },
  }
  const thing = (kind: string, path: string, suffix: string) => ({
    kind,
    path,
    suffix,
    pauseMs: 1,
    create: async (name: string) =>
      void (await kubernetes.send({ method: 'PATCH', path: `${path}/${name}`, body: { metadata: { name } } })),
  })
  return { lessor, thing, objects, writes, entries }
}

t.test('made, used and deleted; the ledger says on which cluster', async (t) => {
  const { lessor, thing, objects, entries } = lessee()
  const name = 'scs-conformance-1f2e3d4c-e2e'
  const leased = await lease(lessor, thing('namespace', namespaces, 'e2e'), async (made) => {
    t.ok(objects.has(`${namespaces}/${name}`))
    return Promise.resolve(made)
  })
  t.same(leased, { value: name, leftover: null })
  t.equal(objects.size, 0)
  const place = { server: 'https://management.test:6443', context: 'management' }
  t.match(entries, [{ event: 'planned', place }, { event: 'made', id: name }, { event: 'gone' }])
})

t.test('several, in reverse order', async (t) => {
  const { lessor, thing, writes } = lessee()
  await leases(lessor, async (hold) => {
    const namespace = await hold(thing('namespace', namespaces, 'e2e'))
    await hold(thing('secret', `${namespaces}/${namespace}/secrets`, 'key'))
  })
  t.match(writes, [/PATCH .*e2e$/, /PATCH .*key$/, /DELETE .*key$/, /DELETE .*e2e$/])
})

t.test('all that belongs to an object goes first, but Cluster API does that by itself', async (t) => {
  const sent: Call[] = []
  const { lessor } = lessee()
  const kubernetes = {
    ...lessor.kubernetes,
    send: async (call: Call) => {
      sent.push(call)
      return Promise.resolve({ status: 200, headers: {}, body: null })
    },
  }
  await removeObject(kubernetes, namespaces, 'n')
  await removeObject(kubernetes, '/apis/cluster.x-k8s.io/v1beta2/namespaces/n/clusters', 'c')
  await removeObject(kubernetes, '/apis/infrastructure.cluster.x-k8s.io/v1beta1/namespaces/n/openstackclusters', 'c')
  t.match(
    sent.map(({ query }) => query),
    [{ propagationPolicy: 'Foreground' }, {}, {}],
  )
  t.same(sent[1]?.query, {})
})
