import t from 'tap'
import type { SecretTrial } from './facts.ts'
import { permissions } from './permissions.ts'
import { presence } from './presence.ts'

const service = (type: string) => ({ type, name: type, endpoints: [] })

t.test('presence goes by the very type', async (t) => {
  t.same(presence.judge({ catalog: [service('key-manager')] }), { examined: ['key-manager'], violations: [] })
  t.match(presence.judge({ catalog: [service('key-store')] }), { violations: [{ actual: 'only key-store' }] })
})

const judge = (secretTrial: SecretTrial) => permissions.judge({ secretTrial })

t.test('permissions: stored, found, deleted', async (t) => {
  t.same(judge({ outcome: 'stored', isListed: true, leftover: null }), {
    examined: ['a secret of our own'],
    violations: [],
    notes: [],
  })
  t.match(judge({ outcome: 'no key manager' }), { examined: [], violations: [], notes: [/nothing to be allowed/] })
})

t.test('permissions: refused at any step, or not found', async (t) => {
  t.match(judge({ outcome: 'forbidden', message: 'POST /secrets: 403' }), {
    violations: [{ actual: 'POST /secrets: 403' }],
    undecided: undefined,
  })
  const leftover = { refused: 'forbidden', message: 'DELETE: 403' } as const
  t.match(judge({ outcome: 'stored', isListed: true, leftover }), {
    violations: [{ actual: 'DELETE: 403' }],
    undecided: undefined,
  })
  t.match(judge({ outcome: 'stored', isListed: false, leftover: null }), {
    violations: [{ actual: /did not find it/ }],
    undecided: undefined,
  })
})

t.test(
  'permissions: not deleted for another reason is undecided, and a note where the service had agreed',
  async (t) => {
    const left = (refused: 'unreachable' | null) =>
      judge({ outcome: 'stored', isListed: true, leftover: { refused, message: 'left' } })
    t.match(left('unreachable'), { violations: [], notes: ['left'], undecided: { kind: 'unreachable' } })
    t.match(left(null), { violations: [], notes: ['left'], undecided: undefined })
  },
)
