import { createServer } from 'node:net'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import t from 'tap'
import { startStandIn, type StandIn } from '../../../testbed/monitor/http-stand-in.ts'
import { databases, openMonitor, testKey, type TestMonitor } from '../../../testbed/monitor/open-monitor.ts'
import { iaas, officialText } from '../../../testbed/monitor/reports.ts'
import { loadScope } from '../../standards.ts'
import { redactor, secret } from '../../redact.ts'
import type { ResultValue } from '../database/tables.ts'
import { kinds, type Kind } from './notice.ts'
import { startNotices, type Notices, type NoticesOptions } from './notices.ts'
import { watch } from './outbox.ts'
import type { Channel, Contact, NoticeSettings } from './settings.ts'

const hour = 3600_000
const day = 24 * hour
/** A Monday; v5.1 is the only version in force. */
const start = Date.UTC(2026, 2, 2, 4)
const account = { subject: 'mycloud', password: 'correct-horse', key: testKey() }
const scope = await loadScope('scs-compatible-iaas')
const inForce = scope.versions.find(({ version }) => version === 'v5.1')
const testcases = scope.testcases.map(({ id }) => id)
const syntax = 'scs-0100-syntax-check'
t.ok(inForce)

interface Body {
  readonly id: string
  readonly kind: string
  readonly about: readonly string[]
  readonly title: string
  readonly scopes: readonly {
    readonly testcases: readonly { readonly id: string }[]
    readonly versions: readonly string[]
  }[]
}

const bodies = (hook: StandIn) => hook.got.map(({ body }) => JSON.parse(body) as Body)
/** What was told since the last time, in short. */
function told(hook: StandIn, from: number): readonly string[] {
  return bodies(hook)
    .slice(from)
    .map(({ kind, about, scopes }) => {
      const ids = scopes.flatMap((one) => [...one.testcases.map(({ id }) => id), ...one.versions])
      return [kind, ...about, ...(ids.length > 3 ? [String(ids.length)] : ids)].join(' ')
    })
}

function settingsOf(hook: StandIn, names: readonly string[] = ['ops'], expectedMs?: number): NoticeSettings {
  const channel: Channel = { type: 'webhook', name: 'hook', url: secret(hook.url), secret: secret('secret') }
  const contacts = names.map((name): Contact => ({
    name,
    channel,
    to: secret(''),
    language: 'en',
    events: new Set<Kind>(kinds),
  }))
  const patience = { confirmations: 2, lastingMs: 36 * hour, changes: 4, withinMs: 7 * day }
  const leadMs = { day: 6 * hour, week: day, month: 7 * day, quarter: 14 * day, year: 30 * day }
  const rules = { patience, leadMs, ...(expectedMs === undefined ? {} : { expectedMs }) }
  return {
    contacts: new Map(contacts.map((one) => [one.name, one])),
    channels: [channel],
    subjects: new Map([['mycloud', { contacts, rules }]]),
    everybody: { contacts: [], rules },
  }
}

/** A monitor with notices, whose clock stands until it is told. */
async function setUp(place: string | undefined) {
  const clock = { now: start }
  const monitor = await openMonitor({ place, accounts: [account], now: () => clock.now })
  const said: string[] = []
  const running: Notices[] = []
  const run = (settings: NoticeSettings, more: Partial<NoticesOptions> = {}) => {
    const { database, scopes } = monitor
    const notices = startNotices({
      database,
      scopes,
      settings,
      redactor: redactor(),
      environment: {},
      say: (text) => void said.push(text),
      now: () => clock.now,
      roundMs: 1,
      pollMs: 3600_000,
      ...more,
    })
    running.push(notices)
    return notices
  }
  return {
    clock,
    monitor,
    said,
    run,
    async [Symbol.asyncDispose]() {
      for (const one of running) await one.close()
      await monitor[Symbol.asyncDispose]()
    },
  }
}

const all = (value: ResultValue, but: Readonly<Record<string, ResultValue>> = {}) => ({
  ...Object.fromEntries(testcases.map((id) => [id, value])),
  ...but,
})

async function post(
  monitor: TestMonitor,
  atMs: number,
  results: Readonly<Record<string, ResultValue>>,
  stderr: readonly string[] = [],
) {
  const text = officialText({
    subject: 'mycloud',
    results,
    checkedAt: new Date(atMs).toISOString(),
    scopeUuid: iaas,
    stderr,
  })
  const { statusCode, body } = await monitor.post(text, account)
  if (statusCode !== 200) throw new Error(body)
}

