import { randomUUID } from 'node:crypto'
import t from 'tap'
import { format as json } from '../../reports/json.ts'
import { reportOf } from '../../reports/golden/sample.ts'
import { basic, databases, openMonitor, testKey, type TestMonitor } from '../../testbed/monitor/open-monitor.ts'
import { iaas, officialDocuments, officialText } from '../../testbed/monitor/reports.ts'

const key = testKey()
const mine = { subject: 'mycloud', password: 'correct-horse', key }
const ci = { subject: 'zuul_ci', password: 'battery-staple', key: testKey(), roles: ['append_any' as const] }
const theirs = { subject: 'othercloud', password: 'tr0ub4dor', key: testKey(), delegates: ['zuul_ci'] }
const alone = { subject: 'lonelycloud', password: 'tr0ub4dor', key: testKey() }
const boss = { subject: 'boss', password: 'correct-horse', roles: ['approve' as const, 'read_any' as const] }
const accounts = [mine, ci, theirs, alone, boss]
const syntax = 'scs-0100-syntax-check'
const passing = { subject: 'mycloud', results: { [syntax]: 1 as const } }

async function syntaxOf(monitor: TestMonitor, subject = 'mycloud'): Promise<unknown> {
  const status = (await monitor.get('/status')).json<Record<string, Record<string, { results: object }>>>()
  return (status[subject]?.[iaas]?.results as Record<string, { result: number }> | undefined)?.[syntax]?.result
}

