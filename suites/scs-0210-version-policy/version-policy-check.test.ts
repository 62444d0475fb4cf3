import t from 'tap'
import { judge as verdictOf } from '../../src/engine.ts'
import type { KubernetesCve } from '../../src/kubernetes/release-data.ts'
import { sampleBranches, sampleKnown } from './sample-data.ts'
import { versionPolicyCheck } from './version-policy-check.ts'

function judge(gitVersion: string, changes: Parameters<typeof sampleKnown>[0] = {}) {
  return verdictOf(versionPolicyCheck, { serverVersion: { gitVersion }, ...sampleKnown(changes) })
}
const pass = { verdict: 'PASS', finding: { violations: [] } }
const critical: KubernetesCve = { id: 'CVE-2026-1234', score: 8, affected: [{ from: '1.51.0', through: '1.51.4' }] }

t.test('the newest patch of each supported minor passes, and says by what it was judged', async (t) => {
  for (const version of ['v1.52.1', 'v1.51.6', 'v1.50.9', 'v1.51.6-eks-1a2b3c', 'v1.51.6+k3s1', 'v1.51.7'])
    t.match(judge(version), { ...pass, finding: { examined: [version] } }, version)
  t.match(judge('v1.52.1').finding.notes, [
    /^judged by kubernetes-releases \(bundled\), collected on 2026-03-01, .*sha256:0$/,
    /kubernetes-cves/,
  ])
})

t.test('end of life: the day itself is the first without support', async (t) => {
  t.match(judge('v1.49.12', { now: '2026-02-27T23:59:59Z' }), pass)
  t.match(judge('v1.49.12', { now: '2026-02-28T00:00:00Z' }), {
    verdict: 'FAIL',
    finding: { violations: [{ actual: /1\.49\.12, .* 2026-02-28, 0 days ago/, remedy: /1\.52, 1\.51, 1\.50/ }] },
  })
  t.match(
    judge('v1.20.3'),
    { verdict: 'FAIL', finding: { violations: [{ actual: /long ago/ }] } },
    'older than all that is known',
  )
  t.match(judge('v1.49.12-rc.1'), { verdict: 'FAIL' }, 'a pre-release of it too')
  t.match(judge('v1.49.12', { releasesReach: '2020-01-01' }), { verdict: 'FAIL' }, 'however old the data')
})

t.test('a minor that the data does not know', async (t) => {
  t.match(judge('v1.53.0'), {
    verdict: 'DNF',
    cause: { kind: 'dependency', message: /does not know Kubernetes 1\.53\.0, only .* 1\.52; renew/ },
  })
  t.match(judge('v2.0.0'), { verdict: 'DNF' })
  const withoutEnded = sampleBranches.filter(({ minor }) => minor !== '1.49')
  t.match(judge('v1.49.12', { branches: withoutEnded }), { verdict: 'DNF' }, 'older, but than one that has not ended')
})

t.test('a patch may be lacked for 31 days, from the end of its day', async (t) => {
  t.match(judge('v1.51.4', { now: '2026-03-14T00:00:00Z', releasesReach: '2026-03-14', cvesReach: '2026-03-14' }), pass)
  t.match(judge('v1.51.4', { now: '2026-03-14T00:00:01Z' }), {
    verdict: 'FAIL',
    finding: {
      violations: [
        {
          subject: 'the API server',
          expected: /^1\.51\.5 or newer, released on 2026-02-10, 32 days ago, where 31/,
          actual: 'Kubernetes 1.51.4',
          remedy: 'upgrade it to 1.51.6',
        },
      ],
    },
  })
  t.match(
    judge('v1.51.5', { now: '2026-03-27T10:00:00Z', releasesReach: '2026-03-27', cvesReach: '2026-03-27' }),
    pass,
    'to the second where that is known',
  )
  t.match(judge('v1.51.5', { now: '2026-03-27T10:00:01Z' }), { verdict: 'FAIL' })
  t.match(judge('v1.51.0', { releasesReach: '2020-01-01' }), { verdict: 'FAIL' }, 'however old the data')
})

t.test('what was released after the moment judged is not lacked', async (t) => {
  t.match(judge('v1.51.4', { now: '2026-02-09T00:00:00Z' }), pass)
  t.match(judge('v1.52.0', { now: '2026-02-24T09:59:59Z' }), pass)
})

