import fc from 'fast-check'
import t from 'tap'
import type { Scope, ScopeTestcase } from '../../scope.ts'
import type { KnownResult } from '../views/status.ts'
import { termsOf, type Terms } from './terms.ts'
import { troublesOf, type Known } from './trouble.ts'

const testcase = (id: string, more: Partial<ScopeTestcase> = {}): ScopeTestcase => ({
  id, lifetime: 'week', description: '', section: 'light', manual: false, standard: { id: 'scs-0100', title: '', url: '' }, ...more,
}) // prettier-ignore
const testcases = [
  testcase('a'),
  testcase('b', { lifetime: 'year' }),
  testcase('c', { lifetime: 'year', manual: true }),
]
const scope: Scope = {
  id: 'x', uuid: 'U', name: 'X', url: '', digest: '', level: 'compatible', layer: 'iaas', testcases,
  versions: [{ version: 'v1', targets: { main: ['a', 'b', 'c'], preview: ['d'] } }], timeline: [],
} // prettier-ignore
const terms: Terms = termsOf(scope, { version: 'v1', targets: { main: ['a', 'b', 'c'] } }, 'mycloud')
const at = new Date('2026-11-24T12:00:00.000Z')
const result = (value: 1 | 0 | -1): KnownResult => ({
  result: value,
  checked_at: '2026-11-23T02:00:00.000Z',
  expires_at: '2026-12-07T00:00:00.000Z',
  report: 'r',
})
const well: Known = {
  results: { a: result(1), b: result(1), c: result(1) },
  notApproved: new Set(),
  past: new Map(),
  lastReportAt: '2026-11-23T02:00:00.000Z',
}

t.test('where all pass there is nothing to say', async (t) => {
  t.same(troublesOf(terms, well, at), [])
})

t.test('each way not to pass has its words, and since when', async (t) => {
  const past = new Map([['a', { last: '2026-11-23T02:00:00.000Z', notPassedSince: '2026-11-20T02:00:00.000Z' }]])
  const of = (known: Partial<Known>) => troublesOf(terms, { ...well, ...known }, at)
  t.match(of({ past, results: { ...well.results, a: result(-1) } }), [
    {
      kind: 'failed',
      testcase: 'a',
      since: '2026-11-20T02:00:00.000Z',
      text: 'a does not pass since 2026-11-20; it fails',
    },
  ])
  t.match(of({ past, results: { ...well.results, a: result(0) } }), [{ kind: 'undecided', text: /cannot be decided/ }])
  const { a: _, ...without } = well.results
  t.match(of({ results: without }), [{ kind: 'never tried', testcase: 'a', since: null }])
  const old = new Map([['a', { last: '2026-10-01T02:00:00.000Z', notPassedSince: null }]])
  t.match(of({ results: without, past: old }), [
    { kind: 'expired', since: '2026-10-12T00:00:00.000Z', text: 'a: its last result expired on 2026-10-12' },
  ])
  t.match(of({ notApproved: new Set(['b']) }), [{ kind: 'not approved', testcase: 'b' }])
  t.match(of({ lastReportAt: '2026-11-01T00:00:00.000Z' }), [{ kind: 'silence', text: 'no report since 2026-11-01' }])
  t.match(of({ lastReportAt: '2026-11-14T00:00:00.000Z' }), [], 'what it says may still count')
  t.match(of({ lastReportAt: null }), [{ kind: 'silence', since: null }])
})

t.test('checks by people are repeated every quarter, whatever the scope says', async (t) => {
  t.same(
    terms.scope.testcases.map(({ id, lifetime }) => [id, lifetime]),
    [
      ['a', 'week'],
      ['b', 'year'],
      ['c', 'quarter'],
    ],
  )
})

t.test('absence of evidence never meets the conditions', async (t) => {
  const value = fc.constantFrom<1 | 0 | -1 | null>(1, 1, 1, 1, 0, -1, null)
  fc.assert(
    fc.property(fc.tuple(value, value, value), fc.boolean(), fc.boolean(), (values, approved, silent) => {
      const results = Object.fromEntries(
        ['a', 'b', 'c'].flatMap((id, n) => {
          const one = values[n] ?? null
          return one === null ? [] : [[id, result(one)]]
        }),
      )
      const known = { ...well, results, notApproved: new Set(approved ? [] : ['a']) }
      const met = troublesOf(terms, silent ? { ...known, lastReportAt: null } : known, at).length === 0
      return met === (values.every((one) => one === 1) && approved && !silent)
    }),
  )
  t.match(troublesOf({ ...terms, testcases: [] }, well, at), [{ kind: 'never tried' }], 'nor a demand for nothing')
})
