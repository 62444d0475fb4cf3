import t from 'tap'
import { reportOf, sample } from './golden/sample.ts'
import { format } from './oscal.ts'

interface Document {
  readonly 'assessment-results': {
    readonly results: readonly {
      readonly observations: readonly { readonly uuid: string; readonly title: string; readonly expires?: string }[]
      readonly findings?: readonly { readonly title: string; readonly target: { readonly status: object } }[]
    }[]
  }
}
const resultOf = (report: typeof sample) =>
  (JSON.parse(format.render(report)) as Document)['assessment-results'].results[0]

t.test('every testcase is an observation; only PASS and FAIL are findings', async (t) => {
  const result = resultOf(
    reportOf({ a: { verdict: 'PASS' }, b: { verdict: 'FAIL' }, c: { verdict: 'DNF' }, d: { verdict: 'MISS' } }),
  )
  t.same(
    result?.observations.map(({ title }) => title),
    ['a', 'b', 'c', 'd'],
  )
  t.match(result?.findings, [
    { title: 'a', target: { status: { state: 'satisfied', reason: 'pass' } } },
    { title: 'b', target: { status: { state: 'not-satisfied', reason: 'fail' } } },
  ])
  t.equal(result?.findings?.length, 2)
  t.same(
    result?.observations.map(({ expires }) => expires !== undefined),
    [true, true, true, false],
  )
})

t.test('no empty list, which OSCAL forbids, where nothing was decided', async (t) => {
  t.notMatch(format.render(reportOf({ c: { verdict: 'DNF' } })), /: \[\]/)
  t.equal(resultOf(reportOf({ c: { verdict: 'DNF' } }))?.findings, undefined)
})

t.test('the same report has the same identifiers, another run others', async (t) => {
  const ids = (report: typeof sample) => resultOf(report)?.observations.map(({ uuid }) => uuid)
  t.same(ids(sample), ids(sample))
  t.notSame(ids(sample), ids({ ...sample, uuid: '00000000-0000-4000-8000-000000000001' }))
})
