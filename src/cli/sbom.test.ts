import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { parse } from 'yaml'
import {
  conformantCloud,
  conformantCluster,
  folder,
  judge,
  judgeCluster,
  scsConformance,
  settings,
} from '../../testbed/cli.ts'
import { startClusterSimulator, type ClusterDescription } from '../../testbed/simulator/kubernetes/index.ts'
import { startSimulator } from '../../testbed/simulator/index.ts'
import type { Layer, Report } from '../report.ts'

// Whole runs by --provider FILE: a provider's bills of materials, held against what runs in the simulators.

const common = ['sbom', 'licences-stated', 'osi-licences', 'no-open-core'].map((name) => `scs-0008-${name}`)
const made = new Date(Date.now() - 86_400_000).toISOString().slice(0, 19)

function scopeFile(layer: Layer): string {
  const path = join(folder(), `${layer}.yaml`)
  const ids = [...common, `scs-0008-${layer}-complete`].join(', ')
  writeFileSync(
    path,
    `id: my-open-${layer}
uuid: 00000000-0000-4000-8000-000000000001
name: My open ${layer}
url: https://example.org/open
level: compatible
layer: ${layer}
testcases: [${ids}]
modules: [{ id: all, name: All, url: https://example.org/all, targets: { main: [${ids}] } }]
versions: [{ version: v1, stabilizedAt: 2024-01-01, include: [all] }]
timeline: [{ date: 2024-01-01, versions: { v1: effective } }]
`,
  )
  return path
}

/** A provider's file beside its bills, by their names. */
function provider(files: Readonly<Record<string, { readonly text: string; readonly layer?: Layer }>>): string {
  const base = folder()
  const sboms = Object.entries(files).map(([file, { layer }]) => ({ file, ...(layer ? { layer } : {}) }))
  for (const [file, { text }] of Object.entries(files)) writeFileSync(join(base, file), text)
  writeFileSync(join(base, 'provider.yaml'), JSON.stringify({ sboms }))
  return join(base, 'provider.yaml')
}

const verdicts = (report: Report) =>
  Object.fromEntries(Object.entries(report.results).map(([id, { verdict }]) => [id.replace('scs-0008-', ''), verdict]))
const passed = (layer: Layer) => ({
  sbom: 'PASS',
  'licences-stated': 'PASS',
  'osi-licences': 'PASS',
  'no-open-core': 'PASS',
  [`${layer}-complete`]: 'PASS',
})

/** Packages of Zed, which is what the simulated services show. */
const packages: Readonly<Record<string, string>> = {
  keystone: '22.0.2',
  nova: '26.3.0',
  glance: '25.1.0',
  neutron: '21.2.1',
  cinder: '21.3.2',
  barbican: '15.0.1',
  octavia: '11.0.3',
  placement: '8.0.0',
  swift: '2.30.1',
}

function cloudBill(changes: Readonly<Record<string, object | null>> = {}): string {
  const components = Object.entries(packages).flatMap(([name, version]) => {
    const change = changes[name]
    if (change === null) return []
    const purl = `pkg:deb/ubuntu/${name}-common@${version}-0ubuntu1`
    return [
      {
        type: 'application',
        name: `${name}-common`,
        version,
        purl,
        licenses: [{ license: { id: 'Apache-2.0' } }],
        ...change,
      },
    ]
  })
  return JSON.stringify({
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    metadata: {
      timestamp: `${made}Z`,
      tools: { components: [{ type: 'application', name: 'syft', version: '1.38.0' }] },
      component: { type: 'platform', name: 'cloud' },
    },
    components,
  })
}

async function runCloud(simulator: Parameters<typeof judge>[0], file: string | null, args: readonly string[] = []) {
  const output = folder()
  const named = file === null ? [] : ['--provider', file]
  const { code, stderr } = await judge(simulator, ['--scope', scopeFile('iaas'), ...named, '--output', output, ...args])
  return { code, stderr, output, report: JSON.parse(readFileSync(join(output, 'report.json'), 'utf8')) as Report }
}

t.test('IaaS: a bill of what runs passes, and is judged again offline with the same bytes', async (t) => {
  await using simulator = await startSimulator({ description: conformantCloud })
  const kaas = { text: 'not read: another layer', layer: 'kaas' } as const
  const file = provider({ 'iaas.cdx.json': { text: cloudBill(), layer: 'iaas' }, 'kaas.json': kaas })
  const { code, report, output } = await runCloud(simulator, file, ['--bundle'])
  t.strictSame(verdicts(report), passed('iaas'))
  t.equal(code, 0)
  t.match(report.results['scs-0008-sbom']?.notes, [
    /^iaas\.cdx\.json: CycloneDX 1\.6, 9 components of cloud, made at .*, by syft 1\.38\.0, sha256:/,
  ])
  t.notMatch(JSON.stringify(report), file.replace('/provider.yaml', ''), 'no folder of this machine')

  await simulator.stop()
  const again = folder()
  const judged = await scsConformance(['judge', join(output, 'report.bundle.zip'), '--output', again])
  t.match(judged, { code: 0, stdout: /all 5 judged testcases as before/ })
  t.equal(readFileSync(join(again, 'report.json'), 'utf8'), readFileSync(join(output, 'report.json'), 'utf8'))
})

