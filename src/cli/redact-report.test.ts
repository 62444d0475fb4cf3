import t from 'tap'
import { redactor } from '../redact.ts'
import { reportOf } from '../../reports/golden/sample.ts'
import { validateReport } from '../../reports/validate.ts'
import { redactReport } from './redact-report.ts'

t.test('a secret is taken out wherever a cloud or a person may have put it, and nowhere else', async (t) => {
  const known = redactor()
  known.learn('scs-0100')
  known.learn('canary-7Q')
  known.learn('node-placement')
  const nowhere = { region: 'canary-7Q', zone: null, host: null, evidence: null, isReady: null }
  const serverGroups = [{ name: 'canary-7Q', policy: 'affinity' }]
  const node = { name: 'canary-7Q', roles: ['canary-7Q'], isControlPlane: true, serverGroups, ...nowhere }
  const exhibits = [{ kind: 'node-placement', nodes: [node], others: [] } as const]
  const plain = reportOf({
    'scs-0100-syntax-check': { verdict: 'PASS', examined: ['flavor canary-7Q'], notes: ['see canary-7Q'], exhibits },
  })
  const report = { ...plain, preflight: [{ id: 'roles', outcome: 'ok', message: 'canary-7Q' } as const] }

  const clean = redactReport(report, known)
  t.notMatch(JSON.stringify(clean), /canary/)
  t.same(Object.keys(clean.results), Object.keys(report.results), 'ids stay')
  t.same(clean.versions, report.versions)
  t.equal(validateReport(clean), null, 'and it is still a report')
})
