import t from 'tap'
import { judge as verdictOf } from '../../src/engine.ts'
import { caValidity } from './ca-validity.ts'

function judge(...ends: readonly string[]) {
  const authorities = ends.map((day) => ({ subject: `CN=until ${day}`, notAfter: `${day}T12:00:00.000Z` }))
  return verdictOf(caValidity, { authorities, referenceTime: '2026-11-24T12:00:00.000Z' })
}

t.test('another year to go', async (t) => {
  t.match(judge('2036-01-01'), { verdict: 'PASS', finding: { examined: [/until 2036/] } })
  t.equal(judge('2027-11-24').verdict, 'PASS')
})

t.test('less than a year, or over', async (t) => {
  t.match(judge('2027-11-23'), { verdict: 'FAIL', finding: { violations: [{ subject: /CN=until 2027-11-23/ }] } })
  t.equal(judge('2026-01-01').verdict, 'FAIL')
})

t.test('an old one beside a new one', async (t) => {
  t.equal(judge('2026-12-01', '2036-01-01').verdict, 'PASS')
})
