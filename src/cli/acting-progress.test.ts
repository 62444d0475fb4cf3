import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { conformantCluster, folder, scsConformance, settings } from '../../testbed/cli.ts'
import { startSimulator } from '../../testbed/simulator/index.ts'
import { startClusterSimulator } from '../../testbed/simulator/kubernetes/index.ts'

// What acts gives signs of life while it does. Those of a project are in acting.test.ts, the e2e tests in e2e-run.test.ts.

t.test('on a cluster', async (t) => {
  await using cluster = await startClusterSimulator({ description: conformantCluster })
  const kubeconfig = join(folder(), 'kubeconfig')
  cluster.writeKubeconfig(kubeconfig, 'admin')
  const env = { HOME: folder(), XDG_STATE_HOME: folder() }
  const tests = ['--tests', '^scs-02(11-read-write-once|17-pod-security-admission)$']
  const { stderr } = await scsConformance(['run', '-k', kubeconfig, ...tests, '--output', folder()], { env })
  for (const suffix of ['volume', 'bare', 'baseline'])
    for (const doing of ['making', 'deleting'])
      t.match(stderr, new RegExp(`^${doing} the namespace scs-conformance-[0-9a-f]{8}-${suffix} …$`, 'm'))
  t.match(stderr, /^waiting for the volume of the trial to be deleted …$/m)
})

t.test('as two domain managers', async (t) => {
  await using simulator = await startSimulator({ description: {} })
  const managers = join(folder(), 'managers.yaml')
  writeFileSync(managers, 'domains: [{ cloud: testbed-manager-a }, { cloud: testbed-manager-b }]')
  const env = { ...settings(simulator.cloudsYaml()), XDG_STATE_HOME: folder() }
  const args = ['run', '--os-cloud', 'testbed', '--tests', '^domain-manager-check$', '--domain-managers', managers]
  const { stderr } = await scsConformance([...args, '--output', folder()], { env })
  for (const kind of ['user', 'project', 'group'])
    for (const doing of ['making', 'deleting'])
      t.match(stderr, new RegExp(`^${doing} the ${kind} scs-conformance-`, 'm'))
})
