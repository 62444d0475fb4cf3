import t from 'tap'
import { answer, learnOn, type Replies } from '../../testbed/literal-kubernetes.ts'
import { judgeKubelets } from './judge-kubelets.ts'
import { kubelets, type Kubelets } from './kubelets.ts'

const config = (anonymous: boolean, more: object = {}) => ({
  kubeletconfig: { authentication: { anonymous: { enabled: anonymous } }, authorization: { mode: 'Webhook' }, ...more },
})
const configz = (node: string) => `GET /api/v1/nodes/${node}/proxy/configz`

async function learn(names: readonly string[], replies: Replies) {
  const items = names.map((name) => ({ metadata: { name } }))
  return learnOn(kubelets, { 'GET /api/v1/nodes': { items }, ...replies })
}

t.test('each kubelet, with what stands in the way of one', async (t) => {
  const { learned } = await learn(['a', 'b'], {
    [configz('a')]: config(true, { readOnlyPort: 10_255 }),
    [configz('b')]: 503,
  })
  t.match(learned, {
    nodes: 2,
    asked: [
      { node: 'a', configuration: { anonymous: true, authorization: 'Webhook', readOnlyPort: 10_255 }, obstacle: null },
      { node: 'b', configuration: null, obstacle: { kind: 'unreachable', message: /503/ } },
    ],
  })
})

t.test('not allowed: nobody else is asked; no nodes', async (t) => {
  const { learned, calls } = await learn(['a', 'b'], { [configz('a')]: answer(403, { message: 'no' }) })
  t.match(learned, { kind: 'forbidden', message: /403: no/ })
  t.notOk(calls.includes(configz('b')))
  t.match((await learn([], {})).learned, { kind: 'dependency' })
})

t.test('of many nodes a hundred, spread evenly, and that is told', async (t) => {
  const names = Array.from({ length: 250 }, (_, index) => `n${String(index).padStart(3, '0')}`)
  const { learned } = await learn(names, Object.fromEntries(names.map((name) => [configz(name), config(false)])))
  const value = learned as Kubelets
  t.equal(value.asked.length, 100)
  t.match(value.asked.slice(0, 3), [{ node: 'n000' }, { node: 'n003' }, { node: 'n005' }])
  t.match(judgeKubelets(value, () => null, '').notes, [/^100 of 250 kubelets/])
})