t.test('14 days where it mends a CVE with a score of 8', async (t) => {
  const at = (now: string, cve: KubernetesCve) =>
    judge('v1.51.4', { now, cves: [cve], releasesReach: '2026-02-25', cvesReach: '2026-02-25' })
  t.match(at('2026-02-25T00:00:00Z', critical), {
    ...pass,
    finding: { notes: [/^update soon: 1\.51\.5, .* CVE-2026-1234/] },
  })
  t.match(at('2026-02-25T00:00:01Z', critical), {
    verdict: 'FAIL',
    finding: { violations: [{ expected: /^1\.51\.5 or newer, which mends the critical CVE-2026-1234, .* where 14/ }] },
  })
  t.match(at('2026-02-25T00:00:01Z', { ...critical, score: 7.9 }), pass)
  t.match(
    at('2026-02-25T00:00:01Z', { ...critical, affected: [{ from: '1.51.5', before: '1.51.6' }] }),
    pass,
    'that does not concern it',
  )
  t.match(at('2026-02-25T00:00:01Z', { ...critical, affected: [{ from: '1.51.0' }] }), pass, 'that no patch mends')
  t.match(
    at('2026-02-25T00:00:01Z', { ...critical, affected: [{ from: '1.51.0', before: '1.51.6' }] }),
    pass,
    'that only a newer patch mends',
  )
  t.match(
    at('2026-02-13T00:00:00Z', critical).finding.notes,
    [/judged by/, /judged by/],
    'within two days nothing is said',
  )
  t.match(at('2026-02-13T00:00:01Z', critical).finding.notes, [/update soon/, /judged by/, /judged by/])
})

t.test('a CVE whose score or versions cannot be read', async (t) => {
  const unclear = (cve: Partial<KubernetesCve>, version = 'v1.51.4') =>
    judge(version, { cves: [{ ...critical, ...cve }] })
  t.match(unclear({ score: null }), { verdict: 'DNF', cause: { message: /CVE-2026-1234.*critical cannot be read/ } })
  t.match(unclear({ affected: null }), { verdict: 'DNF' })
  t.match(unclear({ affected: null, score: 7 }), pass)
  t.match(unclear({ score: null, affected: [{ from: '1.50.0', before: '1.51.0' }] }), pass)
  t.match(unclear({ score: null }, 'v1.51.5'), pass)
})

t.test('old release data decides no PASS: a patch overdue by now may be missing', async (t) => {
  t.match(judge('v1.52.1', { releasesReach: '2026-01-29' }), {
    ...pass,
    finding: { notes: [/ends on 2026-01-29, 31 days ago.*critical CVE/] },
  })
  t.match(judge('v1.52.1', { releasesReach: '2026-01-28' }), {
    verdict: 'DNF',
    cause: { kind: 'dependency', message: /^the release data ends on 2026-01-28, 32 days ago.*data refresh/ },
  })
  t.match(judge('v1.52.1', { releasesReach: '2026-02-15' }).finding.notes, [/judged by/, /judged by/])
})

t.test('old CVE data matters only where a newer patch is out for two weeks', async (t) => {
  t.match(judge('v1.51.4', { cvesReach: '2026-02-15' }), pass)
  t.match(judge('v1.51.4', { cvesReach: '2026-02-14' }), {
    verdict: 'DNF',
    cause: { message: /^the CVE data ends on 2026-02-14.*1\.51\.5, released on 2026-02-10/ },
  })
  t.match(judge('v1.51.5', { cvesReach: '2020-01-01' }), pass)
})

t.test('a pre-release is undecided until its release is overdue', async (t) => {
  t.match(judge('v1.52.1-rc.0'), { verdict: 'DNF', cause: { message: /1\.52\.1-rc\.0 is a pre-release/ } })
  t.match(judge('v1.52.0-rc.0'), {
    verdict: 'FAIL',
    finding: { violations: [{ expected: /^1\.52\.0 or newer/, actual: 'Kubernetes 1.52.0-rc.0' }] },
  })
})

t.test('a version that is none', async (t) => {
  t.match(judge('unknown'), { verdict: 'DNF', cause: { kind: 'malformed', message: /"unknown"/ } })
})
