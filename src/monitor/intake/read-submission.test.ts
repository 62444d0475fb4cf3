import fc from 'fast-check'
import t from 'tap'
import { validateReport } from '../../../reports/validate.ts'
import { iaas, officialDocuments, officialText } from '../../../testbed/monitor/reports.ts'
import { isNotTooDeep } from './depth.ts'
import { readSubmission } from './read-submission.ts'
import type { ContentType } from './received.ts'

const read = (text: string, type: ContentType = 'application/x-signed-yaml') =>
  readSubmission(type, new TextEncoder().encode(text), validateReport)
const uuid = '00000000-0000-4000-8000-00000000000a'
const checkedAt = '2026-06-11T10:30:00.000Z'
const results = { a: 1, b: 0, c: -1 } as const

t.test('a report of today, as YAML and as JSON', async (t) => {
  const text = officialText({ subject: 'mycloud', results, uuid, checkedAt })
  for (const type of ['application/x-signed-yaml', 'application/x-signed-json'] as const) {
    const [report] = (await read(text, type)).reports
    t.match(report, { kind: 'official', uuid, subject: 'mycloud', scopeUuid: iaas, checkedAt })
    t.same(report?.results, [
      { testcase: 'a', result: 1, checkedAt },
      { testcase: 'b', result: 0, checkedAt },
      { testcase: 'c', result: -1, checkedAt },
    ])
    t.same(JSON.parse(report?.document ?? ''), JSON.parse(text))
  }
})

t.test('the flat report to come, and several documents', async (t) => {
  const flat = `uuid: ${uuid}\nscope: ${iaas}\nchecked_at: 2026-06-11 10:30:00\nsubject: mycloud\ntests: {a: {result: -1}}\n`
  t.match((await read(flat)).reports, [{ uuid, checkedAt, results: [{ testcase: 'a', result: -1 }] }])
  const two = officialDocuments([
    { subject: 'one', results },
    { subject: 'two', results },
  ])
  t.match((await read(two)).reports, [{ subject: 'one' }, { subject: 'two' }])
  await t.rejects(read(`${two}---\na: 1\n`), { message: /^document 3 is no report/ })
  await t.rejects(read(flat.replace('result: -1', 'result: PASS')), {
    message: /of "a" something else than 1, 0 or -1/,
  })
  await t.rejects(read(flat.replace('{result: -1}', 'null')), { message: /of "a" something else/ })
})

t.test('of a testcase that is judged twice the worse result counts', async (t) => {
  const text = officialText({ subject: 'mycloud', results: { a: 1 }, uuid })
  const twice = text.replace('"invocations":{', '"invocations":{"2":{"results":{"a":-1}},')
  t.match((await read(twice)).reports, [{ results: [{ testcase: 'a', result: -1 }] }])
})

t.test('whatever is posted, it is read or refused in one sentence', async () => {
  const type = fc.constantFrom<ContentType>('application/x-signed-yaml', 'application/x-signed-json', 'application/zip')
  await fc.assert(
    fc.asyncProperty(fc.oneof(fc.string({ unit: 'binary' }), fc.json()), type, async (text, kind) => {
      await read(text, kind).then(
        ({ reports }) => {
          if (reports.length > 0) throw new Error(`took ${text}`)
        },
        (error: unknown) => {
          if (!(error instanceof Error) || error.constructor !== Error || error.message.includes('\n')) throw error
        },
      )
    }),
  )
})

t.test('depth', async (t) => {
  const nested = (depth: number) => JSON.parse(`${'['.repeat(depth)}${']'.repeat(depth)}`) as unknown
  t.equal(isNotTooDeep(nested(64)), true)
  t.equal(isNotTooDeep(nested(66)), false)
  t.equal(isNotTooDeep(null), true)
})
