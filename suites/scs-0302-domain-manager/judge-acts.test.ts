import t from 'tap'
import type { Act } from './acts.ts'
import { judgeActs } from './judge-acts.ts'

const act = (more: Partial<Act>): Act => ({
  topic: 'users',
  domain: 'a',
  what: 'show a user',
  isAllowed: true,
  outcome: 'done',
  message: null,
  ...more,
})
const judge = (...acts: readonly Act[]) => judgeActs({ domains: ['a', 'b'], acts, leftovers: [] }, 'users')

t.test('allowed and done, forbidden and refused', async (t) => {
  const finding = judge(act({}), act({ isAllowed: false, outcome: 'refused', message: '403' }))
  t.match(finding, { examined: ['domain a', 'domain b'], violations: [], undecided: undefined })
})

t.test('allowed and refused, forbidden and done', async (t) => {
  t.match(judge(act({ outcome: 'refused', message: '403' })), {
    violations: [{ subject: 'the manager of domain a', expected: 'may show a user', actual: '403' }],
  })
  t.match(judge(act({ isAllowed: false })), { violations: [{ expected: 'may not show a user' }] })
})

t.test('other topics do not count, but where all are asked for', async (t) => {
  const bad = act({ topic: 'groups', isAllowed: false })
  t.match(judge(bad), { violations: [] })
  t.match(judgeActs({ domains: [], acts: [bad], leftovers: [] }), { violations: [{}] })
})

t.test('neither done nor refused: undecided by what went wrong, but FAIL beats it', async (t) => {
  const skipped = act({ outcome: 'not tried', message: 'no user' })
  const unclear = act({ outcome: 'unclear', cause: 'timeout', message: 'no answer' })
  t.match(judge(skipped, unclear), { violations: [], undecided: { kind: 'timeout', message: /no answer/ } })
  t.match(judge(skipped), { undecided: { kind: 'dependency' } })
  t.match(judge(unclear, act({ outcome: 'refused' })), { violations: [{}], undecided: undefined, notes: [/no answer/] })
})

t.test('nobody named: an attestation decides', async (t) => {
  t.match(judgeActs(null), { violations: [], undecided: { kind: 'manual', message: /--domain-managers/ } })
})
