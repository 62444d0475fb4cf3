import t from 'tap'
import type { ScopeStatus } from '../views/status.ts'
import { glanceOf } from './standing-view.ts'

const passed = {
  checked_at: '2026-11-23T00:00:00.000Z',
  expires_at: '2026-12-07T00:00:00.000Z',
  report: 'r',
  result: 1,
} as const
const version = (validity: 'draft' | 'effective') =>
  ({ validity, result: 1, targets: { main: { testcases: ['one'], result: 1 } } }) as const
const status = (of: Partial<ScopeStatus>): ScopeStatus => ({
  name: 'a scope',
  results: { one: passed },
  buckets: {},
  versions: {},
  relevant: [],
  result: null,
  passed: [],
  passed_str: '',
  best_passed: null,
  validity: null,
  ...of,
})

t.test('a draft that is passed decides nothing; a version in force does', async (t) => {
  const draft = glanceOf(status({ versions: { next: version('draft') } }))
  t.match(draft, { verdict: 'MISS', version: 'next', validity: 'draft', counts: { PASS: 1 } })
  t.same(
    draft.others,
    [{ version: 'next', verdict: 'PASS', validity: 'draft' }],
    'what it would give is told beside it',
  )
  const both = { next: version('draft'), v1: version('effective') }
  const real = glanceOf(status({ versions: both, relevant: ['v1'], result: 1, passed: ['v1'], best_passed: 'v1' }))
  t.match(real, { verdict: 'PASS', version: 'v1', validity: 'effective' })
  t.same(real.others, [{ version: 'next', verdict: 'PASS', validity: 'draft' }])
})
