import t from 'tap'
import type { Report, Result } from '../src/report.ts'
import { reportOf, sampleCard, slow } from './golden/sample.ts'
import { validateCard, validateReport } from './validate.ts'

const withResult = (result: Partial<Result> & { verdict: Result['verdict'] }): Report =>
  reportOf({ 'scs-0100-syntax-check': result })
const violation = { subject: 'flavor a', expected: 'b', actual: 'c' }
const { cause: _, ...noCause } = withResult({ verdict: 'DNF' }).results['scs-0100-syntax-check'] ?? { cause: slow }

t.test('each verdict has what it needs, and its neighbour has not', async (t) => {
  const place = 'results/scs-0100-syntax-check'
  const cases: readonly (readonly [string, Report, string | null])[] = [
    ['PASS', withResult({ verdict: 'PASS' }), null],
    [
      'PASS with a violation',
      withResult({ verdict: 'PASS', violations: [violation] }),
      `${place}/violations: must NOT have more than 0 items`,
    ],
    ['PASS with a cause', withResult({ verdict: 'PASS', cause: slow }), `${place}/cause: must not be there`],
    ['FAIL', withResult({ verdict: 'FAIL' }), null],
    [
      'FAIL without a violation',
      withResult({ verdict: 'FAIL', violations: [] }),
      `${place}/violations: must NOT have fewer than 1 items`,
    ],
    ['FAIL with a cause', withResult({ verdict: 'FAIL', cause: slow }), `${place}/cause: must not be there`],
    ['DNF', withResult({ verdict: 'DNF' }), null],
    ['DNF that saw a violation', withResult({ verdict: 'DNF', violations: [violation] }), null],
    [
      'DNF without a cause',
      { ...withResult({ verdict: 'DNF' }), results: { 'scs-0100-syntax-check': noCause as Result } },
      `${place}: must have required property 'cause'`,
    ],
    ['MISS', withResult({ verdict: 'MISS' }), null],
    [
      'MISS that was judged',
      withResult({ verdict: 'MISS', attempts: 1 }),
      `${place}/attempts: must be equal to constant`,
    ],
  ]
  for (const [name, report, expected] of cases) t.equal(validateReport(report), expected, name)
})

t.test('a verdict on a group that its counts do not bear out is refused', async (t) => {
  const report = withResult({ verdict: 'FAIL' })
  const main = { verdict: 'PASS', pass: 0, fail: 1, dnf: 0, miss: 0, testcases: ['scs-0100-syntax-check'] } as const
  t.match(
    validateReport({ ...report, versions: { 'v5.1': { validity: 'effective', targets: { main } } } }),
    'versions/v5.1/targets/main/fail: must be equal to constant',
  )
})

t.test('names the place of what is too much, missing or malformed', async (t) => {
  const report = withResult({ verdict: 'PASS' })
  t.equal(validateReport({ ...report, colour: 'red' }), "report: must NOT have additional properties ('colour')")
  t.equal(validateReport({ ...report, uuid: 'x' }), 'uuid: must match format "uuid"')
  t.equal(validateReport({ ...report, startedAt: '2026-09-14T12:00:00+02:00' }), 'startedAt: must match pattern "Z$"')
  t.equal(validateReport(null), 'report: must be object')
})

t.test('a score card keeps to its schema, and one with a foreign verdict or key does not', async (t) => {
  t.equal(validateCard(JSON.parse(JSON.stringify(sampleCard))), null)
  t.equal(validateCard({ ...sampleCard, more: 1 }), "card: must NOT have additional properties ('more')")
  const level = { ...sampleCard.level, open: { ...sampleCard.level.open, verdict: 'MAYBE' } }
  t.equal(validateCard({ ...sampleCard, level }), 'level/open/verdict: must be equal to one of the allowed values')
})
