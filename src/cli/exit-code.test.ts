import t from 'tap'
import { makePlan } from '../plan.ts'
import type { Report, Verdict } from '../report.ts'
import { loadScope } from '../standards.ts'
import { exitCode } from './exit-code.ts'

const scope = await loadScope('scs-compatible-iaas')

function judged(level: Verdict, versions: Record<string, Verdict> = {}, scopeVersion?: string) {
  const plan = makePlan(scope, [], [], '2026-01-01', scopeVersion === undefined ? {} : { scopeVersion })
  const targets = Object.entries(versions).map(([version, verdict]) => [version, { targets: { main: { verdict } } }])
  // Only what the exit code looks at.
  return {
    plan,
    report: { level: { compatible: { verdict: level } }, versions: Object.fromEntries(targets) } as unknown as Report,
  }
}

t.test('each verdict has its code, and the worst of several scopes counts', async (t) => {
  t.equal(exitCode([judged('PASS')], {}), 0)
  t.equal(exitCode([judged('FAIL')], {}), 1)
  t.equal(exitCode([judged('DNF')], {}), 2)
  t.equal(exitCode([judged('MISS')], {}), 2)
  t.equal(exitCode([judged('PASS'), judged('MISS')], {}), 2)
  t.equal(exitCode([judged('MISS'), judged('FAIL')], {}), 1)
})

t.test('a version asked for counts instead of those in force; one without main is not decided', async (t) => {
  t.equal(exitCode([judged('FAIL', { v3: 'PASS' }, 'v3')], {}), 0)
  t.equal(exitCode([judged('PASS', { v3: 'FAIL' }, 'v3')], {}), 1)
  t.equal(exitCode([judged('PASS', {}, 'v3')], {}), 2)
})

t.test('--exit-zero softens verdicts, not an interruption', async (t) => {
  t.equal(exitCode([judged('FAIL')], { exitZero: true }), 0)
  t.equal(exitCode([judged('FAIL')], { exitZero: true, interrupted: true }), 130)
  t.equal(exitCode([judged('PASS')], { interrupted: true }), 130)
})
