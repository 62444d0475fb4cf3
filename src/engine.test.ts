import t from 'tap'
import fc from 'fast-check'
import { check, type Check, type Finding } from './check.ts'
import { runPlans, type EngineEvent, type EngineOptions } from './engine.ts'
import { fact, given, ProbeError, type Fact } from './fact.ts'
import { makePlan, type Plan } from './plan.ts'
import type { Scope } from './scope.ts'

const names = given<readonly string[]>('the names')
const dark = fact({
  name: 'the dark side',
  needs: {},
  load: (): readonly string[] => {
    throw new ProbeError('unreachable', 'nobody answers at moon:1969')
  },
})

function shortNames(id: string, needed: Fact<readonly string[]> = names): Check {
  return check({
    id,
    title: 'Every name is short',
    section: 'scs-9999-v1#names',
    needs: { needed },
    judge({ needed }) {
      const long = needed.filter((name) => name.length > 3)
      return {
        examined: needed,
        violations: long.map((name) => ({ subject: name, expected: '3 letters', actual: 'more' })),
      }
    },
  })
}

function planOf(checks: readonly Check[]): Plan {
  const scope: Scope = {
    id: 'scs-compatible-iaas', uuid: 'u', name: 'n', url: 'https://x', digest: 'sha256:0', level: 'compatible', layer: 'iaas',
    versions: [{ version: 'v1', targets: { main: checks.map(({ id }) => id) } }],
    timeline: [{ date: '2020-01-01', versions: { v1: 'effective' } }],
    testcases: checks.map(({ id, title }) => ({
      id, description: title, lifetime: 'week', section: 'light', manual: false,
      standard: { id: 'scs-9999-v1', title: 'Names', url: 'https://x' },
    })),
  } // prettier-ignore
  return makePlan(scope, [{ version: 'v1', validity: 'effective' }], checks, '2026-01-01')
}

async function run(checks: readonly Check[], options: Partial<EngineOptions> = {}) {
  const given = new Map<Fact, unknown>([[names, ['abc', 'toolong']]])
  const [record] = await runPlans([planOf(checks)], {
    given, factTimeoutMs: 1000, concurrency: 4, now: () => new Date(0), ...options,
  }) // prettier-ignore
  if (!record) throw new Error('no record')
  return record
}

t.test('a seen violation is FAIL, none is PASS, in the order of the plan', async (t) => {
  const { outcomes, complete } = await run([shortNames('scs-2'), shortNames('scs-1')])
  t.same([...outcomes.keys()], ['scs-2', 'scs-1'])
  t.match(outcomes.get('scs-1'), { verdict: 'FAIL', finding: { violations: [{ subject: 'toolong' }] } })
  t.equal(complete, true)

  const fine = await run([shortNames('scs-1')], { given: new Map([[names, ['abc']]]) })
  t.match(fine.outcomes.get('scs-1'), { verdict: 'PASS', finding: { examined: ['abc'], violations: [] } })
})

t.test('what could not be observed is DNF with the cause and the fact, and takes nothing else down', async (t) => {
  const { outcomes } = await run([shortNames('scs-dark', dark), shortNames('scs-1')])
  t.match(outcomes.get('scs-dark'), {
    verdict: 'DNF',
    cause: { kind: 'unreachable', message: 'nobody answers at moon:1969', fact: 'the dark side' },
  })
  t.equal(outcomes.get('scs-1')?.verdict, 'FAIL')
})

t.test('a check that says undecided is DNF, whatever else it found', async (t) => {
  const violation = { subject: 'a', expected: 'b', actual: 'c' }
  const undecided = { kind: 'malformed', message: 'a has no size' } as const
  const torn = { ...shortNames('scs-torn'), judge: () => ({ examined: [], violations: [violation], undecided }) }
  t.match((await run([torn])).outcomes.get('scs-torn'), { verdict: 'DNF', cause: undecided })
})

t.test('a check that was given nothing to look at is MISS, as by hand, and never expires', async (t) => {
  const undecided = { kind: 'manual', message: 'no source was named' } as const
  const blind = { ...shortNames('scs-blind'), judge: () => ({ examined: [], violations: [], undecided }) }
  const outcome = (await run([blind])).outcomes.get('scs-blind')
  t.match(outcome, { verdict: 'MISS', cause: undecided, startedAt: null })
})

