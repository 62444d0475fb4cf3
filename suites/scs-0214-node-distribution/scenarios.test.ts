import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import type { Report } from '../../src/report.ts'
import { judge } from '../../src/engine.ts'
import type { Node } from '../../src/kubernetes/resources.ts'
import { folder, scsConformance, settings } from '../../testbed/cli.ts'
import { loadScenario, nodeManifests } from '../../testbed/kubernetes/scenario.ts'
import { controlPlaneHosts } from './control-plane-hosts.ts'
import { controlPlaneQuorum } from './control-plane-quorum.ts'
import { labels as labelsCheck } from './labels.ts'
import { nodeDistributionCheck } from './node-distribution-check.ts'
import { server, serverId, serversSeen } from './sample.ts'

/**
 * The scenarios of testbed/kubernetes, judged by facts that say the same, and, where SCS_TESTBED_KUBECONFIG and
 * SCS_TESTBED_CLOUDS name testbed/kubernetes and testbed/openstack, the whole way: nodes of a real API server whose servers
 * a real Nova has. That replaces the fake nodes of the cluster, and leaves those of all-distinct, so nothing else may look
 * at the cluster meanwhile.
 */
const kubeconfig = process.env['SCS_TESTBED_KUBECONFIG']
const clouds = process.env['SCS_TESTBED_CLOUDS']

const hosts = 'scs-0214-control-plane-hosts'
const quorum = 'scs-0214-control-plane-quorum'
const labels = 'scs-0214-labels'
const whole = 'node-distribution-check'

interface Case {
  readonly scenario: string
  /** Entry of clouds.yaml that is named; none if absent. */
  readonly cloud?: string
  /** Verdicts of hosts, quorum, labels and the MUST parts together. */
  readonly verdicts: readonly [hosts: string, quorum: string, labels: string, whole: string]
  /** What the report says of hosts. */
  readonly says?: RegExp
}

const [distinct, region, oneHost] = ['openstack-distinct', 'openstack-region', 'openstack-one-host']
const byLabel: readonly Case[] = [
  { scenario: 'all-distinct', verdicts: ['PASS', 'PASS', 'PASS', 'PASS'] },
  { scenario: 'two-control-planes-on-one-host', verdicts: ['PASS', 'FAIL', 'PASS', 'PASS'] },
  {
    scenario: 'one-host',
    verdicts: ['FAIL', 'FAIL', 'PASS', 'FAIL'],
    says: /3 nodes, all on host A: node control-plane-1/,
  },
  { scenario: 'missing-labels', verdicts: ['PASS', 'PASS', 'FAIL', 'FAIL'] },
  { scenario: 'single-node', verdicts: ['FAIL', 'FAIL', 'PASS', 'FAIL'], says: /one node: node single/ },
  {
    scenario: 'hidden-control-plane',
    verdicts: ['MISS', 'MISS', 'PASS', 'MISS'],
    says: /shows no node of its control plane.*attest/,
  },
  { scenario: 'no-host-evidence', verdicts: ['MISS', 'MISS', 'PASS', 'MISS'], says: /--os-cloud.*attest/ },
]
const byNova: readonly Case[] = [
  {
    scenario: distinct,
    cloud: 'testbed',
    verdicts: ['PASS', 'PASS', 'PASS', 'PASS'],
    says: /"serverGroups":\[\{"name":"scs-aa","policy":"anti-affinity"\}\]/,
  },
  { scenario: distinct, cloud: 'testbed-reader', verdicts: ['PASS', 'PASS', 'PASS', 'PASS'] },
  { scenario: distinct, verdicts: ['MISS', 'MISS', 'PASS', 'MISS'], says: /--os-cloud/ },
  { scenario: region, cloud: 'testbed', verdicts: ['PASS', 'PASS', 'PASS', 'PASS'] },
  { scenario: oneHost, cloud: 'testbed', verdicts: ['FAIL', 'FAIL', 'PASS', 'FAIL'], says: /2 nodes, all on host A/ },
  { scenario: 'openstack-two-on-one-host', cloud: 'testbed', verdicts: ['PASS', 'FAIL', 'PASS', 'PASS'] },
  { scenario: 'mixed-projects', cloud: 'testbed', verdicts: ['PASS', 'DNF', 'PASS', 'PASS'] },
  { scenario: 'no-host-evidence', cloud: 'testbed', verdicts: ['DNF', 'DNF', 'PASS', 'DNF'], says: /no providerID/ },
]

