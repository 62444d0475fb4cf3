import t from 'tap'
import { judge as verdictOf } from '../../src/engine.ts'
import { kubeletSkew } from './kubelet-skew.ts'

function judge(gitVersion: string, ...kubelets: readonly string[]) {
  const nodes = kubelets.map((kubeletVersion, index) => ({ name: `n${index}`, kubeletVersion }))
  return verdictOf(kubeletSkew, { serverVersion: { gitVersion }, nodes } as never)
}

t.test('from three minors older to the same, whatever the patch', async (t) => {
  t.match(judge('v1.36.1', 'v1.36.9', 'v1.33.0+k3s1', 'v1.34.2-eks-1'), {
    verdict: 'PASS',
    finding: { examined: ['n0: v1.36.9', /n1/, /n2/] },
  })
  t.match(judge('v1.36.1', 'v1.36.1', 'v1.32.13'), {
    verdict: 'FAIL',
    finding: { violations: [{ subject: 'node n1', expected: /1\.33 to 1\.36/, actual: 'kubelet v1.32.13' }] },
  })
  t.match(judge('v1.36.1', 'v1.37.0'), {
    verdict: 'FAIL',
    finding: { violations: [{ remedy: 'upgrade the control plane' }] },
  })
  t.match(judge('v1.36.1', 'v2.36.0'), { verdict: 'FAIL' })
})

t.test('undecided: no version, no node; a violation beats it', async (t) => {
  t.match(judge('v1.36.1', 'v1.36.1', ''), { verdict: 'DNF', cause: { kind: 'malformed', message: /node n1 is ""/ } })
  t.match(judge('v1.36.1', '', 'v1.37.0'), { verdict: 'FAIL' })
  t.match(judge('unknown', 'v1.36.1'), { verdict: 'DNF' })
  t.match(judge('v1.36.1'), { verdict: 'DNF', cause: { kind: 'dependency' } })
})
