import { randomUUID } from 'node:crypto'
import t from 'tap'
import { fillBoard, hostileName, sampleUuids } from '../../../testbed/monitor/board-sample.ts'
import { databases, openMonitor, testKey, type TestAccount } from '../../../testbed/monitor/open-monitor.ts'
import { officialText } from '../../../testbed/monitor/reports.ts'
import { links } from './links.ts'

const now = Date.parse('2026-06-11T12:00:00Z')
const owner = { subject: hostileName, password: 'correct-horse', group: 'plus' }
const gx = { subject: 'gx-scs', password: 'correct-horse', group: 'plus', key: testKey() }
const reader = { subject: 'reader', password: 'correct-horse', roles: ['read_any'] } as const

for (const [name, place] of Object.entries(databases)) {
  t.test(`the pages, on ${name}`, { skip: place === undefined && 'set SCS_TESTBED_POSTGRES' }, async (t) => {
    await using monitor = await openMonitor({ place, accounts: [owner, gx, reader], now: () => now })
    t.match(await monitor.get('/board'), { statusCode: 200, body: /No report has come in yet/ })
    t.match(await monitor.get(links.subject('gx-scs')), { statusCode: 200, body: /No report about this subject/ })
    await fillBoard(monitor.database, monitor.scopes, now)
    const body = async (path: string, login?: TestAccount) => {
      const answer = await monitor.get(path, login)
      t.equal(answer.statusCode, 200, path)
      return answer.body
    }

    await t.test('the overview filters, sorts and counts', async (t) => {
      const subjects = (html: string) =>
        [...html.matchAll(/<th scope="row"><a href="[^"]+">([^<]+)</g)].map(([, one]) => one)
      t.match(await body('/board'), /<caption>2\d subjects</)
      t.same(subjects(await body('/board?q=GX')), ['gx-scs'])
      t.equal(subjects(await body('/board?group=plus')).length, 2)
      t.notMatch(await body('/board?verdict=FAIL&scope=scs-compatible-iaas'), /data-verdict="(PASS|MISS|DNF)"/)
      t.match(await body('/board?sort=worst'), /data-verdict="FAIL"[^]*data-verdict="MISS"/)
      t.match(await body('/board?q=nobody'), /No subject is like that/)
      t.equal((await monitor.get('/board?page=0')).statusCode, 400)
      t.match(await monitor.get('/board?sort=nonsense'), {
        statusCode: 400,
        headers: { 'content-type': /^text\/html/ },
      })
    })

    await t.test('a subject: levels, score card, changes, history, reports, badges', async (t) => {
      const html = await body(links.subject('gx-scs'))
      for (const part of ['Levels, IaaS', 'Since last time', 'Score card', 'History', 'Reports', 'Badges'])
        t.match(html, part)
      t.match(html, /<svg class="history"[^]*<rect class="PASS"/)
      t.match(html, /\[!\[SCS-compatible IaaS\]\(http:\/\/\S+\/badges\/gx-scs\/scs-compatible-iaas\.svg\)\]/)
      t.match(html, /Page 1 of \d/)
      t.match(await body(`${links.subject('gx-scs')}?page=2`), /Page 2 of \d/)
      t.equal((await monitor.get(links.subject('nobody'))).statusCode, 404)
    })

    await t.test('what a report says is text, whatever it says', async (t) => {
      for (const path of ['/board', links.subject(hostileName), links.report(sampleUuids.official)]) {
        const html = await body(path, reader)
        t.notMatch(html, /<img src=x|<script>alert/)
        t.match(html, '&lt;img src=x onerror=alert(1)&gt;')
        t.notMatch(html, '\u202e')
      }
    })

    await t.test(
      'the public page of a report shows what its public JSON does, the login of who may all of it',
      async (t) => {
        const path = links.report(sampleUuids.official)
        const secret = /a secret at 10\.0\.0\.1|secret-cloud/
        t.match(await body(path), /has a flavor &lt;script&gt;/)
        t.notMatch(await body(path), secret)
        t.notMatch(await body(path, gx), secret, 'another subject sees no more than anybody')
        t.match(await body(path, owner), secret)
        t.match(await body(path, reader), secret)
        t.notMatch(await body(path), /\/original/)
        t.match(await body(path, owner), /\/original/)
      },
    )

    await t.test('one of our own is the HTML report, under its own policy', async (t) => {
      const path = links.report(sampleUuids.own)
      const answer = await monitor.get(path)
      t.match(
        answer.headers['content-security-policy'],
        /^default-src 'none'; style-src 'sha256-\S+'; script-src 'sha256-\S+'; .*frame-ancestors 'none'$/,
      )
      t.match(answer.body, /<nav class="around"/)
      const shared = JSON.parse((await monitor.get(`/reports/${sampleUuids.own}/public`)).body) as object
      t.ok('redaction' in shared)
      t.match(answer.body, /salt|pseudonym|redact/i)
      t.match(await body(`${path}?language=de`), /<html lang="de">/)
      t.equal((await monitor.get(links.report(randomUUID()))).statusCode, 404)
    })

    await t.test('what is handed in later is in the history too', async (t) => {
      const before = await monitor.database.selectFrom('tally').select('report_id').execute()
      const text = officialText({
        subject: 'gx-scs',
        results: { a: 1, b: -1, c: 0, d: 1 },
        checkedAt: '2026-06-11T11:00:00Z',
      })
      t.equal((await monitor.post(text, gx)).statusCode, 200)
      const tally = await monitor.database.selectFrom('tally').orderBy('report_id', 'desc').selectAll().execute()
      t.equal(tally.length, before.length + 1)
      t.match(tally[0], { subject: 'gx-scs', pass: 2, fail: 1, dnf: 1 })
    })
  })
}