t.test('IaaS: one broken thing after the other, each with its place', async (t) => {
  await using simulator = await startSimulator({ description: conformantCloud })
  const broken: readonly [Readonly<Record<string, object | null>>, string, string, RegExp][] = [
    [{ nova: null }, 'iaas-complete', 'FAIL', /service compute \(nova\).*no component has its name/],
    [
      { nova: { version: '31.0.0' } },
      'iaas-complete',
      'FAIL',
      /nova of OpenStack Zed, whose newest API.*31\.0\.0 at components\[1\] of iaas\.json \(2025\.1 Epoxy\)/,
    ],
    [
      { nova: { version: 'latest', purl: 'pkg:deb/ubuntu/nova-common' } },
      'iaas-complete',
      'DNF',
      /latest at components\[1\] of iaas\.json/,
    ],
    [
      { glance: { licenses: [] } },
      'licences-stated',
      'FAIL',
      /pkg:deb\/ubuntu\/glance-common@25\.1\.0-0ubuntu1.*it states none, at components\[2\] of iaas\.json/,
    ],
    [
      { glance: { licenses: [{ expression: 'BUSL-1.1' }] } },
      'osi-licences',
      'FAIL',
      /BUSL-1\.1 is not approved by the OSI, at components\[2\] of iaas\.json/,
    ],
    [
      { glance: { licenses: [{ license: { name: 'see LICENSE' } }] } },
      'osi-licences',
      'DNF',
      /see LICENSE.* means is not certain \(components\[2\] of iaas\.json\)/,
    ],
    [
      {
        glance: {
          components: [{ type: 'container', name: 'grafana/grafana-enterprise:11', licenses: [{ expression: 'MIT' }] }],
        },
      },
      'no-open-core',
      'FAIL',
      /Grafana Enterprise .* at components\[2\]\.components\[0\] of iaas\.json/,
    ],
  ]
  for (const [changes, id, verdict, evidence] of broken) {
    const { report } = await runCloud(simulator, provider({ 'iaas.json': { text: cloudBill(changes) } }))
    t.strictSame(verdicts(report), { ...passed('iaas'), ...verdictsOf(id, verdict, changes) }, id)
    t.match(JSON.stringify(report.results[`scs-0008-${id}`]).replaceAll('\\"', '"'), evidence, evidence.source)
  }
})

/** A component without a licence leaves open which one it has. */
function verdictsOf(id: string, verdict: string, changes: object): Readonly<Record<string, string>> {
  return { [id]: verdict, ...(JSON.stringify(changes).includes('"licenses":[]') ? { 'osi-licences': 'DNF' } : {}) }
}

t.test('IaaS: a bill that cannot be read is DNF everywhere, with file and place; none at all is MISS', async (t) => {
  await using simulator = await startSimulator({ description: conformantCloud })
  const text = cloudBill().replace('"name":"glance-common"', '"name":["glance"]')
  const { code, report } = await runCloud(simulator, provider({ 'iaas.json': { text } }))
  t.equal(code, 2)
  t.same([...new Set(Object.values(verdicts(report)))], ['DNF'])
  t.match(report.results['scs-0008-sbom']?.cause, {
    kind: 'malformed',
    message: 'iaas.json: components[2].name: a text is expected here',
    fact: 'bills of materials',
  })
  const none = await runCloud(simulator, null)
  t.same([...new Set(Object.values(verdicts(none.report)))], ['MISS'])
  t.match(none.report.results['scs-0008-sbom']?.cause, {
    kind: 'manual',
    message: /name CycloneDX or SPDX files as sboms/,
  })
})

const digest = `sha256:${'ab'.repeat(32)}`
const proxyPod = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'kube-proxy-x', namespace: 'kube-system' },
  spec: { nodeName: 'worker-1', containers: [{ name: 'kube-proxy', image: 'registry.k8s.io/kube-proxy:v1.36.6' }] },
  status: {
    phase: 'Running',
    containerStatuses: [
      {
        name: 'kube-proxy',
        image: 'registry.k8s.io/kube-proxy:v1.36.6',
        imageID: `registry.k8s.io/kube-proxy@${digest}`,
        ready: true,
        restartCount: 0,
      },
    ],
  },
}

