import t from 'tap'
import { judge as verdictOf } from '../../src/engine.ts'
import { hidden, started } from '../control-plane-flags/sample-control-plane.ts'
import { priorityAndFairness } from './priority-and-fairness.ts'

const judge = (flowSchemas: readonly string[] | null, atWork: boolean, controlPlane: object = hidden) =>
  verdictOf(priorityAndFairness, { fairness: { flowSchemas, atWork }, controlPlane })

t.test('seen at work', async (t) => {
  t.match(judge(['exempt'], true), { verdict: 'PASS', finding: { examined: ['flow schema exempt'] } })
  t.equal(judge(null, true).verdict, 'PASS')
})

t.test('neither at work nor served, or switched off', async (t) => {
  t.equal(judge(null, false).verdict, 'FAIL')
  t.equal(judge([], false).verdict, 'FAIL')
  const off = started(['kube-apiserver', { 'enable-priority-and-fairness': 'false' }], ['kube-apiserver', {}])
  t.match(judge(['exempt'], true, off), { verdict: 'FAIL', finding: { violations: [{ subject: /kube-apiserver-0/ }] } })
})

t.test('schemas, but no header', async (t) => {
  t.match(judge(['exempt'], false), { verdict: 'MISS', cause: { kind: 'manual', message: /proxy/ } })
})
