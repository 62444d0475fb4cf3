import { chmodSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { conformantCloud, conformantCluster, folder, scsConformance, seededCloud } from '../../testbed/cli.ts'
import { startSimulator } from '../../testbed/simulator/index.ts'
import { startClusterSimulator } from '../../testbed/simulator/kubernetes/index.ts'
import { officialReport } from '../official-report.ts'
import type { Report } from '../report.ts'
import { parseAllDocuments } from 'yaml'

const good = await startSimulator({ description: conformantCloud })
const bad = await startSimulator({ description: seededCloud })
const cluster = await startClusterSimulator({ description: conformantCluster })
t.teardown(() => Promise.all([good, bad, cluster].map((one) => one[Symbol.asyncDispose]())))

const home = folder()
writeFileSync(join(home, 'good.yaml'), good.cloudsYaml())
writeFileSync(join(home, 'bad.yaml'), bad.cloudsYaml())
cluster.writeKubeconfig(join(home, 'cluster.kubeconfig'), 'admin')

t.setTimeout(300_000) // many runs, each in a process of its own

let outputs = 0
async function run(subjects: string, args: readonly string[] = []) {
  const output = `out${++outputs}`
  writeFileSync(join(home, 'subjects.yaml'), subjects)
  const result = await scsConformance(
    ['run', '--config', 'subjects.yaml', '--output', output, '--date', '2026-10-01', ...args],
    { cwd: home },
  )
  const report = (path: string) => JSON.parse(readFileSync(join(home, output, path), 'utf8')) as Report
  return { ...result, report, output: join(home, output) }
}

const fleet = `
templates:
  iaas: { cloud: testbed, layer: iaas, readOnly: true, groups: [clouds] }
subjects:
  gx-good: { templates: [iaas], cloudsFile: good.yaml }
  gx-bad: { templates: [iaas], cloudsFile: bad.yaml, redacted: true }
  gx-away: { templates: [iaas], cloud: nowhere, cloudsFile: good.yaml }
  kube: { kubeconfigs: [cluster.kubeconfig], readOnly: true, groups: [clusters] }
presets:
  default: { groups: [clouds, clusters] }
  small: { subjects: [gx-good], workers: 1 }
workers: 2
`

t.test('each subject has its own report, whatever becomes of the others', async (t) => {
  const { code, stdout, stderr, report, output } = await run(fleet, [
    '--tests',
    'scs-01(00|02)|version-policy',
    '--format',
    'scs-yaml,junit',
  ])
  t.equal(code, 64, 'one of them has no cloud')
  t.match(report('gx-good/report.json'), { subject: 'gx-good', complete: true, layer: 'iaas' })
  t.equal(report('gx-bad/report.json').results['scs-0100-syntax-check']?.verdict, 'FAIL')
  t.match(report('kube/report.json'), { subject: 'kube', layer: 'kaas' })
  t.notOk(existsSync(join(output, 'gx-away/report.json')))
  t.match(stderr, /^\[\d\/4\] gx-away: .*nowhere/m)
  t.match(stderr, /^\[\d\/4\] gx-good: SCS-compatible IaaS v\S+ \w+ \(\d+ s\)$/m)
  t.match(stdout, /^gx-away +.*nowhere/m)
  t.match(stdout, /^gx-bad +SCS-compatible IaaS \S+ FAIL +PASS \d+, FAIL \d+/m)
  const official = parseAllDocuments(readFileSync(join(output, 'reports.yaml'), 'utf8'))
  t.same(
    (official as { toJS(): unknown }[]).map((one) => officialReport(one.toJS())?.subject),
    ['gx-good', 'gx-bad', 'kube'],
  )
  const shared = report('gx-bad/report.shared.json')
  t.ok(shared.redaction)
  t.ok(existsSync(join(output, 'gx-bad/report.json.redaction')))
  t.ok(existsSync(join(output, 'gx-good/report.xml')))
})

t.test('presets, single subjects, and what is not there', async (t) => {
  const small = await run(fleet, ['--preset', 'small', '--tests', 'scs-0100', '--quiet'])
  t.match(small, { code: 2, stderr: '' })
  t.same(readdirSync(small.output), ['gx-good'])
  const named = await run(fleet, ['--subject', 'gx-bad', '--subject', 'gx-good', '--tests', 'scs-0100'])
  t.equal(named.code, 1, 'the worst of both')
  t.same(readdirSync(named.output).toSorted(), ['gx-bad', 'gx-good'])
  for (const [args, stderr] of [
    [['--preset', 'smal'], /--preset smal: .*no such preset \(did you mean small\?\); it has default, small/],
    [['--subject', 'gx-god'], /--subject gx-god: .*no such subject \(did you mean gx-good\?\)/],
    [['--os-cloud', 'testbed'], /--os-cloud: goes not with --config/],
    [['--bundle', 'x.zip'], /--bundle x\.zip: several subjects make several bundles/],
    [['--workers', '0'], /--workers/],
  ] as const) {
    t.match(await run(fleet, args), { code: 64, stderr })
  }
  t.match(await scsConformance(['run', '--config', 'subjects.yaml'], { cwd: home }), { code: 64, stderr: /--output/ })
  t.match(await scsConformance(['run', '--preset', 'x']), { code: 64, stderr: /--preset: .*--config/ })
  t.match(await scsConformance(['run', '--subject', 'a', '--subject', 'b']), {
    code: 64,
    stderr: /--subject b: one run/,
  })
})

t.test(
  'a cloud that does not answer costs the others nothing, nor does one that is too much for its memory',
  async (t) => {
    await using slow = await startSimulator({ description: conformantCloud, latencyMs: 60_000 })
    writeFileSync(join(home, 'slow.yaml'), slow.cloudsYaml())
    const both = `subjects:
  slow: { cloud: testbed, layer: iaas, cloudsFile: slow.yaml, readOnly: true, timeoutS: 3 }
  good: { cloud: testbed, layer: iaas, cloudsFile: good.yaml, readOnly: true, memoryMiB: 512 }
`
    const { code, report } = await run(both, ['--tests', 'scs-0100'])
    t.equal(code, 2)
    t.match(report('good/report.json').results['scs-0100-syntax-check'], { verdict: 'PASS' })
    t.match(report('slow/report.json'), { complete: false })
    t.not(report('slow/report.json').results['scs-0100-syntax-check']?.verdict, 'PASS')
  },
)

t.test('Ctrl-C ends all of them in good order; what was finished is there', async (t) => {
  await using slow = await startSimulator({ description: conformantCloud, latencyMs: 60_000 })
  writeFileSync(join(home, 'slow.yaml'), slow.cloudsYaml())
  writeFileSync(
    join(home, 'two.yaml'),
    `workers: 1
subjects:
  good: { cloud: testbed, layer: iaas, cloudsFile: good.yaml, readOnly: true }
  slow: { cloud: testbed, layer: iaas, cloudsFile: slow.yaml, readOnly: true }
  never: { cloud: testbed, layer: iaas, cloudsFile: good.yaml, readOnly: true }
`,
  )
  const args = ['run', '--config', 'two.yaml', '--output', 'cut', '--tests', 'scs-0100']
  const asked = new Promise<void>((resolve) => {
    const look = setInterval(() => {
      if (slow.requests.length === 0) return
      clearInterval(look)
      resolve()
    }, 50)
    t.teardown(() => clearInterval(look))
  })
  const { code, stderr } = await scsConformance(args, { cwd: home, signal: { name: 'SIGINT', at: asked } })
  t.equal(code, 130)
  t.match(stderr, /never: was not begun/)
  const report = (name: string) => JSON.parse(readFileSync(join(home, 'cut', name, 'report.json'), 'utf8')) as Report
  t.match(report('good'), { complete: true })
  t.match(report('slow'), { complete: false })
})

t.test('secrets come by a file that only its owner may read, and are in no log', async (t) => {
  const text = good.cloudsYaml()
  const password = /password: "?([^"\n]+)/.exec(text)?.[1] ?? ''
  t.ok(password.length > 4)
  writeFileSync(join(home, 'none.yaml'), 'clouds: {}\n')
  const user = /username: "?([^"\n]+)/.exec(text)?.[1] ?? ''
  const project = /project_name: "?([^"\n]+)/.exec(text)?.[1] ?? ''
  const variables = [
    `OS_AUTH_URL=${good.authUrl}`,
    `OS_USERNAME=${user}`,
    `OS_PASSWORD=${password}`,
    `OS_PROJECT_NAME=${project}`,
    'OS_USER_DOMAIN_NAME=Default',
    'OS_PROJECT_DOMAIN_NAME=Default',
  ]
  writeFileSync(join(home, 'secrets.env'), `${variables.join('\n')}\n`, { mode: 0o644 })
  const subjects = `subjects:
  secretive: { cloud: envvars, layer: iaas, cloudsFile: none.yaml, environmentFile: secrets.env, readOnly: true }
`
  t.match(await run(subjects, ['--tests', 'scs-0100']), { code: 64, stderr: /secrets\.env: others may read it/ })
  chmodSync(join(home, 'secrets.env'), 0o600)
  const { code, report, output } = await run(subjects, ['--tests', 'scs-0100', '--verbose'])
  t.equal(code, 2)
  t.equal(report('secretive/report.json').results['scs-0100-syntax-check']?.verdict, 'PASS')
  t.notMatch(readFileSync(join(output, 'secretive/run.log'), 'utf8'), password)
})