for (const [name, place] of Object.entries(databases)) {
  t.test(`on ${name}`, { skip: place === undefined && 'set SCS_TESTBED_POSTGRES' }, async (t) => {
    await using monitor = await openMonitor({ place, accounts })
    await t.test('a signed report is taken once, shown in the status, and given back whole', async (t) => {
      await monitor.clear()
      const uuid = randomUUID()
      const text = officialText({ ...passing, uuid })
      t.match((await monitor.post(text, mine)).json(), {
        reports: [{ uuid, subject: 'mycloud', scopeuuid: iaas, results: 1 }],
      })
      t.match(await monitor.post(text, mine), { statusCode: 409, body: /a report with this uuid is there already/ })
      t.equal(await syntaxOf(monitor), 1)
      t.same((await monitor.get(`/reports/${uuid}`, mine)).json(), JSON.parse(text))
      t.same((await monitor.get('/reports', mine)).json(), [JSON.parse(text)])
      const original = await monitor.get(`/reports/${uuid}/original`, mine)
      t.equal(original.headers['content-type'], 'application/x-signed-yaml')
      t.equal(original.body, `${key.sign(text)}&${text}`)
    })

    await t.test('the newest reports come first, page by page', async (t) => {
      await monitor.clear()
      const uuids = [randomUUID(), randomUUID(), randomUUID()]
      for (const [index, uuid] of uuids.entries()) {
        const checkedAt = new Date(Date.now() - 1000 * (index + 1)).toISOString()
        await monitor.post(officialText({ ...passing, uuid, checkedAt }), mine)
      }
      const page = async (query: string) =>
        (await monitor.get(`/reports?${query}`, mine)).json<{ run: { uuid: string } }[]>().map(({ run }) => run.uuid)
      t.same(await page(''), uuids)
      t.same(await page('limit=2'), uuids.slice(0, 2))
      t.same(await page('limit=2&skip=2'), uuids.slice(2))
      t.same(await page('skip=3'), [])
    })

    await t.test('several documents are taken all or none', async (t) => {
      await monitor.clear()
      const [one, two, three] = [randomUUID(), randomUUID(), randomUUID()]
      const both = officialDocuments([
        { ...passing, uuid: one },
        { ...passing, uuid: two },
      ])
      t.match((await monitor.post(both, mine)).json(), { reports: [{ uuid: one }, { uuid: two }] })
      const again = officialDocuments([
        { ...passing, uuid: three },
        { ...passing, uuid: two },
      ])
      t.equal((await monitor.post(again, mine)).statusCode, 409)
      t.equal((await monitor.get(`/reports/${three}`, mine)).statusCode, 404)
      const twice = officialDocuments([
        { ...passing, uuid: three },
        { ...passing, uuid: three.toUpperCase() },
      ])
      t.equal((await monitor.post(twice, mine)).statusCode, 409)
    })

    await t.test('whatever order reports come in, the newest counts; of two of one moment the worse', async (t) => {
      await monitor.clear()
      const at = (seconds: number) => new Date(Date.now() - 3600_000 + seconds * 1000).toISOString()
      const post = (result: 1 | 0 | -1, checkedAt: string) =>
        monitor.post(officialText({ ...passing, results: { [syntax]: result }, checkedAt }), mine)
      const moments = [at(10), at(20)] as const
      await post(1, moments[1])
      await post(-1, moments[0])
      t.equal(await syntaxOf(monitor), 1, 'an older one that came later')
      await post(0, moments[1])
      t.equal(await syntaxOf(monitor), 0)
      await post(1, moments[1])
      t.equal(await syntaxOf(monitor), 0)
      await post(1, at(30))
      t.equal(await syntaxOf(monitor), 1)
    })

    await t.test('the same report twenty times at once is kept once; different ones all are', async (t) => {
      await monitor.clear()
      const text = officialText(passing)
      const same = await Promise.all(Array.from({ length: 20 }, () => monitor.post(text, mine)))
      const times = (code: number) => same.filter(({ statusCode }) => statusCode === code).length
      t.same([times(200), times(409)], [1, 19])
      const others = await Promise.all(Array.from({ length: 20 }, () => monitor.post(officialText(passing), mine)))
      t.ok(others.every(({ statusCode }) => statusCode === 200))
      const { count } = await monitor.database
        .selectFrom('report')
        .select(({ fn }) => fn.countAll().as('count'))
        .executeTakeFirstOrThrow()
      t.equal(Number(count), 21)
      const submissions = await monitor.database.selectFrom('submission').select('id').execute()
      t.equal(submissions.length, 21, 'nothing is left of what was refused')
    })

    await t.test('our own report is taken as JSON and as YAML, and anybody sees it only with pseudonyms', async (t) => {
      await monitor.clear()
      const now = new Date(Date.now() - 60_000).toISOString()
      const uuid = randomUUID()
      const violation = { subject: 'endpoint https://api.secret.example', expected: 'b', actual: 'c' }
      const report = reportOf(
        { [syntax]: { verdict: 'FAIL', violations: [violation], startedAt: now } },
        { subject: 'mycloud', uuid, startedAt: now, finishedAt: now },
      )
      const text = json.render(report)
      t.match(await monitor.post(text, mine, { type: 'application/x-signed-json' }), { statusCode: 200 })
      t.equal(await syntaxOf(monitor), -1)
      t.match((await monitor.get(`/reports/${uuid}`, mine)).body, /api\.secret\.example/)
      const shown = await monitor.get(`/reports/${uuid}/public`)
      t.match(shown.json(), { uuid, results: { [syntax]: { verdict: 'FAIL' } } })
      t.notMatch(shown.body, /secret\.example/)
      t.equal((await monitor.get(`/reports/${uuid}/public`)).body, shown.body, 'the same each time')
      const other = json.render({ ...report, uuid: randomUUID() })
      t.match(await monitor.post(other, mine), { statusCode: 200 })
      const broken = json.render({ ...report, uuid: randomUUID(), complete: 'yes' as unknown as boolean })
      t.match(await monitor.post(broken, mine), {
        statusCode: 422,
        body: /no scs-conformance-report\/1: complete: must be boolean/,
      })
    })

    await t.test('a subject of another account takes the role and the word of that subject', async (t) => {
      await monitor.clear()
      const about = (subject: string) => officialText({ ...passing, subject })
      t.match(await monitor.post(about('othercloud'), ci), { statusCode: 200 })
      t.match(await monitor.post(about('lonelycloud'), ci), { statusCode: 401, body: /has not named it as a delegate/ })
      t.match(await monitor.post(about('othercloud'), mine), { statusCode: 401, body: /lacks the role append_any/ })
      t.match(await monitor.post(about('zuul_ci'), ci), { statusCode: 200 })
      const mixed = officialDocuments([passing, { ...passing, subject: 'othercloud' }])
      t.match(await monitor.post(mixed, mine), { statusCode: 401 })
      t.equal(await syntaxOf(monitor), undefined, 'nor the one that is its own')
    })

    await t.test('approvals: results that did not pass wait for one', async (t) => {
      await monitor.clear()
      const uuid = randomUUID()
      const failed = 'scs-0102-image-recency'
      await monitor.post(officialText({ ...passing, uuid, results: { [syntax]: 1, [failed]: -1 } }), mine)
      const waiting = async () => (await monitor.get('/results?approved=0', boss)).json<{ check: string }[]>()
      t.match(await waiting(), [{ reportuuid: uuid, check: failed, result: -1, version: '*', approval: false }])
      const approval = { reportuuid: uuid, scopeuuid: iaas, version: '*', check: failed, approval: true }
      const approve = (payload: object) =>
        monitor.app.inject({ method: 'POST', url: '/results', payload, headers: basic(boss) })
      t.match(await approve([approval, { ...approval, check: 'no-such' }]), { statusCode: 404 })
      t.equal((await waiting()).length, 1, 'all or none')
      t.match(await approve([approval]), { statusCode: 200 })
      t.same(await waiting(), [])
      t.equal(
        (await monitor.get('/results?subject=mycloud', mine)).json<unknown[]>().length,
        2,
        'an account sees its own',
      )
    })
  })
}
