import fc from 'fast-check'
import t from 'tap'
import { reportOf, sample } from '../reports/golden/sample.ts'
import { compare } from './comparison.ts'
import type { Verdict } from './report.ts'

type Given = Parameters<typeof reportOf>[0][string]
const ids = (changes: readonly { readonly id: string }[]) => changes.map(({ id }) => id)

t.test('each change in its list', async (t) => {
  const before = reportOf({ a: { verdict: 'PASS' }, b: { verdict: 'PASS' }, c: { verdict: 'FAIL' }, d: { verdict: 'DNF' }, e: { verdict: 'FAIL' }, f: { verdict: 'PASS' }, g: { verdict: 'FAIL' } }) // prettier-ignore
  const violation = { subject: 'flavor x', expected: 'b', actual: 'c' }
  const after = reportOf({ a: { verdict: 'FAIL' }, b: { verdict: 'DNF' }, c: { verdict: 'PASS' }, d: { verdict: 'MISS' }, e: { verdict: 'FAIL', violations: [violation] }, h: { verdict: 'FAIL' }, g: { verdict: 'FAIL' } }) // prettier-ignore
  const found = compare(before, after)
  t.same(ids(found.regressions), ['a'])
  t.same(ids(found.lost), ['b'])
  t.match(found.lost, [{ cause: { kind: 'timeout' } }])
  t.same(ids(found.fixes), ['c'])
  t.same(ids(found.otherwise), ['d'])
  t.match(found.evidence, [{ id: 'e', appeared: [violation], vanished: [{ subject: 'flavor a' }] }])
  t.same([ids(found.added), ids(found.removed)], [['h'], ['f']])
  t.same(found.doubts, [])
})

t.test(
  'the same verdict on other evidence: cause, notes, places of nodes; not what an unchanged cloud tells',
  async (t) => {
    const slow = (message: string) => ({ verdict: 'DNF', cause: { kind: 'dependency', message } }) as const
    const compared = (one: Given, other: Given) => compare(reportOf({ a: one }), reportOf({ a: other }))
    const cause = compared(slow('did not run: x'), slow('did not run: y'))
    t.match(cause.evidence, [{ cause: { message: /y/ }, causeBefore: { message: /x/ } }])
    t.same(compared(slow('did not run: x'), slow('did not run: x')).evidence, [])
    const notes = compared({ verdict: 'PASS', notes: ['x', 'y'] }, { verdict: 'PASS', notes: ['y', 'z'] })
    t.match(notes.evidence, [{ notes: { appeared: ['z'], vanished: ['x'] } }])
    const aged = compared({ verdict: 'PASS', notes: ['1 day ago'] }, { verdict: 'PASS', notes: ['8 days ago'] })
    t.same(aged.evidence, [])
    const { exhibits } = sample.results['scs-0123-service-compute'] ?? {}
    const [exhibit] = exhibits ?? []
    t.ok(exhibit)
    if (!exhibit) return
    const nodes = exhibit.nodes.map((node) => ({ ...node, zone: 'elsewhere' }))
    const shown = (one: typeof exhibit): Given => ({ verdict: 'PASS', exhibits: [one] })
    t.match(compared(shown(exhibit), shown({ ...exhibit, nodes })).evidence, [{ placement: [{ after: /elsewhere/ }] }])
    t.same(compared(shown(exhibit), shown(exhibit)).evidence, [])
    t.same(compared({ verdict: 'PASS' }, shown(exhibit)).evidence, [], 'shown only once')
  },
)

t.test('what makes the two hard to compare is said', async (t) => {
  const one = reportOf({ a: { verdict: 'PASS' } })
  const other = { ...one, subject: 'another', complete: false, finishedAt: '2020-01-01T00:00:00.000Z' }
  t.match(compare(one, other).doubts, [
    /different subjects/,
    'the later run ended early',
    'the first was made after the second',
  ])
  t.same(compare(one, one).doubts, [])
})

const verdicts = fc.constantFrom<Verdict>('PASS', 'FAIL', 'DNF', 'MISS')
const results = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), fc.record({ verdict: verdicts }))

t.test(
  'nothing changes between a report and itself; there and back, regressions are fixes or lost sight of failures',
  async () => {
    fc.assert(
      fc.property(results, results, (one, other) => {
        const [before, after] = [reportOf(one), reportOf(other)]
        const there = compare(before, after)
        const back = compare(after, before)
        const { regressions, lost, fixes, otherwise, evidence, added, removed } = compare(before, before)
        const none = [regressions, lost, fixes, otherwise, evidence, added, removed].every((list) => list.length === 0)
        const undone = new Set([...ids(back.fixes), ...ids(back.otherwise)])
        return (
          none &&
          there.regressions.every(({ id }) => undone.has(id)) &&
          there.added.length === back.removed.length &&
          there.evidence.length === back.evidence.length
        )
      }),
    )
  },
)
