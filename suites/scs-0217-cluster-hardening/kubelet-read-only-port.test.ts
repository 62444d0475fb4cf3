import t from 'tap'
import { judge as verdictOf } from '../../src/engine.ts'
import { kubeletReadOnlyPort } from './kubelet-read-only-port.ts'
import type { Kubelet } from './kubelets.ts'
import { kubelet, silent } from './sample-kubelets.ts'

const judge = (...asked: readonly Kubelet[]) =>
  verdictOf(kubeletReadOnlyPort, { kubelets: { asked, nodes: asked.length } })

t.test('as it should be, and not', async (t) => {
  t.match(judge(kubelet('a'), kubelet('b')), {
    verdict: 'PASS',
    finding: { examined: ['kubelet of a', 'kubelet of b'] },
  })
  t.match(judge(kubelet('a'), kubelet('b', { readOnlyPort: 10_255 })), {
    verdict: 'FAIL',
    finding: { violations: [{ subject: 'kubelet of b', actual: /readOnlyPort: 10255/ }] },
  })
})

t.test('one that could not be asked leaves it open, unless another one is wrong', async (t) => {
  t.match(judge(kubelet('a'), silent), { verdict: 'DNF', cause: { kind: 'unreachable', message: /1 of 2/ } })
  t.equal(judge(kubelet('a', { readOnlyPort: 10_255 }), silent).verdict, 'FAIL')
})
