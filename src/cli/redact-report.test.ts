import t from 'tap'
import { redactor } from '../redact.ts'
import { reportOf } from '../../reports/golden/sample.ts'
import { redactReport } from './redact-report.ts'

t.test('a secret is taken out wherever a cloud or a person may have put it, and nowhere else', async (t) => {
  const known = redactor()
  known.learn('scs-0100')
  known.learn('canary-7Q')
  const plain = reportOf({
    'scs-0100-syntax-check': { verdict: 'PASS', examined: ['flavor canary-7Q'], notes: ['see canary-7Q'] },
  })
  const report = { ...plain, preflight: [{ id: 'roles', outcome: 'ok', message: 'canary-7Q' } as const] }

  const clean = redactReport(report, known)
  t.notMatch(JSON.stringify(clean), /canary/)
  t.same(Object.keys(clean.results), Object.keys(report.results), 'ids stay')
  t.same(clean.versions, report.versions)
})