t.test('a check that throws or breaks its contract is DNF/internal and takes nothing else down', async (t) => {
  const breaches: Record<string, unknown> = {
    throws: 'throw',
    nothing: undefined,
    promise: Promise.resolve({ examined: [], violations: [] }),
    'no violations': { examined: [] },
    'violation without subject': { examined: [], violations: [{ expected: 'a', actual: 'b' }] },
    'examined is text': { examined: 'all', violations: [] },
    'notes are numbers': { examined: [], violations: [], notes: [1] },
    'an exhibit of its own': { examined: [], violations: [], exhibits: [{ kind: 'poem' }] },
    'an exhibit of nodes without names': {
      examined: [],
      violations: [],
      exhibits: [{ kind: 'node-placement', nodes: [{}], others: [] }],
    },
    'an exhibit of too few': {
      examined: [],
      violations: [],
      exhibits: [{ kind: 'node-placement', nodes: [], others: [{ region: null, zone: null, host: null, hosts: -1 }] }],
    },
    'a kind of its own': { examined: [], violations: [], undecided: { kind: 'bogus', message: 'm' } },
  }
  for (const [name, returned] of Object.entries(breaches)) {
    const broken: Check = {
      ...shortNames('scs-broken'),
      judge: () => {
        if (returned === 'throw') throw new Error('oops')
        return returned as Finding
      },
    }
    const { outcomes } = await run([broken, shortNames('scs-1')])
    t.match(outcomes.get('scs-broken'), { verdict: 'DNF', cause: { kind: 'internal' } }, name)
    t.equal(outcomes.get('scs-1')?.verdict, 'FAIL', name)
  }
})

t.test('evidence that was taken earlier decides until results of the testcase expire', async (t) => {
  const violation = { subject: 'a', expected: 'b', actual: 'c' }
  const of = async (observedAt: string, violations: Finding['violations'] = []) => {
    const old = { ...shortNames('scs-old'), judge: () => ({ examined: [], violations, observedAt }) }
    return (await run([old], { now: () => new Date('2026-01-20T12:00:00Z') })).outcomes.get('scs-old')
  }
  t.match(await of('2026-01-12T12:00:00Z'), { verdict: 'PASS' }, 'until the Monday after the next')
  t.match(await of('2026-01-12T12:00:00Z', [violation]), { verdict: 'FAIL' })
  const expired = {
    verdict: 'DNF',
    cause: { kind: 'dependency', message: /are of 2026-01-01 and counted until 2026-01-12/ },
  }
  t.match(await of('2026-01-01T12:00:00Z'), expired)
  t.match(await of('2026-01-01T12:00:00Z', [violation]), { ...expired, finding: { violations: [] } })
  t.match(await of('some day'), { verdict: 'DNF', cause: { kind: 'internal' } })
})

t.test('an interrupt leaves the decided verdicts and makes the rest MISS/interrupted', async (t) => {
  const ctrlC = new AbortController()
  const endless = fact({ name: 'endless', needs: {}, load: () => new Promise<readonly string[]>(() => {}) })
  const onEvent = (event: EngineEvent) => {
    if (event.type === 'testcase-decided') ctrlC.abort()
  }
  const { outcomes, complete } = await run([shortNames('scs-endless', endless), shortNames('scs-1')], {
    signal: ctrlC.signal,
    onEvent,
  })
  t.equal(complete, false)
  t.equal(outcomes.get('scs-1')?.verdict, 'FAIL')
  t.match(outcomes.get('scs-endless'), { verdict: 'MISS', cause: { kind: 'interrupted' }, startedAt: null })
})

t.test('the deadline of the run does the same', async (t) => {
  const endless = fact({ name: 'endless', needs: {}, load: () => new Promise<readonly string[]>(() => {}) })
  const { outcomes, complete } = await run([shortNames('scs-endless', endless)], { timeoutMs: 10 })
  t.equal(complete, false)
  t.match(outcomes.get('scs-endless'), { cause: { kind: 'interrupted', message: "the run's 0.01 s were over" } })
})

t.test('a deadline that passes while the last thing is deleted takes back nothing that was decided', async (t) => {
  const acting = fact({
    name: 'acting',
    needs: {},
    cost: { writes: 1 },
    timeoutMs: 10,
    load: async (): Promise<readonly string[]> => {
      await new Promise((resolve) => setTimeout(resolve, 120)) // cleaning up, past all deadlines
      return []
    },
  })
  const { outcomes, complete } = await run([shortNames('scs-acting', acting)], { timeoutMs: 60 })
  t.match(outcomes.get('scs-acting'), { verdict: 'DNF', cause: { kind: 'timeout' } })
  t.equal(complete, true)
})

t.test('a fact that misses its own deadline is DNF/timeout in a complete run', async (t) => {
  const slow = fact({ name: 'slow', needs: {}, timeoutMs: 5, load: () => new Promise<readonly string[]>(() => {}) })
  const { outcomes, complete } = await run([shortNames('scs-slow', slow)])
  t.equal(complete, true)
  t.match(outcomes.get('scs-slow'), { verdict: 'DNF', cause: { kind: 'timeout' } })
})

t.test('FAIL only with a violation, PASS only with none: for any findings', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.boolean(), { maxLength: 5 }), fc.boolean(), async (bad, torn) => {
      const violations = bad.filter(Boolean).map(() => ({ subject: 's', expected: 'e', actual: 'a' }))
      const undecided = { kind: 'malformed', message: 'm' } as const
      const one = {
        ...shortNames('scs-1'),
        judge: () => ({ examined: [], violations, ...(torn ? { undecided } : {}) }),
      }
      const verdict = (await run([one])).outcomes.get('scs-1')?.verdict
      return verdict === (torn ? 'DNF' : violations.length > 0 ? 'FAIL' : 'PASS')
    }),
  )
})
