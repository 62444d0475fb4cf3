import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { conformantCloud, folder, scsConformance, settings } from '../../testbed/cli.ts'
import { conformantProvider, seededProvider } from '../../testbed/judge-provider.ts'
import { startSimulator } from '../../testbed/simulator/index.ts'
import { startProviderSimulator } from '../../testbed/simulator/provider/index.ts'

// What a provider publishes, judged from the command line with the file of --provider.

const statusPage = ['scs-0402-status-page', 'scs-0402-public', 'scs-0402-incidents', 'scs-0402-severities']

async function check(description: string, ids: readonly string[], more: object = {}) {
  await using simulator = await startProviderSimulator({ description })
  const file = join(folder(), 'provider.yaml')
  simulator.writeProviderYaml(file, more)
  return await withFile(file, ids)
}

async function withFile(file: string | undefined, ids: readonly string[]) {
  await using cloud = await startSimulator({ description: conformantCloud })
  const env = { ...settings(cloud.cloudsYaml()), PROMETHEUS_TOKEN: 'nordwind-7c1f0a', STATUS_TOKEN: 'cAnary-status' }
  return await scsConformance(['check', '-c', 'testbed', ...(file === undefined ? [] : ['--provider', file]), ...ids], {
    env,
  })
}

t.test(
  'a provider that keeps its customers informed: on loopback nothing is public, all else is as it should be',
  async (t) => {
    const { stdout } = await check(conformantProvider, statusPage)
    t.equal(
      stdout,
      'scs-0402-status-page: PASS\nscs-0402-public: FAIL\nscs-0402-incidents: PASS\nscs-0402-severities: PASS\n',
    )
  },
)

t.test('one on bad days, read with a token', async (t) => {
  const { stdout, stderr, code } = await check(seededProvider, statusPage, { tokenVariable: 'STATUS_TOKEN' })
  t.equal(stdout, statusPage.map((id) => `${id}: FAIL\n`).join(''))
  t.equal(code, 1)
  t.match(stderr, 'GET /components at /data/1/displayName')
  t.match(stderr, /answers 401/)
  t.match(stderr, /severities limited, degraded/)
  t.match(stderr, /91 to 100 belong to none/)
  t.match(stderr, /a maintenance with start and end/)
  t.notMatch(stderr, 'cAnary')
})

t.test('without a file, and with one that names nothing of it, it is for an attestation', async (t) => {
  const none = await withFile(undefined, statusPage)
  t.match(none, { code: 2, stdout: '', stderr: /no status page is handed in: name its API by statusPage/ })
  const file = join(folder(), 'provider.yaml')
  writeFileSync(file, 'reports: [.]\n')
  t.match(await withFile(file, statusPage), { code: 2, stdout: '' })
})

t.test('a file that cannot be used is told of before anything is done', async (t) => {
  const file = join(folder(), 'provider.yaml')
  writeFileSync(file, 'statusPage:\n  url: https://user:cAnary@status.example\n')
  const { code, stderr } = await withFile(file, ['scs-0402-incidents'])
  t.equal(code, 64)
  t.match(stderr, /provider.yaml:2: statusPage.url: must be a URL/)
  t.notMatch(stderr, 'cAnary')
})
