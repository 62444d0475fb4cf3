import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import t from 'tap'
import { conformantCluster, folder, judgeCluster, scsConformance } from '../../testbed/cli.ts'
import { startClusterSimulator } from '../../testbed/simulator/kubernetes/index.ts'
import type { Report } from '../report.ts'

const nodes = { path: '^/api/v1/nodes' }

t.test('every way to log in gives the same verdict', async (t) => {
  await using cluster = await startClusterSimulator({ description: conformantCluster })
  for (const context of ['admin', 'reader', 'runner', 'exec', 'token-file'] as const) {
    const { stdout } = await judgeCluster(cluster, ['--format', 'lines', '--tests', 'node-distribution'], { context })
    t.match(stdout, /^node-distribution-check: PASS$/m, context)
  }
})

t.test('a token that expires in the middle: a new one where there is a way to one, else DNF', async (t) => {
  for (const [context, verdict] of [
    ['exec', 'PASS'],
    ['token-file', 'PASS'],
    ['reader', 'DNF'],
  ] as const) {
    await using simulator = await startClusterSimulator({
      description: conformantCluster,
      faults: [{ ...nodes, times: 1, action: { delayMs: 1500 } }],
    })
    const running = judgeCluster(simulator, ['--format', 'json', '--tests', 'node-distribution'], { context })
    while (!simulator.requests.some(({ path }) => path.startsWith('/api/v1/nodes'))) await pause(5)
    simulator.expireTokens()
    const { results } = JSON.parse((await running).stdout) as Report
    t.match(
      results['node-distribution-check'],
      { verdict, ...(verdict === 'DNF' ? { cause: { kind: 'auth' } } : {}) },
      context,
    )
  }
})

t.test('a kubeconfig whose credentials are refused: DNF, and a word on what to mend', async (t) => {
  await using cluster = await startClusterSimulator({ description: conformantCluster })
  cluster.expireTokens()
  const kubeconfig = join(folder(), 'kubeconfig')
  cluster.writeKubeconfig(kubeconfig, 'reader')
  cluster.expireTokens()
  const { code, stdout } = await scsConformance(['check', '-k', kubeconfig, 'node-distribution-check'])
  t.equal(stdout, 'node-distribution-check: ABORT\n')
  t.equal(code, 2)
  const doctor = await scsConformance(['doctor', '-k', kubeconfig])
  t.match(doctor, { code: 2, stdout: /failed +authentication +the API server does not accept the token \(expired/ })
})
