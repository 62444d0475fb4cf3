import t from 'tap'
import type { KubernetesReleases, ReferenceDocument } from '../../src/kubernetes/release-data.ts'
import { kubernetesMaintained } from './kubernetes-maintained.ts'

const kubernetesReleases: ReferenceDocument<KubernetesReleases> = {
  name: 'kubernetes-releases',
  origin: 'bundled',
  collectedAt: '2026-11-24',
  reach: '2026-10-28',
  sources: ['https://x'],
  digest: 'sha256:0',
  freshForDays: 31,
  content: {
    branches: [
      { minor: '1.36', releasedAt: '2026-04-22', endOfLife: '2027-06-28', patches: [] },
      { minor: '1.33', releasedAt: '2025-04-23', endOfLife: '2026-06-28', patches: [] },
    ],
  },
}
const judge = (gitVersion: string) =>
  kubernetesMaintained.judge({
    serverVersion: { gitVersion } as Parameters<typeof kubernetesMaintained.judge>[0]['serverVersion'],
    kubernetesReleases,
    referenceTime: '2026-11-24T12:00:00Z',
  })

t.test('a supported minor passes at any patch, one past its end fails', (t) => {
  t.match(judge('v1.36.0+k3s1'), { examined: ['v1.36.0+k3s1'], violations: [], undecided: undefined })
  t.match(judge('v1.33.9'), {
    violations: [
      { subject: 'the API server', actual: /whose minor version ended on 2026-06-28, 149 days ago/, remedy: /1\.36$/ },
    ],
  })
  t.match(judge('v1.20.1'), { violations: [{ actual: /ended long ago/ }] })
  t.end()
})

t.test('what is newer than the data, a pre-release and no version are undecided', (t) => {
  t.match(judge('v1.39.0').undecided, { kind: 'dependency', message: /does not know Kubernetes 1\.39\.0/ })
  t.match(judge('v1.36.0-rc.1').undecided, { kind: 'dependency', message: /is no release/ })
  t.match(judge('unknown').undecided, { kind: 'malformed' })
  t.end()
})