const scenarioFile = (scenario: string) =>
  fileURLToPath(new URL(`../../testbed/kubernetes/scenarios/${scenario}.yaml`, import.meta.url))

/** The servers of testbed/openstack: three in an anti-affinity group, two in an affinity group. */
const serverNames = ['scs-vm-1', 'scs-vm-2', 'scs-vm-3', 'scs-same-1', 'scs-same-2']
const cloudOfServers = serversSeen(
  ['a', 'b', 'c', 'b', 'b'].map((host, n) => server(n, host)),
  {
    serverGroups: [
      { id: 'g', name: 'scs-aa', policy: 'anti-affinity', maxServersPerHost: null, members: [0, 1, 2].map(serverId) },
    ],
  },
)

for (const { scenario, cloud, verdicts, says } of [...byLabel, ...byNova]) {
  t.test(`${scenario}, ${cloud ? `with cloud ${cloud}` : 'no cloud'}, by facts`, async (t) => {
    const facts = { nodes: nodesOf(scenario), clusterMachines: null, nodeServers: cloud ? cloudOfServers : null }
    const checks = [controlPlaneHosts, controlPlaneQuorum, labelsCheck, nodeDistributionCheck]
    t.same(
      checks.map((check) => judge(check, facts).verdict),
      verdicts,
    )
    if (says) t.match(JSON.stringify(judge(controlPlaneHosts, facts)), says)
  })
}

if (kubeconfig && clouds) {
  t.setTimeout(600_000) // twenty runs of the real thing, on machines that others use too
  const cluster = { kubeconfig, clouds }
  t.teardown(() => apply('all-distinct', cluster))

  for (const { scenario, cloud, verdicts, says } of [...byLabel, ...byNova]) {
    t.test(`${scenario}, ${cloud ? `with cloud ${cloud}` : 'no cloud'}`, async (t) => {
      apply(scenario, cluster)
      const { results } = await run(kubeconfig, cloud ? ['--os-cloud', cloud] : [], clouds)
      t.same(
        [hosts, quorum, labels, whole].map((id) => results[id]?.verdict),
        verdicts,
      )
      if (says) t.match(JSON.stringify(results[hosts]), says)
      const shown = JSON.stringify(results[hosts]?.exhibits)
      if (cloud) t.notMatch(shown, /[0-9a-f]{56}/, 'no hash of a host is shown')
    })
  }

  t.test('with evidence in every format, and hosts as Nova has them', async (t) => {
    apply('openstack-two-on-one-host', cluster)
    const output = folder()
    await run(kubeconfig, ['--os-cloud', 'testbed'], clouds, output, ['html', 'markdown', 'text'])
    const [html, markdown, text] = ['html', 'md', 'txt'].map((end) =>
      readFileSync(join(output, `report.${end}`), 'utf8'),
    )
    t.match(html, /<svg class="nodes"/)
    t.match(markdown, /\| `control-plane-1` \| control plane \| nova \| host A \| hostId \| scs-same \(affinity\) \|/)
    t.match(text, /^control-plane-2 +control plane +nova +host A +hostId$/m)
  })

  t.test('a Nova that is not there is DNF, and labels are judged all the same', async (t) => {
    apply(distinct, cluster)
    const nowhere = readFileSync(clouds, 'utf8').replace(
      /^( {4}region_name: .*)$/m,
      '$1\n    compute_endpoint_override: http://127.0.0.1:9/v2.1',
    )
    const environment = settings(nowhere)
    const { results } = await run(kubeconfig, ['--os-cloud', 'testbed'], environment['OS_CLIENT_CONFIG_FILE'] ?? '')
    t.same(
      [hosts, labels, whole].map((id) => results[id]?.verdict),
      ['DNF', 'PASS', 'DNF'],
    )
    t.match(results[hosts]?.cause, { kind: 'unreachable', message: /127\.0\.0\.1:9/ })
  })

  t.test('Machines of a management cluster name the servers of nodes that do not', async (t) => {
    apply('no-host-evidence', cluster)
    // A cluster that manages itself: the Machines are custom objects of the same API server.
    const kubectl = (args: readonly string[], input = '') =>
      execFileSync('kubectl', ['--kubeconfig', kubeconfig, ...args], {
        input,
        stdio: ['pipe', 'pipe', 'inherit'],
      }).toString()
    const servers = JSON.parse(
      execFileSync('openstack', ['--os-cloud', 'testbed', 'server', 'list', '-f', 'json'], {
        env: { ...process.env, OS_CLIENT_CONFIG_FILE: clouds },
      }).toString(),
    ) as readonly { readonly ID: string; readonly Name: string }[]
    const idOf = (name: string) => servers.find(({ Name }) => Name === name)?.ID
    t.teardown(() => kubectl(['delete', 'crd', crdName, '--ignore-not-found', '--wait=true']))
    kubectl(['apply', '-f', '-'], JSON.stringify(crd))
    kubectl(['wait', '--for=condition=Established', `crd/${crdName}`, '--timeout=30s'])
    for (const n of [1, 2, 3]) {
      const spec = {
        clusterName: 'c',
        providerID: `openstack:///${idOf(`scs-vm-${n}`)}`,
        infrastructureRef: { kind: 'OpenStackMachine', name: `m-${n}` },
      }
      const metadata = { name: `m-${n}`, namespace: 'default', labels: { 'cluster.x-k8s.io/control-plane': '' } }
      const status = { nodeRef: { name: `control-plane-${n}` } }
      const machine = { apiVersion: 'cluster.x-k8s.io/v1beta1', kind: 'Machine', metadata, spec, status }
      kubectl(['apply', '-f', '-'], JSON.stringify(machine))
    }
    const args = ['--os-cloud', 'testbed', '--management-kubeconfig', kubeconfig]
    const { results } = await run(kubeconfig, args, clouds)
    t.match(results[hosts], { verdict: 'PASS', exhibits: [{ nodes: [{ evidence: 'hostId' }] }] })
  })
}

