import { randomUUID } from 'node:crypto'
import { gunzipSync } from 'node:zlib'
import t, { type Test } from 'tap'
import { basic, databases, openMonitor, testKey } from '../../../testbed/monitor/open-monitor.ts'
import { iaas, officialDocuments, officialText } from '../../../testbed/monitor/reports.ts'
import { loadScope, scopeIds } from '../../standards.ts'
import { openDatabase, type Database } from '../database/database.ts'
import { allStatus } from './all-status.ts'
import { currentStatus } from './current-status.ts'
import { standing } from './standing.ts'

const mine = { subject: 'mycloud', password: 'correct-horse', key: testKey() }
const theirs = { subject: 'othercloud', password: 'correct-horse', key: testKey() }
const boss = { subject: 'boss', password: 'correct-horse', roles: ['approve' as const, 'read_any' as const] }
const accounts = [mine, theirs, boss]
const syntax = 'scs-0100-syntax-check'
const entropy = 'scs-0101-entropy-avail'
const scopes = new Map(
  (await Promise.all((await scopeIds()).map((id) => loadScope(id)))).map((scope) => [scope.uuid, scope]),
)
const kaas = [...scopes.values()].find(({ id }) => id === 'scs-compatible-kaas')?.uuid ?? ''

/** What is told without remembering anything. */
async function judgedAnew(database: Database, at: Date) {
  const rows = await database.selectFrom('standing').select('subject').distinct().execute()
  const subjects = rows.map(({ subject }) => subject)
  return subjects.length === 0 ? {} : allStatus(scopes, await standing(database, { subjects }), at)
}

