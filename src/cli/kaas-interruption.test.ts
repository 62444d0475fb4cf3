import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import t from 'tap'
import { conformantCluster, folder, judgeCluster } from '../../testbed/cli.ts'
import { startClusterSimulator, type ClusterSimulator } from '../../testbed/simulator/kubernetes/index.ts'
import type { Report } from '../report.ts'

function ledgers(state: string): readonly string[] {
  const at = join(state, 'scs-conformance')
  return existsSync(at) ? readdirSync(at) : []
}

function leftovers(cluster: ClusterSimulator): readonly string[] {
  const found = ['namespaces', 'persistentvolumes', 'pods'].flatMap((plural) => cluster.objects(plural))
  return found.map(({ metadata }) => metadata.name).filter((name) => /^(scs-conformance|pvc)-/.test(name))
}

t.test('Ctrl-C in the middle: exit 130, a valid report, marked incomplete', async (t) => {
  await using cluster = await startClusterSimulator({
    description: conformantCluster,
    faults: [{ path: '^/api/v1/nodes', action: { delayMs: 60_000 } }],
  })
  const output = folder()
  const asked = (async () => {
    while (!cluster.requests.some(({ path }) => path.startsWith('/api/v1/nodes'))) await pause(5)
    await pause(300)
  })()
  const args = ['--output', output, '--tests', 'node-distribution|default-class']
  const { code, stderr } = await judgeCluster(cluster, args, { signal: { name: 'SIGINT', at: asked } })
  t.equal(code, 130, stderr)
  const report = JSON.parse(readFileSync(join(output, 'report.json'), 'utf8')) as Report
  t.equal(report.complete, false)
  t.match(report.results['node-distribution-check'], { verdict: 'MISS', cause: { kind: 'interrupted' } })
  t.match(report.results['scs-0211-default-class'], { verdict: 'PASS' }, 'what was decided stays')
})

t.test('Ctrl-C while something is being made, or is in use: it is deleted all the same', async (t) => {
  const moments = {
    'a namespace': { method: 'POST', path: '/namespaces$' },
    'a claim': { method: 'POST', path: '/persistentvolumeclaims$' },
    'a pod': { method: 'POST', path: '/pods$' },
    'a deletion': { method: 'DELETE', path: '/namespaces/scs-conformance' },
  }
  for (const [name, moment] of Object.entries(moments)) {
    const state = folder()
    await using cluster = await startClusterSimulator({
      description: conformantCluster,
      faults: [{ ...moment, times: 1, action: { delayMs: 1000 } }],
    })
    const asked = (async () => {
      const isIt = new RegExp(moment.path)
      while (!cluster.requests.some(({ method, path }) => method === moment.method && isIt.test(path))) await pause(5)
    })()
    const { code, stderr } = await judgeCluster(cluster, ['--tests', 'scs-0211', '--output', folder()], {
      signal: { name: 'SIGINT', at: asked },
      env: { XDG_STATE_HOME: state },
    })
    t.equal(code, 130, `${name}: ${stderr}`)
    t.strictSame(leftovers(cluster), [], name)
    t.strictSame(ledgers(state), [], 'and the ledger says so')
  }
})

t.test("the run's deadline does the same, with the exit code of what is not decided", async (t) => {
  await using cluster = await startClusterSimulator({
    description: {
      storageClasses: [{ name: 'never', isDefault: true, volumes: 'never' }],
      nodes: [{ name: 'worker' }],
    },
  })
  const { code, stdout } = await judgeCluster(cluster, ['--timeout', '4', '--format', 'json', '--tests', 'scs-0211'])
  const report = JSON.parse(stdout) as Report
  t.match({ code, complete: report.complete }, { code: 2, complete: false })
  t.match(report.results['scs-0211-read-write-once'], { verdict: 'MISS', cause: { kind: 'interrupted' } })
  t.strictSame(leftovers(cluster), [])
})
