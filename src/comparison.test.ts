import fc from 'fast-check'
import t from 'tap'
import { reportOf } from '../reports/golden/sample.ts'
import { compare } from './comparison.ts'
import type { Verdict } from './report.ts'

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
