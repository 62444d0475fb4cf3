import t from 'tap'
import { sampleFacts, sampleRun } from '../e2e/sample-facts.ts'
import { cncfK8sConformance } from './cncf-k8s-conformance.ts'

const name = 'nodes stay [Serial] [Conformance]'
const judge = (outcome?: 'passed' | 'failed') =>
  cncfK8sConformance.judge(sampleFacts([sampleRun({ outcomes: { [name]: outcome } })]))

t.test('the conformance tests: passed, one failed, one left out', async (t) => {
  t.match(judge('passed'), { violations: [], undecided: undefined })
  t.match(judge('failed'), { violations: [{ subject: `test ${name}` }] })
  t.match(judge(), { violations: [], undecided: { kind: 'dependency' } })
})
