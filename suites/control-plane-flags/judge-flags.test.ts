import t from 'tap'
import type { Flags } from '../../src/kubernetes/flags.ts'
import { judgeFlags, listIn, type Reading } from './judge-flags.ts'
import { hidden, notAllSeen, refused, started } from './sample-control-plane.ts'

const violation = { subject: 's', expected: 'e', actual: 'a' }
const two = started(['etcd', { a: 'good' }], ['etcd', { a: 'bad' }], ['kube-apiserver', { a: 'bad' }])
const elsewhere = { examined: ['metrics'], violations: [] }

t.test('each process of the component is judged, and no other', async (t) => {
  const subjects: string[] = []
  const finding = judgeFlags(two, 'etcd', (flags, subject) => {
    subjects.push(subject)
    return flags['a'] === 'bad' ? { violations: [violation] } : { notes: ['fine'] }
  })
  t.same(subjects, ['etcd (pod etcd-0)', 'etcd (pod etcd-1)'])
  t.same(finding, { examined: subjects, violations: [violation], notes: ['fine'] })
})

t.test('a process whose flags do not decide leaves it open, unless another one is wrong', async (t) => {
  const read = (flags: Flags): Reading =>
    flags['a'] === 'bad' ? { violations: [violation] } : { unclear: 'a file decides' }
  t.same(judgeFlags(two, 'etcd', read).undecided, undefined)
  const one = started(['etcd', { a: 'good' }])
  t.match(judgeFlags(one, 'etcd', read), { violations: [], undecided: { kind: 'manual', message: /a file decides/ } })
  t.equal(judgeFlags(one, 'etcd', read, elsewhere), elsewhere)
})

t.test('a process that shows no flags is not one without: it leaves open what the others do not decide', async (t) => {
  const read = ({ a }: Flags): Reading => (a === 'good' ? {} : { violations: [violation] })
  const shown = ['etcd', { a: 'good' }] as const
  t.same(judgeFlags(started(shown), 'etcd', read).undecided, undefined)
  t.match(judgeFlags(started(shown, ['etcd', null]), 'etcd', read), {
    violations: [],
    undecided: { kind: 'manual', message: /^etcd \(pod etcd-1\) does not show how it was started; .*attested/ },
  })
  t.match(judgeFlags(started(['etcd', null], ['etcd', {}]), 'etcd', read), { violations: [violation] })
  t.equal(judgeFlags(started(['etcd', null]), 'etcd', read, elsewhere), elsewhere)
})

t.test('flags that may not be all of them decide nothing, neither for nor against', async (t) => {
  const wrong = started(['etcd', { a: 'bad' }])
  const open = notAllSeen(wrong)
  const read = (): Reading => ({ violations: [violation] })
  t.match(judgeFlags(wrong, 'etcd', read), { violations: [violation], undecided: undefined })
  t.match(judgeFlags(open, 'etcd', read), {
    violations: [],
    undecided: { kind: 'manual', message: /^etcd \(pod etcd-0\) takes X from elsewhere; have it attested/ },
  })
  t.equal(judgeFlags(open, 'etcd', read, elsewhere), elsewhere)
})

t.test(
  'what is not shown is for an attestation, what may not be seen for another user; evidence from elsewhere helps',
  async (t) => {
    const read = () => ({})
    t.match(judgeFlags(hidden, 'etcd', read), { violations: [], undecided: { kind: 'manual', message: /attested/ } })
    t.match(judgeFlags(refused, 'etcd', read).undecided, { kind: 'forbidden', message: /GET pods: 403/ })
    t.equal(judgeFlags(hidden, 'etcd', read, elsewhere), elsewhere)
  },
)

t.test('lists', async (t) => {
  t.same(listIn('Node,RBAC'), ['Node', 'RBAC'])
  t.same(listIn('a b'), ['a', 'b'])
  t.same(listIn(undefined), [])
})
