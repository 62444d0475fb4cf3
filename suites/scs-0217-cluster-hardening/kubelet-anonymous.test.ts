import t from 'tap'
import { judge as verdictOf } from '../../src/engine.ts'
import { kubeletAnonymous } from './kubelet-anonymous.ts'
import type { Kubelet } from './kubelets.ts'
import { kubelet, silent } from './sample-kubelets.ts'

const judge = (...asked: readonly Kubelet[]) =>
  verdictOf(kubeletAnonymous, { kubelets: { asked, nodes: asked.length } })

t.test('as it should be, and not', async (t) => {
  t.match(judge(kubelet('a'), kubelet('b')), {
    verdict: 'PASS',
    finding: { examined: ['kubelet of a', 'kubelet of b'] },
  })
  t.match(judge(kubelet('a'), kubelet('b', { anonymous: true })), {
    verdict: 'FAIL',
    finding: { violations: [{ subject: 'kubelet of b', actual: /enabled: true/ }] },
  })
})

t.test('one that could not be asked leaves it open, unless another one is wrong', async (t) => {
  t.match(judge(kubelet('a'), silent), { verdict: 'DNF', cause: { kind: 'unreachable', message: /1 of 2/ } })
  t.equal(judge(kubelet('a', { anonymous: true }), silent).verdict, 'FAIL')
})