for (const [name, place] of Object.entries(databases)) {
  t.test(`on ${name}`, { skip: place === undefined && 'set SCS_TESTBED_POSTGRES' }, async (t) => {
    let now = Date.parse('2026-06-11T12:00:00Z')
    await using monitor = await openMonitor({ place, accounts, now: () => now })
    const { database } = monitor
    const at = (seconds: number) => new Date(now - 3600_000 + seconds * 1000).toISOString()
    const context = { database, scopes, now: () => now }
    const post = async (
      results: Record<string, 1 | 0 | -1>,
      more: Partial<Parameters<typeof officialText>[0]> = {},
    ) => {
      const text = officialText({ subject: 'mycloud', results, checkedAt: at(0), ...more })
      const { statusCode } = await monitor.post(text, more.subject === 'othercloud' ? theirs : mine)
      if (statusCode !== 200) throw new Error(String(statusCode))
    }
    /** By all the ways that it can be asked, which agree. */
    const shown = async (t: Test, testcase = syntax) => {
      const all = await currentStatus(context)
      t.same(all, await judgedAnew(database, new Date(now)), 'as if nothing were remembered')
      t.same((await monitor.get('/status')).json(), all)
      const one = await currentStatus(context, { subject: 'mycloud' })
      t.same(one['mycloud'], all['mycloud'])
      const byScope = await currentStatus(context, { scopeUuid: iaas })
      t.same(byScope['mycloud']?.[iaas], all['mycloud']?.[iaas])
      t.same((await monitor.get(`/status?subject=mycloud&scopeuuid=${iaas}`)).json(), {
        ...(byScope['mycloud'] && { mycloud: byScope['mycloud'] }),
      })
      return all['mycloud']?.[iaas]?.results[testcase]?.result
    }

    await t.test('a report shows at once; an older one that comes later changes nothing', async (t) => {
      await monitor.clear()
      t.equal(await shown(t), undefined)
      await post({ [syntax]: 1 }, { checkedAt: at(10) })
      t.equal(await shown(t), 1)
      await post({ [syntax]: -1 }, { checkedAt: at(5) })
      t.equal(await shown(t), 1)
      await post({ [syntax]: -1 }, { checkedAt: at(20) })
      t.equal(await shown(t), -1)
      await post({ [syntax]: 1 }, { checkedAt: at(30), subject: 'othercloud' })
      t.equal(await shown(t), -1)
      t.same(Object.keys(await currentStatus(context)), ['mycloud', 'othercloud'])
    })

    await t.test('reports in one body count by when they were made, and of one moment the worse', async (t) => {
      await monitor.clear()
      const documents = [
        { checkedAt: at(20), results: { [syntax]: 1 as const } },
        { checkedAt: at(30), results: { [syntax]: -1 as const, [entropy]: 1 as const } },
        { checkedAt: at(30), results: { [syntax]: 0 as const } },
        { checkedAt: at(10), results: { [syntax]: 1 as const, [entropy]: -1 as const } },
      ].map((one) => ({ ...one, subject: 'mycloud' }))
      t.equal((await monitor.post(officialDocuments(documents), mine)).statusCode, 200)
      t.equal(await shown(t), -1)
      t.equal(await shown(t, entropy), 1)
    })

    await t.test('what has not changed is the same object; what has is another', async (t) => {
      await monitor.clear()
      await post({ [syntax]: 1 })
      await post({ [syntax]: 1 }, { subject: 'othercloud' })
      const before = await currentStatus(context)
      t.equal(await currentStatus(context), before)
      await post({ [syntax]: -1 }, { checkedAt: at(1), subject: 'othercloud' })
      const after = await currentStatus(context)
      t.not(after, before)
      t.equal(after['mycloud'], before['mycloud'])
      t.equal(after['othercloud']?.[iaas]?.results[syntax]?.result, -1)
    })

    await t.test('a result is gone from the moment it expires, without anything being posted', async (t) => {
      await monitor.clear()
      const today = now
      await post({ [syntax]: 1 }) // on a Thursday: until Monday of the week after the next
      now = Date.parse('2026-06-21T23:59:59Z')
      t.equal(await shown(t), 1)
      now = Date.parse('2026-06-22T00:00:00Z')
      t.equal(await shown(t), undefined)
      now = today
      t.equal(await shown(t), 1, 'and is there for whoever asks of an earlier day')
    })

    await t.test('results by another scope, known or not, are asked for by that scope alone', async (t) => {
      await monitor.clear()
      const unknown = randomUUID()
      await post({ [syntax]: 1 })
      await post({ 'scs-0214-v2': 1 }, { scopeUuid: kaas })
      await post({ anything: 1 }, { scopeUuid: unknown, subject: 'othercloud' })
      t.equal(await shown(t), 1)
      t.same(Object.keys((await currentStatus(context))['mycloud'] ?? {}).toSorted(), [iaas, kaas].toSorted())
      t.same(Object.keys(await currentStatus(context, { scopeUuid: kaas })), ['mycloud'])
      t.same(await currentStatus(context, { scopeUuid: unknown }), { othercloud: {} })
      t.same(await currentStatus(context, { subject: 'othercloud' }), { othercloud: {} })
      t.same(await currentStatus(context, { subject: 'othercloud', scopeUuid: iaas }), {})
      t.same(await currentStatus(context, { subject: 'nobody' }), {})
    })

    await t.test('an approval shows at once', async (t) => {
      await monitor.clear()
      const uuid = randomUUID()
      await post({ [syntax]: -1 }, { uuid })
      const waiting = async () => (await monitor.get('/results?approved=0', boss)).json<unknown[]>().length
      t.equal(await waiting(), 1)
      const payload = { reportuuid: uuid, scopeuuid: iaas, check: syntax, approval: true }
      await monitor.app.inject({ method: 'POST', url: '/results', payload, headers: basic(boss) })
      t.equal(await waiting(), 0)
      t.equal(await shown(t), -1, 'and changes no verdict')
    })

    await t.test('what another process keeps shows at once', async (t) => {
      await monitor.clear()
      const other = await anotherView(database, place)
      t.same(await currentStatus({ ...context, ...other }), {})
      for (const result of [1, -1, 1] as const) {
        now += 1000
        await post({ [syntax]: result })
        const seen = await currentStatus({ ...context, ...other })
        t.equal(seen['mycloud']?.[iaas]?.results[syntax]?.result, result)
        const [one] = Object.values(await currentStatus({ ...context, ...other }, { subject: 'mycloud' }))
        t.equal(one?.[iaas]?.results[syntax]?.result, result)
      }
      if (other.database !== database) await other.database.destroy()
    })

    await t.test('many ask while reports come in: nobody is told less than what was there', async (t) => {
      await monitor.clear()
      const testcases =
        scopes
          .get(iaas)
          ?.testcases.slice(0, 10)
          .map(({ id }) => id) ?? []
      let kept = 0
      const ask = async () => {
        const least = kept
        const status = await currentStatus(context, Math.random() < 0.5 ? {} : { subject: 'mycloud' })
        const seen = Object.keys(status['mycloud']?.[iaas]?.results ?? {}).length
        if (seen < least) throw new Error(`${seen} of ${least}`)
      }
      const asked: Promise<void>[] = []
      for (const testcase of testcases) {
        for (let n = 0; n < 5; n++) asked.push(ask())
        await post({ [testcase]: 1 })
        kept++
      }
      await Promise.all(asked)
      t.same(await currentStatus(context), await judgedAnew(database, new Date(now)))
    })

    await t.test('/status is packed for whoever takes that, and not sent to whoever has it', async (t) => {
      await monitor.clear()
      await post({ [syntax]: 1 })
      await post({ [syntax]: 1 }, { subject: 'othercloud' })
      const get = (headers: Record<string, string>) => monitor.app.inject({ method: 'GET', url: '/status', headers })
      const plain = await get({})
      const packed = await get({ 'accept-encoding': 'br, gzip' })
      t.equal(plain.headers['content-encoding'], undefined)
      t.equal(packed.headers['content-encoding'], 'gzip')
      t.equal(gunzipSync(packed.rawPayload).toString(), plain.body)
      t.ok(packed.rawPayload.length < plain.rawPayload.length)
      for (const other of ['gzip;q=0', 'br', 'identity']) {
        t.equal((await get({ 'accept-encoding': other })).headers['content-encoding'], undefined, other)
      }
      const tag = String(plain.headers['etag'])
      t.match(await get({ 'if-none-match': `"other", ${tag}` }), { statusCode: 304, body: '' })
      t.match(await get({ 'if-none-match': '"other"' }), { statusCode: 200, body: plain.body })
      await post({ [syntax]: -1 }, { checkedAt: at(1) })
      t.match(await get({ 'if-none-match': tag }), { statusCode: 200 })
    })
  })
}

/** As another `serve` on the same database sees it. PGlite has one process only: there it is another memory. */
async function anotherView(database: Database, place: string | undefined) {
  const own = new Map(scopes)
  if (place === undefined || place === 'pglite') return { database, scopes: own }
  const { sql } = await import('kysely')
  const { rows } = await sql<{ name: string }>`select current_database() as name`.execute(database)
  const url = new URL(place)
  url.pathname = `/${rows[0]?.name}`
  return { database: await openDatabase({ postgres: url.href }, () => {}), scopes: own }
}