/** An SPDX document of the cluster's images, in tag-value. */
function clusterBill(proxy: string): string {
  const images = ['kube-apiserver', 'etcd'].map(
    (name) =>
      `PackageName: registry.k8s.io/${name}\nSPDXID: SPDXRef-${name}\nPackageVersion: v1.36.6\n` +
      'PrimaryPackagePurpose: CONTAINER\nPackageLicenseConcluded: Apache-2.0\n',
  )
  return `SPDXVersion: SPDX-2.3\nDocumentName: clusters\nCreator: Tool: bom-0.6\nCreated: ${made}Z\n${images.join('')}
PackageName: kube-proxy
SPDXID: SPDXRef-kube-proxy
PackageVersion: v1.36.6
PackageLicenseConcluded: NOASSERTION
PackageLicenseDeclared: Apache-2.0
ExternalRef: PACKAGE-MANAGER purl pkg:oci/kube-proxy@${proxy.replace(':', '%3A')}?repository_url=registry.k8s.io/kube-proxy&tag=v1.36.6
`
}

t.test(
  'KaaS: images of the system by digest, judged again offline; another digest is open, another name fails',
  async (t) => {
    const described = parse(readFileSync(conformantCluster, 'utf8')) as ClusterDescription
    const description = { ...described, objects: [proxyPod] }
    await using cluster = await startClusterSimulator({ description })
    const run = async (proxy: string, name = 'kube-proxy') => {
      const output = folder()
      const text = clusterBill(proxy).replaceAll('kube-proxy', name)
      const file = provider({ 'kaas.spdx': { text, layer: 'kaas' } })
      const args = ['--scope', scopeFile('kaas'), '--provider', file, '--output', output, '--bundle']
      const { code } = await judgeCluster(cluster, args)
      return { code, output, report: JSON.parse(readFileSync(join(output, 'report.json'), 'utf8')) as Report }
    }
    const sound = await run(digest)
    t.strictSame(verdicts(sound.report), passed('kaas'))
    t.match(sound.report.results['scs-0008-kaas-complete'], {
      examined: [/etcd:v1\.36\.6$/, /kube-apiserver:v1\.36\.6$/, 'image registry.k8s.io/kube-proxy:v1.36.6'],
      notes: [/^looked at in namespaces kube-/, /etcd.* by name and tag only/, /kube-apiserver.* by name and tag only/],
    })
    const judged = await scsConformance(['judge', join(sound.output, 'report.bundle.zip')])
    t.match(judged, { code: 0, stdout: /all 5 judged testcases as before/ })

    const moved = `sha256:${'cd'.repeat(32)}`
    const open = await run(moved)
    t.strictSame(verdicts(open.report), { ...passed('kaas'), 'kaas-complete': 'DNF' })
    t.match(open.report.results['scs-0008-kaas-complete']?.cause, {
      kind: 'dependency',
      message: new RegExp(
        `^image registry.k8s.io/kube-proxy:v1.36.6 runs as ${digest}, and the bill has ${moved}, which is`,
      ),
    })

    const other = await run(moved, 'kube-router')
    t.equal(other.code, 1)
    t.strictSame(verdicts(other.report), { ...passed('kaas'), 'kaas-complete': 'FAIL' })
    t.match(other.report.results['scs-0008-kaas-complete']?.violations, [
      {
        subject: 'image registry.k8s.io/kube-proxy:v1.36.6',
        actual: `it is in none (${digest}); it runs in kube-system/kube-proxy-x`,
      },
    ])
  },
)

t.test('KaaS: a user who may not see the pods of kube-system decides nothing', async (t) => {
  await using cluster = await startClusterSimulator({ description: conformantCluster })
  const file = provider({ 'kaas.spdx': { text: clusterBill(digest) } })
  const args = ['--scope', scopeFile('kaas'), '--provider', file, '--format', 'json']
  const { stdout } = await judgeCluster(cluster, args, { context: 'nobody' })
  const report = JSON.parse(stdout) as Report
  t.match(report.results['scs-0008-kaas-complete'], { verdict: 'DNF', cause: { kind: 'forbidden' } })
})

t.test('check prints the lines of an official scope', async (t) => {
  await using simulator = await startSimulator({ description: conformantCloud })
  const file = provider({ 'iaas.json': { text: cloudBill({ glance: { licenses: [] } }) } })
  const ids = [...common, 'scs-0008-iaas-complete']
  const { code, stdout } = await scsConformance(['check', '-c', 'testbed', '--provider', file, ...ids], {
    env: settings(simulator.cloudsYaml()),
  })
  t.equal(code, 1)
  t.same(stdout.trim().split('\n').toSorted(), [
    'scs-0008-iaas-complete: PASS',
    'scs-0008-licences-stated: FAIL',
    'scs-0008-no-open-core: PASS',
    'scs-0008-osi-licences: ABORT',
    'scs-0008-sbom: PASS',
  ])
})

t.test('explain tells what each demands, why and how to mend it', async (t) => {
  for (const id of [...common, 'scs-0008-iaas-complete', 'scs-0008-kaas-complete']) {
    const { code, stdout } = await scsConformance(['explain', id])
    t.equal(code, 0)
    t.match(
      stdout,
      /Demands .*Why .*To mend .*scs-0008-v1-oss-health#(four-opens|security).*by this version.*bills of materials/s,
      id,
    )
  }
})
