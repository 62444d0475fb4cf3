import t from 'tap'
import { judge } from '../../src/engine.ts'
import type { OpenStackSeries } from '../../src/openstack/series-data.ts'
import type { ShownService } from '../../src/openstack/shown-versions.ts'
import type { SbomComponent } from '../sbom/model.ts'
import { iaasCompleteCheck } from './iaas-complete.ts'
import { bundled, sampleComponent, sampleSbom } from './sample.ts'

const openstackSeries = bundled<OpenStackSeries>('openstack-series')
const service = (type: string, more: Partial<ShownService> = {}): ShownService => ({
  type,
  api: null,
  software: null,
  ...more,
})
const compute = service('compute', { api: '2.96' })

function verdict(shown: readonly ShownService[], ...components: readonly Partial<SbomComponent>[]) {
  const sboms = [sampleSbom({ components: components.map((changes) => sampleComponent(changes)) })]
  return judge(iaasCompleteCheck, { sboms, shownServices: shown, openstackSeries })
}

t.test('without a bill for the cloud it is a matter for an attestation', async (t) => {
  const facts = { shownServices: [compute], openstackSeries }
  t.match(judge(iaasCompleteCheck, { sboms: null, ...facts }), { verdict: 'MISS', cause: { kind: 'manual' } })
  t.match(judge(iaasCompleteCheck, { sboms: [sampleSbom({ layer: 'kaas' })], ...facts }), { verdict: 'MISS' })
})

t.test('a service is in a bill under the names that packages and images give it', async (t) => {
  const ways: readonly Partial<SbomComponent>[] = [
    { name: 'nova', version: '29.0.1' },
    { name: 'nova-api', version: '3:29.0.1-0ubuntu1' },
    { name: 'openstack-nova-common', version: '29.2.0-1.el9' },
    { name: 'python3-nova', version: '30.0.0' },
    { name: 'x', version: '', purl: 'pkg:pypi/nova@29.0.1' },
    { type: 'container', name: 'quay.io/openstack.kolla/nova-api', version: '2024.1-ubuntu-jammy' },
    { type: 'container', name: 'quay.io/openstack.kolla/nova-api:2024.2', version: 'sha256:ab' },
    { type: 'container', name: 'nova-api', version: 'sha256:ab', purl: 'pkg:oci/nova-api@sha256%3Aab?tag=2024.2' },
  ]
  for (const way of ways) {
    t.match(verdict([compute], way), {
      verdict: 'PASS',
      finding: {
        examined: ['service compute'],
        notes: [/^judged by/, 'compute: shows version 2.96 of its API, which fits'],
      },
    })
  }
})

t.test('a service that is in no bill fails, by its project', async (t) => {
  t.match(
    verdict([compute, service('identity')], { name: 'python3-novaclient', version: '29.0.1' }, { name: 'keystone' }),
    {
      verdict: 'FAIL',
      finding: { violations: [{ subject: 'service compute (nova)', actual: 'no component has its name' }] },
    },
  )
})

t.test('packages of other languages that happen to have the name are not the service', async (t) => {
  const identity = [service('identity')]
  t.match(verdict(identity, { name: 'keystone', version: '4.2.1', purl: 'pkg:npm/keystone@4.2.1' }), {
    verdict: 'FAIL',
    finding: { violations: [{ subject: 'service identity (keystone)' }] },
  })
  t.match(verdict(identity, { name: 'keystone', version: '27.0.0', purl: 'pkg:pypi/keystone@27.0.0' }), {
    verdict: 'PASS',
  })
  const nova = { name: 'nova', version: 'latest', purl: 'pkg:pypi/nova' }
  const npm = { name: 'nova', version: '29.0.0', purl: 'pkg:npm/nova@29.0.0' }
  t.match(verdict([compute], nova, npm), { verdict: 'DNF' })
})

t.test('a version of another series than the API shows fails, on either side', async (t) => {
  for (const [version, release] of [
    ['28.0.0', '2023.2 Bobcat'],
    ['31.0.0', '2025.1 Epoxy'],
  ] as const) {
    t.match(verdict([compute], { name: 'nova', version, at: 'components[8]' }), {
      verdict: 'FAIL',
      finding: {
        violations: [
          {
            expected: 'nova of OpenStack 2024.2 Dalmatian or 2024.1 Caracal, whose newest API is 2.96',
            actual: `the bill has ${version} at components[8] of sboms/a.json (${release})`,
          },
        ],
      },
    })
  }
  t.match(verdict([compute], { name: 'nova', version: '28.0.0' }, { name: 'nova-api', version: '29.0.0' }), {
    verdict: 'PASS',
  })
})

t.test('what tells no series is open', async (t) => {
  t.match(verdict([compute], { name: 'nova', version: 'latest' }), {
    verdict: 'DNF',
    cause: {
      message:
        /^compute shows version 2\.96 of its API \(OpenStack 2024\.2 Dalmatian or 2024\.1 Caracal\), and the bill has latest at/,
    },
  })
  t.match(verdict([service('compute', { api: '2.999' })], { name: 'nova', version: '29.0.0' }), {
    verdict: 'DNF',
    cause: { message: 'compute shows version 2.999 of its API, which the data have for no series' },
  })
  t.match(verdict([service('compute')], { name: 'nova', version: '29.0.0' }), {
    verdict: 'DNF',
    cause: { message: /^compute shows no version of its API at the root of its endpoint/ },
  })
})

t.test('of a service that does not tell its release it is enough to be in the bill', async (t) => {
  t.match(verdict([service('network')], { name: 'neutron-server', version: 'x' }), {
    verdict: 'PASS',
    finding: { notes: [/./, 'network: in the bill; its API does not tell its series'] },
  })
})

t.test('Swift tells its version itself; Ceph may stand in for it', async (t) => {
  const swift = service('object-store', { software: '2.30.1' })
  t.match(verdict([swift], { name: 'swift-proxy', version: '2.30.1-0ubuntu2' }), { verdict: 'PASS' })
  t.match(verdict([swift], { name: 'swift', version: '2.30.0' }), {
    verdict: 'FAIL',
    finding: { violations: [{ expected: 'swift 2.30.1, as the service says itself' }] },
  })
  t.match(verdict([swift], { name: 'swift', version: 'latest' }), { verdict: 'DNF' })
  const tagged = { type: 'container', name: 'quay.io/openstack.kolla/swift-proxy-server' }
  for (const version of ['2022.2', '2025.1-ubuntu-noble', 'zed-ubuntu-jammy']) {
    t.match(verdict([swift], { ...tagged, version }), {
      verdict: 'DNF',
      cause: { message: /says that it is swift 2\.30\.1/ },
    })
  }
  t.match(verdict([service('object-store')], { name: 'radosgw', version: '18.2' }), {
    verdict: 'PASS',
    finding: { notes: [/./, /the bill has radosgw, which offers it as well/] },
  })
})

t.test('services of no known project are told, and decide nothing', async (t) => {
  t.match(verdict([compute, service('object-store-s3')], { name: 'nova', version: '29.0.0' }), {
    verdict: 'PASS',
    finding: { notes: [/./, /./, 'not judged, since they are of no project that is known: object-store-s3'] },
  })
  t.match(verdict([service('metering-of-ours')], {}), {
    verdict: 'DNF',
    cause: { message: /no service of a project that is known/ },
  })
})