t.test('sections have their days; --section .auto is that of the official runner', async (t) => {
  const never = new Date(Date.now() + 3 * 86_400_000).toLocaleDateString('en', { weekday: 'long', timeZone: 'UTC' })
  const subjects = `subjects:
  good: { cloud: testbed, layer: iaas, cloudsFile: good.yaml, readOnly: true, sections: [{ run: [light], on: ${never} }] }
`
  t.match(await run(subjects), { code: 0, stderr: /nothing to do/ })
  const { report } = await run(subjects, ['--section', '.auto', '--tests', 'scs-0100'])
  t.equal(report('good/report.json').results['scs-0100-syntax-check']?.verdict, 'PASS')
})

t.test('the configuration of the official runner', async (t) => {
  const scope = `${import.meta.dirname}/../../standards/scopes/scs-compatible-iaas.yaml`
  writeFileSync(
    join(home, 'config.toml'),
    `[secrets]
keyfile = "key"
[presets.default]
scopes = ["scs-compatible-iaas"]
subjects = ["testbed"]
workers = 2
[scopes.scs-compatible-iaas]
spec = "${scope}"
[subjects._.mapping]
os_cloud = "{subject}"
kubeconfig = "{subject}/kubeconfig.yaml"
`,
  )
  const env = { OS_CLIENT_CONFIG_FILE: join(home, 'good.yaml') }
  const args = ['run', '--config', 'config.toml', '--output', 'official', '--tests', 'scs-0100', '--read-only']
  const { code, stderr } = await scsConformance(args, { cwd: home, env })
  t.equal(code, 2)
  t.match(stderr, /note: config\.toml: \[secrets\] is for submit/)
  t.match(JSON.parse(readFileSync(join(home, 'official/testbed/report.json'), 'utf8')), { subject: 'testbed' })
})
