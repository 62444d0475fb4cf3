import t from 'tap'
import { reportOf } from '../../reports/golden/sample.ts'
import { useWaivers, waivedIn, waiverRule } from './waivers.ts'

const terms = { reason: 'hardware arrives in March', owner: 'ops@example.org', expires: '2027-03-31' }
const report = reportOf({
  'scs-0100-a': { verdict: 'FAIL' },
  'scs-0100-b': { verdict: 'PASS' },
  'scs-0102-a': { verdict: 'DNF' },
})

const statesOf = (...waivers: Parameters<typeof waiverRule>[0][]) =>
  useWaivers(waivers.map(waiverRule), report).map(({ state, testcases }) => [state, ...testcases])

t.test('used, unused, unknown; by id and by a pattern that the whole id matches', async (t) => {
  t.same(statesOf({ id: 'scs-0100-a', ...terms }), [['used', 'scs-0100-a']])
  t.same(statesOf({ id: 'scs-0100-b', ...terms }), [['unused']])
  t.same(statesOf({ id: 'scs-0100', ...terms }, { pattern: 'scs-0100', ...terms }), [['unknown'], ['unknown']])
  t.same(statesOf({ pattern: 'scs-.*-a', ...terms }), [['used', 'scs-0100-a', 'scs-0102-a']])
})

t.test('it holds on its last day, and not the day after', async (t) => {
  t.same(statesOf({ id: 'scs-0100-a', ...terms, expires: report.referenceDate }), [['used', 'scs-0100-a']])
  t.same(statesOf({ id: 'scs-0100-a', ...terms, expires: '2020-01-01' }), [['expired', 'scs-0100-a']])
})

t.test('one for another subject says nothing here', async (t) => {
  t.same(statesOf({ id: 'scs-0100-a', subject: 'elsewhere', ...terms }), [])
  t.same(statesOf({ id: 'scs-0100-a', subject: report.subject, ...terms }), [['used', 'scs-0100-a']])
})

t.test('only what is used is waived', async (t) => {
  const waivers = useWaivers(
    [
      { id: 'scs-0100-a', ...terms },
      { id: 'scs-0102-a', ...terms, expires: '2020-01-01' },
    ].map(waiverRule),
    report,
  )
  t.same([...waivedIn({ waivers })], ['scs-0100-a'])
})
