import t from 'tap'
import { parseAllDocuments } from 'yaml'
import { format } from '../reports/scs-yaml.ts'
import { sample } from '../reports/golden/sample.ts'
import { officialReport } from './official-report.ts'

const scope = '50393e6f-2ae1-4c5c-a62c-3b75f2abef3f'

t.test('the shape of today: the worst of several invocations counts', async (t) => {
  const read = officialReport({
    spec: { uuid: scope }, checked_at: '2026-06-11 10:30:00', subject: 'cloud',
    run: { uuid: 'r', invocations: { x: { results: { a: 1, b: 0, c: 1 } }, y: { results: { c: -1, d: 7 } } } },
  }) // prettier-ignore
  t.match(read, { uuid: 'r', subject: 'cloud', scopeUuid: scope, checkedAt: '2026-06-11T10:30:00.000Z' })
  t.same(Object.fromEntries(read?.verdicts ?? []), { a: 'PASS', b: 'DNF', c: 'FAIL' })
})

t.test('the flat one to come', async (t) => {
  const tests = { a: { result: 1 }, b: { result: -1 } }
  const read = officialReport({
    uuid: 'u',
    creator: 'x',
    scope,
    subject: 'cloud',
    checked_at: '2026-06-11T12:30:00+02:00',
    tests,
  })
  t.match(read, { uuid: 'u', scopeUuid: scope, checkedAt: '2026-06-11T10:30:00.000Z' })
  t.same(Object.fromEntries(read?.verdicts ?? []), { a: 'PASS', b: 'FAIL' })
})

t.test('what our own format scs-yaml writes', async (t) => {
  const [document] = parseAllDocuments(format.render(sample))
  const read = officialReport(document?.toJS())
  const judged = Object.entries(sample.results).filter(([, { verdict }]) => verdict !== 'MISS')
  t.same(Object.fromEntries(read?.verdicts ?? []), Object.fromEntries(judged.map(([id, { verdict }]) => [id, verdict])))
  t.equal(read?.uuid, sample.uuid)
})

t.test('anything else is none', async (t) => {
  for (const other of [
    null,
    [],
    'x',
    {},
    { subject: 'cloud' },
    { subject: 'cloud', checked_at: 'soon', uuid: 'u', scope },
  ]) {
    t.equal(officialReport(other), undefined)
  }
})
