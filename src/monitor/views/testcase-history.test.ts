import { randomUUID } from 'node:crypto'
import type { Kysely } from 'kysely'
import t from 'tap'
import { databases, openMonitor, testKey } from '../../../testbed/monitor/open-monitor.ts'
import { iaas, officialDocuments, type TestReport } from '../../../testbed/monitor/reports.ts'
import { release } from '../database/migrations/0004-release.ts'
import { sinceWhen } from './since-when.ts'
import { mondayOf, testcaseHistory, withoutGaps } from './testcase-history.ts'

const syntax = 'scs-0100-syntax-check'
const at = new Date('2026-06-11T12:00:00Z') // a Thursday
const key = testKey()
const mine = { subject: 'mycloud', password: 'correct-horse', key, delegates: ['ci'] }
const theirs = { subject: 'othercloud', password: 'correct-horse', key, delegates: ['ci'] }
const ci = { subject: 'ci', password: 'correct-horse', key, roles: ['append_any' as const] }
const report = (subject: string, checkedAt: string, result: 1 | 0 | -1, scopeUuid = iaas): TestReport => {
  return {
    subject,
    checkedAt,
    results: { [syntax]: result, 'scs-0101-entropy-avail': 1 },
    scopeUuid,
    uuid: randomUUID(),
  }
}

t.test('weeks begin on Mondays, and those without results are there too', async (t) => {
  t.same(mondayOf(at), new Date('2026-06-08T00:00:00Z'))
  t.same(mondayOf(new Date('2026-06-08T00:00:00Z')), new Date('2026-06-08T00:00:00Z'))
  t.same(mondayOf(new Date('2026-06-07T23:59:59Z')), new Date('2026-06-01T00:00:00Z'))
  const week = { monday: '2026-05-25', pass: 1, dnf: 0, fail: 0 }
  t.same(withoutGaps([week], mondayOf(at)), [
    week,
    { monday: '2026-06-01', pass: 0, dnf: 0, fail: 0 },
    { monday: '2026-06-08', pass: 0, dnf: 0, fail: 0 },
  ])
  t.same(withoutGaps([], mondayOf(at)), [])
})

for (const [name, place] of Object.entries(databases)) {
  t.test(`on ${name}`, { skip: place === undefined && 'set SCS_TESTBED_POSTGRES' }, async (t) => {
    await using monitor = await openMonitor({ place, accounts: [mine, theirs, ci] })
    const { database } = monitor
    const history = (scope = iaas, testcase = syntax) => testcaseHistory(database, scope, testcase, at)
    const post = async (...reports: readonly TestReport[]) =>
      (await monitor.post(officialDocuments(reports), ci)).statusCode

    await t.test('results are counted by week, once each, over all subjects', async (t) => {
      t.same(await history(), [])
      t.equal(
        await post(
          report('mycloud', '2026-06-07T23:59:59Z', 1), // a Sunday
          report('mycloud', '2026-06-08T00:00:00Z', -1),
          report('othercloud', '2026-06-09T00:00:00Z', 0),
          report('othercloud', '2024-01-01T00:00:00Z', 1), // too long ago
        ),
        200,
      )
      const again = officialDocuments([report('mycloud', '2026-06-10T00:00:00Z', -1)])
      t.equal((await monitor.post(again, ci)).statusCode, 200)
      t.equal((await monitor.post(again, ci)).statusCode, 409, 'nothing is counted twice')
      const weeks = [
        { monday: '2026-06-01', pass: 1, dnf: 0, fail: 0 },
        { monday: '2026-06-08', pass: 0, dnf: 1, fail: 2 },
      ]
      t.same(await history(), weeks)
      t.same(await history('1fffebe6-fd4b-44d3-a36c-fc58b4bb0180'), [], 'of another scope')
      t.same(await history(iaas, 'scs-0101-entropy-avail'), [
        { monday: '2026-06-01', pass: 1, dnf: 0, fail: 0 },
        { monday: '2026-06-08', pass: 3, dnf: 0, fail: 0 },
      ])
      await database.schema.dropTable('testcase_week').execute()
      await database.transaction().execute((transaction) => release(transaction as unknown as Kysely<unknown>))
      t.same(await history(), weeks, 'what was there before is counted when the table is made')
    })

    await t.test('posts that come in at the same time are all counted', async (t) => {
      await monitor.clear()
      const codes = await Promise.all(
        Array.from({ length: 8 }, async (_, n) =>
          post(report(n % 2 === 0 ? 'mycloud' : 'othercloud', '2026-06-10T00:00:00Z', n % 2 === 0 ? 1 : -1)),
        ),
      )
      t.same(new Set(codes), new Set([200]))
      t.same(await history(), [{ monday: '2026-06-08', pass: 4, dnf: 0, fail: 4 }])
    })

    await t.test('since when a result is what it is, in whatever order reports came in', async (t) => {
      await monitor.clear()
      await post(
        report('mycloud', '2026-06-10T02:00:00Z', -1),
        report('mycloud', '2026-06-07T02:00:00Z', 1),
        report('mycloud', '2026-06-09T02:00:00Z', -1),
        report('mycloud', '2026-06-08T02:00:00Z', -1),
        report('mycloud', '2026-06-06T02:00:00Z', -1),
        report('othercloud', '2026-06-10T02:00:00Z', 1),
        report('othercloud', '2026-06-01T02:00:00Z', 1),
        report('othercloud', '2026-05-01T02:00:00Z', 0),
        report('othercloud', '2026-06-11T02:00:00Z', -1, '1fffebe6-fd4b-44d3-a36c-fc58b4bb0180'),
      )
      const asked = { scopeUuid: iaas, testcase: syntax, subjects: ['mycloud', 'othercloud', "nobody'"] }
      t.same(await sinceWhen(database, { ...asked, from: new Date('2026-05-15T00:00:00Z') }), [
        { subject: 'mycloud', since: new Date('2026-06-08T02:00:00Z'), changed: true },
        { subject: 'othercloud', since: new Date('2026-06-01T02:00:00Z'), changed: false },
      ])
      t.same(await sinceWhen(database, { ...asked, subjects: [], from: at }), [])
      await post(report('mycloud', '2026-06-10T02:00:00Z', 0))
      t.match(
        await sinceWhen(database, { ...asked, from: new Date('2026-05-15T00:00:00Z') }),
        [{ since: new Date('2026-06-10T02:00:00Z') }, {}],
        'of two of the same moment the worse one is the newest; the other is another',
      )
    })
  })
}
