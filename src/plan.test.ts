import t from 'tap'
import { check, type Check } from './check.ts'
import { fact, type Cost } from './fact.ts'
import { makePlan, slowest, type Selection } from './plan.ts'
import type { Scope, ScopeTestcase } from './scope.ts'

const flavors = fact({ name: 'flavors', needs: {}, cost: { reads: 1 }, load: () => [] })
const flavorNames = fact({ name: 'flavor names', needs: { flavors }, load: () => [] })
const backup = fact({ name: 'backup', needs: {}, cost: { writes: 4, minutes: 3 } satisfies Cost, load: () => [] })

function checkOf(id: string, needs: Check['needs']): Check {
  return check({ id, title: id, section: 'scs-1#a', needs, judge: () => ({ examined: [], violations: [] }) })
}

function testcase(id: string, more: Partial<ScopeTestcase> = {}): ScopeTestcase {
  const standard = { id: 'scs-1', title: 'One', url: 'https://x' }
  return { id, description: id, lifetime: 'week', section: 'light', manual: false, standard, ...more }
}

const checks = [checkOf('scs-a', { flavors }), checkOf('scs-b', { flavorNames, flavors }), checkOf('scs-c', { backup })]
const scope: Scope = {
  id: 'scs-compatible-iaas', uuid: 'u', name: 'n', url: 'https://x', digest: 'sha256:0', level: 'compatible', layer: 'iaas',
  testcases: [testcase('scs-b'), testcase('scs-a'), testcase('scs-c', { section: 'heavy' }), testcase('docs', { manual: true }), testcase('scs-z')],
  versions: [
    { version: 'v2', targets: { main: ['scs-a', 'scs-c'], recommended: ['scs-b'] } },
    { version: 'v1', targets: { main: ['scs-a'], preview: ['scs-a', 'docs'] } },
  ],
  timeline: [],
} // prettier-ignore
const versions = [
  { version: 'v2', validity: 'effective' },
  { version: 'v1', validity: 'warn' },
] as const

function misses(selection: Selection) {
  const plan = makePlan(scope, versions, checks, '2026-01-01', selection)
  return Object.fromEntries(
    plan.testcases.map(({ testcase, task }) => [testcase.id, 'miss' in task ? task.miss.kind : 'run']),
  )
}

t.test(
  'nothing vanishes: every testcase of the scope is there, in its order, run or with the reason why not',
  async (t) => {
    t.same(misses({}), { 'scs-b': 'run', 'scs-a': 'run', 'scs-c': 'run', docs: 'manual', 'scs-z': 'no-check' })
    t.same(misses({ tests: 'a$' })['scs-b'], 'not-selected')
    t.same(misses({ tests: 'a$' })['scs-a'], 'run')
    t.same(misses({ sections: ['heavy'] }), {
      'scs-b': 'not-selected',
      'scs-a': 'not-selected',
      'scs-c': 'run',
      docs: 'not-selected',
      'scs-z': 'not-selected',
    })
    t.same(misses({ scopeVersion: 'v1' }), {
      'scs-b': 'not-selected',
      'scs-a': 'run',
      'scs-c': 'not-selected',
      docs: 'manual',
      'scs-z': 'not-selected',
    })
  },
)

t.test('read-only leaves out what writes, and only that', async (t) => {
  t.same(misses({ readOnly: true }), {
    'scs-b': 'run',
    'scs-a': 'run',
    'scs-c': 'not-selected',
    docs: 'manual',
    'scs-z': 'no-check',
  })
})

t.test('what is heavy and takes long is left out unless it is asked for, or brought along', async (t) => {
  const taskOf = (selection: Selection, circumstances: Parameters<typeof makePlan>[5]) =>
    makePlan(scope, versions, checks, '2026-01-01', selection, circumstances).testcases[2]?.task
  t.match(taskOf({}, { withoutHeavy: true }), {
    miss: { kind: 'not-selected', message: /heavy and takes about 3 minutes.*--section light,heavy/ },
  })
  const given = new Set([backup])
  const free = { check: { id: 'scs-c' }, cost: { writes: 0, minutes: 0 } }
  t.match(taskOf({}, { withoutHeavy: true, given }), free)
  t.match(taskOf({ readOnly: true }, { given }), free, 'nothing is created')
  t.match(taskOf({ sections: ['light'] }, { given }), { miss: { message: /it is of section heavy/ } })
  t.match(taskOf({ sections: ['light', 'heavy'] }, { withoutHeavy: true }), { check: { id: 'scs-c' } })
})

t.test('cost: a shared fact is counted once, in the whole and in each testcase', async (t) => {
  const plan = makePlan(scope, versions, checks, '2026-01-01')
  t.same(plan.cost, { reads: 1, writes: 4, vms: 0, minutes: 3 })
  const [first] = plan.testcases
  t.match(first, { testcase: { id: 'scs-b' }, task: { cost: { reads: 1, writes: 0 } } })
  t.same(makePlan(scope, versions, checks, '2026-01-01', { readOnly: true }).cost.writes, 0)
})

t.test('targets: what each version makes of a testcase, main before the others', async (t) => {
  const plan = makePlan(scope, versions, checks, '2026-01-01')
  t.same(
    plan.testcases.map(({ targets }) => targets),
    [{ v2: 'recommended' }, { v2: 'main', v1: 'main' }, { v2: 'main' }, { v1: 'preview' }, {}],
  )
})

t.test('a bad expression and two checks with one id are told in one sentence', async (t) => {
  t.throws(() => misses({ tests: '(' }), { name: 'UsageError', message: /^--tests \(: not a regular expression \(/ })
  const twice = [...checks, checkOf('scs-a', {})]
  t.throws(() => makePlan(scope, versions, twice, '2026-01-01'), { name: 'UsageError', message: /two suites .* scs-a/ })
})

t.test('a run waits for its slowest testcase, not for the sum of them', async (t) => {
  const vm = fact({ name: 'VM', needs: {}, cost: { vms: 1, minutes: 5 }, load: () => [] })
  const both = [...checks, checkOf('scs-z', { vm })]
  const whole = makePlan(scope, versions, both, '2026-01-01', { sections: ['light', 'heavy'] })
  t.equal(whole.cost.minutes, 8)
  t.same(slowest(whole), { id: 'scs-z', minutes: 5 })
  t.equal(slowest(makePlan(scope, versions, both, '2026-01-01', { tests: 'scs-a' })), undefined)
})