/** The nodes of a scenario, as the fact would have them. */
function nodesOf(scenario: string): Node[] {
  const serverIds = Object.fromEntries(serverNames.map((name, n) => [name, serverId(n)]))
  const manifests = nodeManifests(loadScenario(scenarioFile(scenario)), { kubeletVersion: 'v1.36.3', serverIds })
  return manifests.map(({ metadata: { name, labels }, spec, status }) => ({
    name,
    labels,
    taints: [],
    providerId: spec.providerID ?? null,
    unschedulable: false,
    ready: true,
    addresses: status.addresses,
    kubeletVersion: 'v1.36.3',
  }))
}

function apply(
  scenario: string,
  { kubeconfig, clouds }: { readonly kubeconfig: string; readonly clouds: string },
): void {
  const script = fileURLToPath(new URL('../../testbed/kubernetes/apply-scenario.ts', import.meta.url))
  execFileSync(process.execPath, [script, scenarioFile(scenario), 'v1.36.3', 'testbed'], {
    env: { ...process.env, KUBECONFIG: kubeconfig, OS_CLIENT_CONFIG_FILE: clouds },
    stdio: ['ignore', 'inherit', 'inherit'],
  })
}

async function run(
  kubeconfig: string,
  args: readonly string[],
  clouds: string,
  output = folder(),
  formats: readonly string[] = ['text'],
): Promise<Report> {
  const what = ['--tests', 'scs-0214|node-distribution', '--output', output, '--format', formats.join(','), '--quiet']
  const env = { OS_CLIENT_CONFIG_FILE: clouds }
  const { stderr } = await scsConformance(['run', '-k', kubeconfig, ...args, ...what], { env })
  if (stderr) writeFileSync(join(output, 'stderr'), stderr)
  return JSON.parse(readFileSync(join(output, 'report.json'), 'utf8')) as Report
}

const crdName = 'machines.cluster.x-k8s.io'
const anything = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true }
const crd = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: crdName, annotations: { 'api-approved.kubernetes.io': 'unapproved, a stand-in' } },
  spec: {
    group: 'cluster.x-k8s.io',
    scope: 'Namespaced',
    names: { kind: 'Machine', plural: 'machines' },
    versions: [{ name: 'v1beta1', served: true, storage: true, schema: { openAPIV3Schema: anything } }],
  },
}
