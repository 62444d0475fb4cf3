import t from 'tap'
import { judge } from '../../src/engine.ts'
import type { OpenCoreEditions } from '../../src/provider/licence-data.ts'
import type { SbomComponent } from '../sbom/model.ts'
import { noOpenCoreCheck } from './no-open-core.ts'
import { bundled, sampleComponent, sampleSbom } from './sample.ts'

const openCoreEditions = bundled<OpenCoreEditions>('open-core-editions')
const verdict = (...components: readonly Partial<SbomComponent>[]) =>
  judge(noOpenCoreCheck, {
    sboms: [sampleSbom({ components: components.map((changes) => sampleComponent(changes)) })],
    openCoreEditions,
  })

t.test('without a bill it is a matter for an attestation', async (t) => {
  t.match(judge(noOpenCoreCheck, { sboms: null, openCoreEditions }), { verdict: 'MISS', cause: { kind: 'manual' } })
  t.match(verdict(), { verdict: 'DNF' })
})

t.test('an edition that is known fails, with source and what to take instead', async (t) => {
  t.match(verdict({ purl: 'pkg:docker/grafana/grafana-enterprise@11.2.0', at: 'components[9]' }), {
    verdict: 'FAIL',
    finding: {
      violations: [
        {
          subject: 'component pkg:docker/grafana/grafana-enterprise@11.2.0',
          actual: /^it is Grafana Enterprise \(https:\/\/grafana\.com\/.*\), at components\[9\] of sboms\/a\.json$/,
          remedy: 'replace it, for example by Grafana (grafana-oss)',
        },
      ],
    },
  })
})

t.test('each way to name an edition, beside what is open source', async (t) => {
  const pairs: readonly (readonly [Partial<SbomComponent>, Partial<SbomComponent>])[] = [
    [{ purl: 'pkg:deb/gitlab/gitlab-ee@17.0.0' }, { purl: 'pkg:deb/gitlab/gitlab-ce@17.0.0' }],
    [
      { purl: 'pkg:oci/grafana-enterprise@sha256%3Aab?repository_url=docker.io/grafana/grafana-enterprise' },
      { purl: 'pkg:oci/grafana@sha256%3Aab?repository_url=docker.io/grafana/grafana' },
    ],
    [
      { type: 'container', name: 'registry.example.org/mirror/grafana/grafana-enterprise:11' },
      { type: 'container', name: 'registry.example.org/mirror/grafana/grafana:11' },
    ],
    [{ purl: 'pkg:docker/hashicorp/vault@1.15.0-ent' }, { purl: 'pkg:docker/hashicorp/vault@1.15.0' }],
    [
      { name: 'vault', version: '1.15.0+ent-1' },
      { name: 'vault', version: '1.15.0-1' },
    ],
    [
      { name: 'nginx-plus', version: '32' },
      { name: 'nginx', version: '1.27' },
    ],
    [{ purl: 'pkg:rpm/mongodb/mongodb-enterprise-server@7' }, { purl: 'pkg:rpm/mongodb/mongodb-org-server@7' }],
    [
      { type: 'container', name: 'quay.io/tigera/cnx-node', version: 'v3.19' },
      { type: 'container', name: 'quay.io/calico/node', version: 'v3.19' },
    ],
  ]
  for (const [closed, open] of pairs) {
    t.match(verdict(closed), { verdict: 'FAIL' }, closed.purl ?? closed.name ?? '')
    t.match(verdict(open), { verdict: 'PASS' }, open.purl ?? open.name ?? '')
  }
})

t.test('names in registries where anybody may take them are none', async (t) => {
  t.match(verdict({ purl: 'pkg:npm/nginx-plus@1.0.0' }, { purl: 'pkg:pypi/gitlab-ee@1' }), { verdict: 'PASS' })
})

t.test('the subject of a bill is looked at as well', async (t) => {
  const subject = sampleComponent({ type: 'container', name: 'gitlab/gitlab-ee', version: '17' })
  t.match(judge(noOpenCoreCheck, { sboms: [sampleSbom({ subject })], openCoreEditions }), { verdict: 'FAIL' })
})
