import t from 'tap'
import { fillFleet, type Fleet } from '../../../testbed/monitor/fill-fleet.ts'
import { databases, openMonitor } from '../../../testbed/monitor/open-monitor.ts'
import { loadScope } from '../../standards.ts'

const now = Date.parse('2026-06-11T12:00:00Z')
const scope = await loadScope('scs-compatible-iaas')
const testcases = scope.versions.find(({ version }) => version === 'v5.1')?.targets.main ?? []
const [syntax = '', semantics = ''] = testcases
const hostile = '"><script>alert(1)</script>\u202e'
const accounts = ['one', 'two'].map((subject) => ({ subject, password: 'correct-horse', group: 'pair' }))
const fleet: Fleet = {
  scope,
  subjects: ['one', 'two', 'three', hostile],
  testcases,
  now,
  nights: 3,
  result: (subject, testcase, ago) => (subject === hostile && testcase === syntax && ago === 0 ? -1 : 1),
}

for (const [name, place] of Object.entries(databases)) {
  t.test(`on ${name}`, { skip: place === undefined && 'set SCS_TESTBED_POSTGRES' }, async (t) => {
    await using monitor = await openMonitor({ place, now: () => now, accounts })
    const html = (headers: object) => t.match(headers, { 'content-type': /^text\/html/ })
    const page = async (path: string) => {
      const { statusCode, body, headers } = await monitor.get(path)
      html(headers)
      t.notMatch(body, /<script>alert|\u202e/, path)
      t.notMatch(body.replaceAll(/<(style|script)[^]*?<\/\1>/g, ''), / (style|on\w+)="/, path)
      return { statusCode, text: textOf(body), body }
    }

    await t.test('where nothing has come in yet', async (t) => {
      t.match(await page('/board/release'), {
        statusCode: 200,
        text: /NO-GO .*No subject has run any of v5\.1 since 2026-05-14\./,
      })
      t.match(await page('/board/scopes'), { statusCode: 200, text: /SCS-compatible IaaS IaaS next draft v5\.1 0 0/ })
      t.match(await page('/board/scopes/scs-compatible-iaas'), {
        statusCode: 200,
        text: /No subject has been judged by this scope yet/,
      })
      t.match(await page(`/board/testcases/${syntax}`), {
        statusCode: 200,
        text: /Nobody can tell: no subject has a result/,
      })
    })

    await fillFleet(monitor.database, fleet)

    await t.test('the release board: a decision, its reasons, who takes part; the same as JSON', async (t) => {
      const { text, body } = await page('/board/release?minimum=2')
      t.match(text, /GO SCS-compatible IaaS v5\.1/)
      t.match(
        text,
        /GO because 3 subjects passed all of v5\.1 since 2026-05-14; 2 wanted; subjects of one group count once\./,
      )
      t.match(
        text,
        /3 of 4 subjects passed scs-0100-syntax-check \(1 FAIL\): it goes wrong on ">.*look at that cloud first\./,
      )
      t.match(text, /"><script>alert\(1\)<\/script>\\u\{202e\} FAIL 1 0 0 53 today/)
      t.match(text, /v5\.1 4 3 /, 'ran, passed')
      t.match(body, '/release?scope=scs-compatible-iaas&amp;version=v5.1&amp;since=2026-05-14&amp;minimum=2')
      const answer = await monitor.get('/release?minimum=2')
      t.match(answer.headers, { 'content-type': /^application\/json/ })
      t.match(answer.json(), {
        decision: 'go',
        since: '2026-05-14',
        participants: { length: 4 },
        absent: [],
        testcases: [{ testcase: syntax, counts: { PASS: 3, FAIL: 1, DNF: 0, MISS: 0 }, suspicion: 'cloud' }],
      })
    })

    await t.test('what is asked for: day, version, minimum, groups, scope', async (t) => {
      const decision = async (query: string) => (await monitor.get(`/release?${query}`)).json().decision
      t.equal(await decision('minimum=2'), 'go')
      t.equal(await decision('minimum=3'), 'no-go', 'one and two are of one group')
      t.equal(await decision('minimum=1&group=pair'), 'go')
      t.equal(await decision('minimum=2&group=pair'), 'no-go')
      t.equal(await decision('minimum=1&group=nobody,%20pair'), 'go')
      t.equal(await decision('minimum=1&group=nobody'), 'no-go')
      t.equal(await decision('minimum=2&since=2026-06-12'), 'no-go')
      t.equal(await decision('minimum=2&since=&version=&scope=&group='), 'go', 'as a form sends what is empty')
      t.equal(await decision('minimum=2&version=next'), 'no-go')
      t.equal(await decision(`minimum=2&scope=${scope.uuid.toUpperCase()}`), 'go')
      t.equal(await decision('minimum=1&scope=scs-compatible-kaas'), 'no-go')
      t.match(await page('/board/release?scope=scs-compatible-kaas'), { text: /No subject has run any of v1/ })
    })

    await t.test('what there is not is told', async (t) => {
      t.match(await monitor.get('/release?scope=scs-compatible-ias'), {
        statusCode: 404,
        body: /there is no such scope \(did you mean scs-compatible-iaas\?\)/,
      })
      t.match(await monitor.get('/release?version=v5.2'), {
        statusCode: 404,
        body: /no such version \(did you mean v5\.1\?\); it has next, v5\.1, v4, v3/,
      })
      t.match(await monitor.get('/release?since=2026-02-30'), {
        statusCode: 400,
        body: /2026-02-30 is no day such as 2026-06-11/,
      })
      t.match(await monitor.get('/release?since=yesterday'), { statusCode: 400 })
      t.match(await monitor.get('/release?minimum=0'), { statusCode: 400 }, 'nothing is never enough')
      t.match(await monitor.get('/release?group=%00'), { statusCode: 400 })
      t.match(await page('/board/release?version=v9'), {
        statusCode: 404,
        text: /SCS-compatible IaaS has no such version/,
      })
      t.match(await page('/board/scopes/%3Cb%3E'), {
        statusCode: 404,
        text: /There is no such scope; there are scs-compatible-iaas,/,
      })
      t.match(await page('/board/scopes/scs-compatible-iaas?version=v9'), { statusCode: 404 })
      t.match(await page('/board/testcases/scs-9999-unknown'), {
        statusCode: 404,
        text: /No scope knows such a testcase/,
      })
      t.match(await page(`/board/testcases/${syntax}?scope=scs-compatible-kaas`), {
        statusCode: 404,
        text: /does not know such a testcase/,
      })
    })

    await t.test('a scope: versions, subjects by version reached, testcases by verdict', async (t) => {
      t.match((await page('/board/scopes')).text, /SCS-compatible IaaS IaaS next draft v5\.1 4 3/)
      const { text } = await page('/board/scopes/scs-compatible-iaas')
      t.match(text, /4 subjects judged by this scope/)
      t.match(text, /v5\.1 in force 2024-12-19 2024-12-19 54 0 28 3 75 %/)
      t.match(text, /3 subjects reach v5\.1 one three two 1 subject reach/)
      t.match(text, /v5\.1, target main 54 testcases; all of them have to pass for a certificate/)
      t.match(text, /scs-0100-syntax-check [^]+? Goes wrong on one alone: look at that cloud first 1 0 0 3 /)
      t.match((await page('/board/scopes/scs-compatible-iaas?version=v3')).text, /v3, target main 16 testcases/)
    })

    await t.test('a testcase: who passes it, since when, week by week, and where to look', async (t) => {
      const { text, body } = await page(`/board/testcases/${syntax}`)
      t.match(text, /Look at the cloud first: it goes wrong on ">.* alone, of 4 subjects that tried\./)
      t.match(
        text,
        /"><script>alert\(1\)<\/script>\\u\{202e\} FAIL 2026-06-11 2026-06-11 2026-06-22 Report one PASS 2026-06-09 or longer/,
      )
      t.match(text, /Week of FAIL DNF PASS Share of PASS 2026-06-08 1 0 11 92 %/)
      t.match(text, /Demanded by SCS-compatible IaaS: next draft v5\.1 v4 deprecated v3 deprecated/)
      t.match(body, /href="\/board\/subjects\/%22%3E%3Cscript%3E/)
      t.match(
        (await page(`/board/testcases/${syntax}?verdict=PASS`)).text,
        /All 4 FAIL 1 MISS 0 DNF 0 PASS 3 Subject Verdict [^"]+$/,
      )
      t.match((await page(`/board/testcases/${semantics}`)).text, /Neither: it passes on all 4 subjects that tried/)
      t.match(await monitor.get(`/board/testcases/${syntax}?verdict=GREAT`), { statusCode: 400 })
    })

    await t.test('on several from one day on: the test', async (t) => {
      await monitor.clear()
      const result: Fleet['result'] = (subject, testcase, ago) => {
        return testcase === semantics && subject !== 'one' && ago < 2 ? (subject === 'two' ? 0 : -1) : 1
      }
      await fillFleet(monitor.database, { ...fleet, subjects: ['one', 'two', 'three'], result })
      const { text } = await page(`/board/testcases/${semantics}`)
      t.match(text, /Look at the test first: it fails or ends undecided on 2 of the 3 subjects that tried\./)
      t.match(text, /On 2 subjects it began on the same day, 2026-06-10\./)
      t.match(
        (await page('/board/release?minimum=1')).text,
        /NO-GO because 1 of 3 subjects passed scs-0100-semantics-check \(1 FAIL, 1 DNF\): it goes wrong on most that tried, look at the test first\./,
      )
    })
  })
}

/** What a reader sees of a page. */
function textOf(html: string): string {
  const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', amp: '&', '#39': "'" }
  return html
    .replaceAll(/<(style|script|title)[^]*?<\/\1>/g, '')
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/&([a-z]+|#39);/g, (whole, name: string) => entities[name] ?? whole)
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/ ([.,;:])/g, '$1')
}