for (const [name, place] of Object.entries(databases)) {
  t.test(`on ${name}`, { skip: place === undefined && 'set SCS_TESTBED_POSTGRES' }, async (t) => {
    await using here = await setUp(place)
    const { clock, monitor, said, run } = here

    /** Nights of reports, each looked at afterwards; what was told, by night. */
    async function nights(
      hook: StandIn,
      notices: Notices,
      list: readonly (Readonly<Record<string, ResultValue>> | 'none' | 'refused')[],
    ) {
      const all_: (readonly string[])[] = []
      for (const one of list) {
        const before = hook.got.length
        clock.now += day
        if (one === 'refused')
          await post(monitor, clock.now - hour, all(0), ['keystoneauth1.exceptions.http.Unauthorized: (HTTP 401)'])
        else if (one !== 'none') await post(monitor, clock.now - hour, one)
        notices.reported(['mycloud'])
        await notices.settled()
        all_.push(told(hook, before))
      }
      return all_
    }
    const fresh = async () => {
      await monitor.clear()
      clock.now = start
      said.length = 0
    }

    await t.test('an old database is told as one notice; then what changes, once', async (t) => {
      await fresh()
      await using hook = await startStandIn()
      for (let n = 10; n > 0; n--) await post(monitor, start - n * day, all(1, { [syntax]: -1 }))
      const notices = run(settingsOf(hook))
      await notices.settled()
      t.same(told(hook, 0), [`start ${syntax} v5.1`])
      t.same(await nights(hook, notices, [all(1, { [syntax]: -1 }), all(1), all(1), all(1)]), [
        [],
        [],
        [`recovery ${syntax} v5.1`],
        [],
      ])
      const worse = all(1, { [syntax]: -1, 'scs-0102-image-recency': 0 })
      t.same(await nights(hook, notices, [worse, worse, worse]), [
        [],
        [`regression ${syntax} scs-0102-image-recency v5.1`],
        [],
      ])
      await notices.close()
      const again = run(settingsOf(hook))
      await again.settled()
      t.equal(hook.got.length, 3, 'a restart tells nothing again')
      t.same(said, [])
      await again.close()
    })

    await t.test('of whom nothing is known nobody is told that it is well', async (t) => {
      for (const isKnown of [false, true]) {
        await fresh()
        await using hook = await startStandIn()
        if (isKnown) await post(monitor, start - day, all(1))
        const notices = run(settingsOf(hook))
        await notices.settled()
        const [text = ''] = hook.got.map((one) => (JSON.parse(one.body) as { readonly text: string }).text)
        t.match(
          text,
          isKnown ? /IaaS\n {2}Nothing is known that would not pass/ : /No result is known that would count/,
        )
        if (!isKnown) t.notMatch(text, 'Nothing is known')
        await notices.close()
      }
    })

    await t.test('a FAIL that has expired is told as MISS', async (t) => {
      for (const [age, verdict] of [
        [5, 'FAIL'],
        [90, 'MISS'],
      ] as const) {
        await fresh()
        await using hook = await startStandIn()
        await post(monitor, start - age * day, all(1, { [syntax]: -1 }))
        const notices = run(settingsOf(hook))
        await notices.settled()
        t.match(bodies(hook), [
          { kind: 'start', scopes: [{ testcases: [{ id: syntax, verdict }], versions: ['v5.1'] }] },
        ])
        await notices.close()
      }
    })

    await t.test('one bad night is no news, one that nothing contradicts is; flapping is told once', async (t) => {
      await fresh()
      await using hook = await startStandIn()
      const notices = run(settingsOf(hook))
      const bad = all(1, { [syntax]: -1 })
      t.same((await nights(hook, notices, [all(1), bad, all(1), all(1)])).flat(), ['start'])
      t.same(await nights(hook, notices, [bad, all(1), bad, all(1), bad]), [[], [`flapping ${syntax}`], [], [], []])
      t.same(await nights(hook, notices, [bad, bad, bad, bad, bad, bad, bad, bad]), [
        [], [], [], [], [], [], [`regression ${syntax} v5.1`], [],
      ]) // prettier-ignore
      await post(monitor, clock.now - hour + 60_000, all(1))
      clock.now += 37 * hour
      notices.reported(['mycloud'])
      await notices.settled()
      t.same(told(hook, 3), [`recovery ${syntax} v5.1`])
      await notices.close()
    })

    await t.test('expiry ahead, what has expired, credentials, silence', async (t) => {
      await fresh()
      await using hook = await startStandIn()
      const notices = run(settingsOf(hook, ['ops'], 30 * hour))
      t.same((await nights(hook, notices, [all(1), all(1)])).flat(), ['start'])
      t.same(await nights(hook, notices, ['refused', 'refused', all(1), all(1)]), [
        [`credentials ${testcases.length}`], [], ['recovery credentials'], [],
      ]) // prettier-ignore
      const quiet = await nights(
        hook,
        notices,
        Array.from({ length: 12 }, () => 'none'),
      )
      t.same(quiet[1], ['silence silence'])
      const after = quiet.flat().filter((one) => !one.startsWith('silence'))
      t.match(after, [/^expiry \d+$/, /^regression \d+$/])
      t.same(quiet.flat().length, 3, 'each once')
      t.match((await nights(hook, notices, [all(1)])).flat(), ['recovery v5.1', 'recovery silence'])
      await notices.close()
    })

    await t.test(
      'what was found is delivered after a crash, and what cannot be delivered is tried again',
      async (t) => {
        await fresh()
        await using hook = await startStandIn()
        const settings = settingsOf(hook, ['ops', 'forum'])
        const watched = settings.subjects.get('mycloud')
        if (!watched) throw new Error('it is there')
        const look = () => watch(monitor.database, monitor.scopes, 'mycloud', watched, () => clock.now)
        t.equal(await look(), true)
        t.equal(await look(), false, 'found once') // and here it would have crashed
        hook.answer({ status: 503 })
        const notices = run(settings)
        await notices.settled()
        t.same(
          bodies(hook).map(({ kind }) => kind),
          ['start', 'start'],
        )
        t.match(said, [
          /^notices: start of mycloud to (ops|forum): not delivered: answer 503; again in 1 min$/,
          /again in 1 min/,
        ])
        hook.answer({ status: 429, headers: { 'retry-after': '7200' } })
        clock.now += 60_000
        notices.replace(settings)
        await notices.settled()
        t.match(said.slice(2), [/answer 429; again in 120 min/, /120 min/])
        hook.answer({ status: 200 })
        clock.now += 7200_000 - 1
        notices.replace(settings)
        await notices.settled()
        t.equal(hook.got.length, 4)
        clock.now += 1
        notices.replace(settings)
        await notices.settled()
        t.equal(hook.got.length, 6)
        t.equal(new Set(bodies(hook).map(({ id }) => id)).size, 2, 'the same id each time')
        const open = await monitor.database
          .selectFrom('notice_delivery')
          .where('outcome', 'is', null)
          .selectAll()
          .execute()
        t.same(open, [])
        await notices.close()
      },
    )

    await t.test('after twelve attempts it is given up, and a contact that is no more is forgotten', async (t) => {
      await fresh()
      await using hook = await startStandIn()
      hook.answer({ status: 500 })
      const settings = settingsOf(hook)
      const notices = run(settings)
      await notices.settled()
      for (let n = 0; n < 20; n++) {
        clock.now += 6 * hour
        notices.replace(settings)
        await notices.settled()
      }
      t.equal(hook.got.length, 12)
      t.match(said.at(-1), /answer 500; given up after 12 attempts/)
      await notices.close()
      await fresh()
      const first = run(settings)
      await first.settled()
      await first.close()
      clock.now += hour
      const other = run(settingsOf(hook, ['somebody-else']))
      await other.settled()
      t.match(said.at(-1), /1 given up: their contacts/)
      await other.close()
    })

    await t.test(
      'a contact that a new file does not name any more gets nothing later, should it come back',
      async (t) => {
        await fresh()
        await using hook = await startStandIn()
        hook.answer({ status: 503 })
        const notices = run(settingsOf(hook, ['ops', 'forum']))
        await notices.settled()
        hook.answer({ status: 200 })
        notices.replace(settingsOf(hook, ['ops']))
        await notices.settled()
        t.match(said.at(-1), /1 given up: their contacts/)
        clock.now += 60 * day
        notices.replace(settingsOf(hook, ['ops', 'forum']))
        await notices.settled()
        t.equal(hook.got.length, 3, 'that of the other one is delivered')
        await notices.close()
      },
    )

    await t.test('a channel that hangs holds up neither intake nor the other channels', async (t) => {
      await fresh()
      await using hook = await startStandIn()
      const silent = createServer(() => {}).listen(0, '127.0.0.1')
      await once(silent, 'listening')
      const { port } = silent.address() as AddressInfo
      const settings = settingsOf(hook)
      const mail: Channel = {
        type: 'smtp',
        name: 'mail',
        host: '127.0.0.1',
        port,
        tls: 'none',
        from: { name: '', address: 'a@b.example' },
      }
      const slow: Contact = {
        name: 'slow',
        channel: mail,
        to: secret('ops@canary.example'),
        language: 'en',
        events: new Set(kinds),
      }
      const watched = settings.subjects.get('mycloud')
      const both: NoticeSettings = {
        ...settings,
        channels: [mail, ...settings.channels],
        contacts: new Map([['slow', slow], ...settings.contacts]),
        subjects: new Map(watched ? [['mycloud', { ...watched, contacts: [slow, ...watched.contacts] }]] : []),
      }
      const notices = run(both)
      while (hook.got.length === 0) await new Promise((resolve) => setTimeout(resolve, 5))
      await post(monitor, clock.now - hour, all(1))
      await notices.close() // ends the attempt, which counts for none
      const open = await monitor.database
        .selectFrom('notice_delivery')
        .where('outcome', 'is', null)
        .selectAll()
        .execute()
      t.match(open, [{ contact: 'slow', attempts: 0 }])
      t.notMatch(said.join('\n'), /canary/)
      silent.close()
    })

    await t.test('reports in any order, and twice, end in the same', async (t) => {
      const told_ = async (order: readonly number[]) => {
        await fresh()
        await using hook = await startStandIn()
        clock.now = start + 10 * day
        const history = [1, 1, -1, 1, 1, -1, -1] as const
        const settings = settingsOf(hook)
        const watched = settings.subjects.get('mycloud')
        if (watched) await watch(monitor.database, monitor.scopes, 'mycloud', watched, () => start)
        for (const index of order) await post(monitor, start + index * day, all(1, { [syntax]: history[index] ?? 1 }))
        const notices = run(settings)
        await notices.settled()
        await notices.close()
        const rows = await monitor.database
          .selectFrom('notice')
          .where('kind', '<>', 'start')
          .select(['key', 'kind'])
          .execute()
        return rows.toSorted((a, b) => (a.key < b.key ? -1 : 1))
      }
      const inOrder = await told_([0, 1, 2, 3, 4, 5, 6])
      t.match(inOrder, [{ kind: 'regression' }])
      t.same(await told_([6, 2, 0, 5, 1, 4, 3, 6, 2]), inOrder)
    })

    await t.test(
      'two processes on one database tell each event once',
      { skip: name === 'PGlite' && 'it is of one process' },
      async (t) => {
        await fresh()
        await using hook = await startStandIn()
        const { openDatabase } = await import('../database/database.ts')
        const { rows } = await (
          await import('kysely')
        ).sql<{ name: string }>`select current_database() as name`.execute(monitor.database)
        const url = new URL(place ?? '')
        url.pathname = `/${rows[0]?.name}`
        const other = await openDatabase({ postgres: url.href }, () => {})
        const names = Array.from({ length: 20 }, (_, index) => `contact-${index}`)
        const both = [run(settingsOf(hook, names)), run(settingsOf(hook, names), { database: other })]
        for (let n = 0; n < 5; n++) {
          clock.now += day
          await post(monitor, clock.now - hour, all(n < 2 ? 1 : -1))
          for (const one of both) one.reported(['mycloud'])
          await Promise.all(both.map((one) => one.settled()))
        }
        // what one has found, the other may still have to deliver
        for (const one of both) one.replace(settingsOf(hook, names))
        await Promise.all(both.map((one) => one.settled()))
        const ids = bodies(hook).map(({ id }) => id)
        t.equal(new Set(ids).size, ids.length, 'none is sent twice')
        t.same([...new Set(bodies(hook).map(({ kind }) => kind))], ['start', 'regression'])
        t.equal(ids.length, 40)
        for (const one of both) await one.close()
        await other.destroy()
      },
    )
  })
}
