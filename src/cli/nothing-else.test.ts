import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { conformantCloud, conformantCluster, folder, scsConformance, settings } from '../../testbed/cli.ts'
import { startClusterSimulator } from '../../testbed/simulator/kubernetes/index.ts'
import { startSimulator } from '../../testbed/simulator/index.ts'

// Promise 6 of the design: no network but the subject. Every other address, every name lookup and every other program is
// refused and written down in these runs.

const guard = new URL('../../testbed/only-subject.ts', import.meta.url).href

async function guarded(subjects: readonly string[], args: readonly string[], env: Record<string, string> = {}) {
  const log = join(folder(), 'log')
  const result = await scsConformance(args, {
    env: {
      HOME: folder(),
      XDG_STATE_HOME: folder(),
      ...env,
      NODE_OPTIONS: `--import=${guard}`,
      ONLY_SUBJECT_ALLOWED: subjects.map((url) => new URL(url).host).join(','),
      ONLY_SUBJECT_LOG: log,
    },
  })
  const lines = existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n') : []
  return { ...result, contacted: [...new Set(lines)].toSorted() }
}

t.test('a default run on a cluster contacts its API server only', async (t) => {
  await using cluster = await startClusterSimulator({ description: conformantCluster })
  const kubeconfig = join(folder(), 'kubeconfig')
  cluster.writeKubeconfig(kubeconfig)
  const { host } = new URL(cluster.url)
  const { code, stdout, contacted } = await guarded([cluster.url], ['run', '-k', kubeconfig, '--quiet'])
  t.match({ code, stdout }, { code: 2, stdout: /admin .*SCS-compatible KaaS/ })
  t.strictSame(contacted, [`allowed ${host}`])
  t.ok(cluster.requests.length > 50, `${cluster.requests.length} requests`)

  const doctor = await guarded([cluster.url], ['doctor', '-k', kubeconfig])
  t.strictSame(doctor.contacted, [`allowed ${host}`])
})

t.test('a default run on a cloud contacts its services only', async (t) => {
  await using cloud = await startSimulator({ description: conformantCloud })
  const args = ['run', '--os-cloud', 'testbed', '--quiet', '--output', folder(), '--format', 'html,junit']
  const { code, contacted } = await guarded([cloud.url], args, settings(cloud.cloudsYaml()))
  t.equal(code, 0)
  t.strictSame(contacted, [`allowed ${new URL(cloud.url).host}`])
})

t.test('a cluster and the cloud behind it', async (t) => {
  await using cluster = await startClusterSimulator({ description: conformantCluster })
  await using cloud = await startSimulator({ description: conformantCloud })
  const kubeconfig = join(folder(), 'kubeconfig')
  cluster.writeKubeconfig(kubeconfig)
  const subjects = [cluster.url, cloud.url]
  const args = ['run', '-k', kubeconfig, '--os-cloud', 'testbed', '--quiet', '--tests', 'node-distribution|0214']
  const { contacted } = await guarded(subjects, args, settings(cloud.cloudsYaml()))
  t.strictSame(contacted, subjects.map((url) => `allowed ${new URL(url).host}`).toSorted())
})

t.test('commands that need no subject contact nobody', async (t) => {
  for (const args of [
    ['plan'],
    ['plan', '--layer', 'kaas'],
    ['list'],
    ['explain', 'scs-0100-syntax-check'],
    ['data', 'list'],
  ]) {
    const { code, contacted } = await guarded([], args)
    t.equal(code, 0, args.join(' '))
    t.strictSame(contacted, [], args.join(' '))
  }
})

t.test('the guard itself: what a suite tries behind our back is seen and refused', async (t) => {
  await using cluster = await startClusterSimulator({ description: {} })
  const at = folder()
  const kubeconfig = join(at, 'kubeconfig')
  cluster.writeKubeconfig(kubeconfig)
  const suite = join(at, 'suite.mjs')
  const { fact, check } = Object.fromEntries(
    ['fact', 'check'].map((name) => [name, fileURLToPath(new URL(`../${name}.ts`, import.meta.url))]),
  )
  writeFileSync(
    suite,
    `import { fact } from '${fact}'
    import { check } from '${check}'
    import { execFile } from 'node:child_process'
    import { lookup } from 'node:dns/promises'
    const tries = {
      fetched: () => fetch('http://127.0.0.1:10009/'),
      named: () => fetch('http://elsewhere.example/'),
      looked: () => lookup('elsewhere.example'),
      ran: () => new Promise((resolve, reject) => execFile('curl', ['x'], (error) => (error ? reject(error) : resolve()))),
    }
    const one = ([id, act]) => check({
      id, title: 'T', section: 'scs-0000-v1#x',
      needs: { tried: fact({ name: id, needs: {}, load: () => act().then(() => 'reached', (e) => 'refused') }) },
      judge: ({ tried }) => ({ examined: [id], violations: [], notes: [tried] }),
    })
    export const suite = { id: 'elsewhere', checks: Object.entries(tries).map(one) }`,
  )
  const ids = ['fetched', 'named', 'looked', 'ran']
  const { stderr, contacted } = await guarded(
    [cluster.url],
    ['check', '-k', kubeconfig, '--suite', suite, '--', ...ids],
  )
  t.notMatch(stderr, /reached/)
  t.strictSame(
    contacted.filter((line) => line.startsWith('refused')),
    [
      'refused 127.0.0.1:10009',
      'refused elsewhere.example:80',
      'refused name elsewhere.example',
      'refused program curl',
    ],
  )
})
