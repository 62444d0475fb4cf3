import { existsSync, mkdirSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { folder } from '../../testbed/cli.ts'
import { managementCluster } from '../../testbed/management-cluster.ts'
import type { OpenLedger } from '../ledger-folder.ts'
import { fileLedger, readLedger, type LedgerEntry } from '../ledger.ts'
import { redactor } from '../redact.ts'
import { sweep } from '../sweep.ts'
import { gatherRemnants, type GatherOptions } from './remnants.ts'

// The command as a whole is in cleanup.test.ts and provisioned-run.test.ts; here is what needs ledgers of a special kind.

const runId = '1f2e3d4c'
const management = { server: 'https://management.test:6443', context: 'management' }
const options: GatherOptions = { redactor: redactor(), onLine: () => {} }

function entry(more: Partial<LedgerEntry>): LedgerEntry {
  const name = `scs-conformance-${runId}-x`
  return {
    event: 'made',
    kind: 'thing',
    name,
    service: 'kubernetes',
    path: '/things',
    place: management,
    id: name,
    ...more,
  }
}

async function ledgerWith(...entries: readonly LedgerEntry[]): Promise<OpenLedger> {
  const path = join(folder(), `${runId}.jsonl`)
  for (const one of entries) await fileLedger(path).record(one)
  return { path, runId, run: null, entries: await readLedger(path), state: 'ended' }
}

t.test('what was made on a cluster that the run has provisioned goes with the cluster', async (t) => {
  const { kubernetes, objects, writes } = managementCluster()
  const path = '/apis/cluster.x-k8s.io/v1beta2/namespaces/org/clusters'
  const name = `scs-conformance-${runId}-k1`
  objects.set(`${path}/${name}`, { metadata: { name } })
  const server = 'https://provisioned.test:6443'
  const ledger = await ledgerWith(
    entry({ kind: 'Cluster', name, path, serves: [server, management.server] }),
    entry({ kind: 'namespace', path: '/api/v1/namespaces', place: { server, context: 'c' } }),
  )
  const { remnants, kept } = await gatherRemnants([ledger], { clouds: [], clusters: [kubernetes] }, options)
  t.same(kept, [])
  t.match(remnants, [{ kind: 'Cluster', name, guards: true }])
  t.equal(remnants.length, 1)
  await sweep(remnants, { signal: new AbortController().signal, pauseMs: 1 })
  t.same(writes, [`DELETE ${path}/${name}`])
  t.same(await readLedger(ledger.path), [])
})

t.test('a ledger is believed only what a run can have made', async (t) => {
  const other = { machine: 'another' }
  const here = { machine: hostname() }
  const ledger = await ledgerWith(
    entry({ name: 'kube-system', path: '/api/v1/namespaces' }),
    entry({ name: 'scs-conformance-aaaaaaaa-x' }),
    entry({ service: 'local', path: '/', place: other }),
    entry({ service: 'command', path: 'p.yaml', place: here }),
    entry({ place: { server: 'https://unknown.test', context: 'u' } }),
    entry({ service: 'x', place: { projectId: 'p' } }),
  )
  const { kubernetes } = managementCluster()
  const { remnants, kept } = await gatherRemnants([ledger], { clouds: [], clusters: [kubernetes] }, options)
  t.same(remnants, [])
  t.match(
    kept.map(({ why }) => why),
    [
      /in project p of the cloud, which was not opened: --os-cloud NAME/,
      /on the cluster https:\/\/unknown.test, which was not opened: --kubeconfig FILE --context u/,
      /does not say how it is deleted/,
      /it is on another; clean up there/,
      /does not belong to run 1f2e3d4c/,
      /does not belong to run 1f2e3d4c/,
    ],
  )
})

t.test('the folder of a kubeconfig, and no folder but that', async (t) => {
  const temporary = folder()
  const name = `scs-conformance-${runId}-kubeconfig`
  for (const one of [name, 'mine']) mkdirSync(join(temporary, one))
  const local = {
    service: 'local',
    path: temporary,
    place: { machine: hostname() },
    id: null,
    event: 'planned',
  } as const
  const ledger = await ledgerWith(entry({ ...local, name }), entry({ ...local, name: `../${name}/../mine` }))
  const { remnants } = await gatherRemnants([ledger], { clouds: [], clusters: [] }, options)
  const swept = await sweep(remnants, { signal: new AbortController().signal })
  t.ok(swept.every(({ outcome }) => outcome === 'gone'))
  t.notOk(existsSync(join(temporary, name)))
  t.ok(existsSync(join(temporary, 'mine')))
})
