import { readFileSync } from 'node:fs'
import t from 'tap'
import { conformantProvider, judgeProvider, seededProvider } from '../../testbed/judge-provider.ts'
import type { Fault } from '../../testbed/simulator/index.ts'
import { alertRulesCheck } from './alert-rules-check.ts'

type Rule = {
  readonly name: string
  readonly health?: 'ok' | 'err' | 'unknown'
  readonly type?: 'alerting' | 'recording'
}
const judged = (rules: readonly Rule[], ...faults: readonly Fault[]) =>
  judgeProvider(alertRulesCheck, { prometheus: { rules } }, { faults })
const real = JSON.parse(readFileSync(new URL('recorded/rules.json', import.meta.url), 'utf8')) as {
  data: { groups: unknown[] }
}

t.test('a rule for an alert that can be evaluated; a rule that records is none', async (t) => {
  t.match(await judged([{ name: 'TargetDown' }, { name: 'a:b', type: 'recording', health: 'err' }]), {
    verdict: 'PASS',
  })
  t.match(await judged([{ name: 'a:b', type: 'recording' }]), {
    verdict: 'FAIL',
    violations: [{ expected: 'rules for alerts', actual: 'there is none' }],
  })
  t.match(await judged([]), { verdict: 'FAIL' })
  t.match(await judged([{ name: 'TargetDown' }, { name: 'Broken', health: 'err' }]), {
    verdict: 'FAIL',
    violations: [{ subject: 'rule Broken of group kubernetes', actual: 'its last evaluation failed' }],
  })
})

t.test('of a real Prometheus: one of three rules is broken, and nothing of what fires is kept', async (t) => {
  const { verdict, violations } = await judged([], { action: { status: 200, body: real } })
  t.match({ verdict, violations }, { verdict: 'FAIL', violations: [{ subject: 'rule Broken of group nodes' }] })
  t.notMatch(JSON.stringify(violations), /instance|activeAt/)
  const sound = JSON.parse(JSON.stringify(real).replace('"health":"err"', '"health":"ok"')) as unknown
  t.match(await judged([], { action: { status: 200, body: sound } }), { verdict: 'PASS' })
})

t.test('not decided: rules that are new, answers that cannot be read, no Prometheus', async (t) => {
  t.match(await judged([{ name: 'A' }, { name: 'B', health: 'unknown' }]), {
    verdict: 'DNF',
    cause: { message: /1 of 2 rules were not evaluated yet, such as B/ },
  })
  const wrong = (field: string) => judged([{ name: 'A' }], { action: { malformed: { field, value: 1 } } })
  t.match(await wrong('data.groups'), {
    verdict: 'DNF',
    cause: { kind: 'malformed', message: /cannot be read at \/data\/groups$/ },
  })
  t.match(await wrong('data.groups.0.rules'), { cause: { message: /\/data\/groups\/0$/ } })
  t.match(await wrong('data.groups.0.rules.0.health'), { cause: { message: /\/data\/groups\/0\/rules\/0$/ } })
  const token = { action: { malformed: { field: 'data.groupNextToken', value: 'cafe' } } }
  t.match(await judged([{ name: 'A' }], token), { verdict: 'DNF', cause: { message: /one page of several/ } })
  const partial = { action: { malformed: { field: 'warnings', value: ['ruler b is not available'] } } }
  t.match(await judged([], partial), { verdict: 'DNF', cause: { kind: 'unreachable', message: /in part only/ } })
  t.match(await judged([], { action: { status: 404 } }), { verdict: 'DNF', cause: { kind: 'malformed' } })
  t.match(await judgeProvider(alertRulesCheck, null), { verdict: 'MISS' })
})

t.test('the described providers', async (t) => {
  t.match(await judgeProvider(alertRulesCheck, conformantProvider), { verdict: 'PASS' })
  t.match(await judgeProvider(alertRulesCheck, seededProvider), {
    verdict: 'FAIL',
    violations: [{ subject: /KubeNodeNotReady/ }],
  })
})
