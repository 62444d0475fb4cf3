import t from 'tap'
import { sampleFacts, sampleRun } from '../e2e/sample-facts.ts'
import { kaasNetworkingCheck } from './kaas-networking-check.ts'

const name = 'NetworkPolicy denies'
const judge = (outcome?: 'passed' | 'failed') =>
  kaasNetworkingCheck.judge(sampleFacts([sampleRun({ outcomes: { [name]: outcome } })]))

t.test('the NetworkPolicy tests: passed, one failed, one left out', async (t) => {
  t.match(judge('passed'), { violations: [], undecided: undefined })
  t.match(judge('failed'), { violations: [{ subject: `test ${name}` }] })
  t.match(judge(), { violations: [], undecided: { kind: 'dependency' } })
})
