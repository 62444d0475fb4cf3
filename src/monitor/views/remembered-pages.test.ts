import t, { type Test } from 'tap'
import { databases, openMonitor, testKey } from '../../../testbed/monitor/open-monitor.ts'
import { iaas, officialText } from '../../../testbed/monitor/reports.ts'
import { links } from '../board/links.ts'
import { askRelease } from '../routes/release.ts'
import { releaseQuestion } from '../routes/release-question.ts'
import { allStatus } from './all-status.ts'
import { releaseOf } from './release/release.ts'
import { standing } from './standing.ts'

// Pages remember what they count: they change at once all the same, with all that they are made from.

const mine = { subject: 'mycloud', password: 'correct-horse', key: testKey() }
const theirs = { subject: 'othercloud', password: 'correct-horse', key: testKey() }
const syntax = 'scs-0100-syntax-check'

for (const [name, place] of Object.entries(databases)) {
  t.test(`on ${name}`, { skip: place === undefined && 'set SCS_TESTBED_POSTGRES' }, async (t) => {
    let now = Date.parse('2026-06-11T12:00:00Z')
    await using monitor = await openMonitor({ place, accounts: [mine, theirs], now: () => now })
    const { database, scopes } = monitor
    const other = { database, scopes: new Map(scopes), now: () => now } // another memory, as that of another process
    const scope = scopes.get(iaas)
    const main = scope?.versions.find(({ version }) => version === 'v5.1')?.targets.main ?? []
    const all = (value: 1 | 0 | -1) => Object.fromEntries(main.map((id) => [id, value]))
    const post = async (results: Record<string, 1 | 0 | -1>, by = mine) => {
      const checkedAt = new Date(now).toISOString()
      const { statusCode } = await monitor.post(officialText({ subject: by.subject, results, checkedAt }), by)
      if (statusCode !== 200) throw new Error(String(statusCode))
      now += 1000
    }
    const page = async (path: string) => (await monitor.get(path)).body
    /** What each page says of the subjects, by this version and testcase. */
    const shown = async (t: Test) => {
      const release = await page('/release?minimum=1')
      const question = releaseQuestion({ minimum: 1 }, scopes, now)
      const rows = await standing(database, { subjects: [mine.subject, theirs.subject] })
      const at = new Date(now)
      const anew = releaseOf(question, allStatus(scopes, rows, at), new Map(), at)
      t.same(JSON.parse(release), anew, 'as if nothing were remembered')
      t.same(await askRelease(other, question), anew, 'and as another process tells it, which took in none of it')
      const cells = (html: string, row: RegExp) =>
        [...(row.exec(html)?.[0] ?? '').matchAll(/<td class="number[^>]*>(\d+)</g)].map(([, n]) => Number(n))
      const board = await page('/board/release?minimum=1')
      return {
        decision: anew.decision,
        page: board.includes('NO-GO</span> SCS') ? 'no-go' : 'go',
        ran: anew.versions.find(({ version }) => version === 'v5.1')?.ran,
        reach: cells(await page(links.scopes), /<tr><th scope="row"><a href="\/board\/scopes\/scs-compatible-iaas.*/),
        testcase: cells(await page(links.scope('scs-compatible-iaas')), new RegExp(`>${syntax}</a>.*`)),
        all: /All (\d+)/.exec(await page(links.testcase(syntax)))?.[1],
        overview: /<table class="matrix">[^]*?<tbody>[^]*?<\/tbody>/
          .exec(await page('/board?sort=oldest'))?.[0]
          .match(/data-verdict="\w+"/g)
          ?.join(),
      }
    }

    await t.test('with each report', async (t) => {
      await monitor.clear()
      t.match(await shown(t), { decision: 'no-go', page: 'no-go', ran: 0, reach: [0, 0], testcase: [0, 0, 0, 0] })
      await post(all(1))
      t.match(await shown(t), { decision: 'go', page: 'go', ran: 1, reach: [1, 1], testcase: [0, 0, 0, 1], all: '1' })
      await post({ [syntax]: -1 })
      t.match(await shown(t), { decision: 'no-go', page: 'no-go', ran: 1, reach: [1, 0], testcase: [1, 0, 0, 0] })
      await post({ [syntax]: 1 })
      await post({ [syntax]: 0 }, theirs)
      const both = await shown(t)
      t.match(both, { ran: 1, reach: [2, 1], testcase: [0, 0, 1, 1], all: '2' })
      t.equal(both.overview, 'data-verdict="PASS",data-verdict="MISS"')
      t.same(await shown(t), both, 'and not without one')
    })

    await t.test('with the day: what has expired is gone at midnight', async (t) => {
      await monitor.clear()
      const today = now
      await post(all(1))
      t.match(await shown(t), { decision: 'go', page: 'go', testcase: [0, 0, 0, 1] })
      now = Date.parse('2026-06-21T23:59:59Z') // of a Thursday: until Monday of the week after the next
      t.match(await shown(t), { decision: 'go', page: 'go', testcase: [0, 0, 0, 1] })
      now = Date.parse('2026-06-22T00:00:00Z')
      t.match(await shown(t), { decision: 'no-go', page: 'no-go', testcase: [0, 1, 0, 0] })
      now = today
    })

    await t.test('with the groups of subjects', async (t) => {
      await monitor.clear()
      await post(all(1))
      await post(all(1), theirs)
      const two = async () => (await monitor.get('/release?minimum=2')).json<{ decision: string }>().decision
      t.equal(await two(), 'go')
      await database.updateTable('account').set({ group: 'one product' }).execute()
      t.equal(await two(), 'no-go', 'subjects of one group count once')
      await database.updateTable('account').set({ group: null }).execute()
      t.equal(await two(), 'go')
    })

    await t.test('and each question has its own answer', async (t) => {
      const asked = async (query: string) =>
        (await monitor.get(`/release?${query}`)).json<{ decision: string; since: string; version: string }>()
      for (let turn = 0; turn < 2; turn++) {
        t.match(await asked('minimum=2'), { decision: 'go', version: 'v5.1' })
        t.match(await asked('minimum=3'), { decision: 'no-go', version: 'v5.1' })
        t.match(await asked('minimum=2&since=2026-06-12'), { decision: 'no-go', since: '2026-06-12' })
        t.match(await asked('minimum=2&group=nobody'), { decision: 'no-go' })
        t.match(await asked('minimum=2&version=v4'), { version: 'v4' })
        t.match(await asked('minimum=2&scope=scs-compatible-kaas'), { decision: 'no-go' })
      }
    })
  })
}
