import t from 'tap'
import { grantBy, handClock, passingReport, revokeBy } from '../../../testbed/monitor/certificates.ts'
import { databases, openMonitor, testKey, type TestAccount } from '../../../testbed/monitor/open-monitor.ts'
import { officialText } from '../../../testbed/monitor/reports.ts'
import { secret } from '../../redact.ts'
import type { ShownCertificate } from '../certificates/shown.ts'
import { messageOf } from './message.ts'
import { kinds, type Kind, type Notice } from './notice.ts'
import { watch } from './outbox.ts'
import type { Watched } from './settings.ts'

const hour = 3_600_000
const day = 24 * hour
const body: TestAccount = { subject: 'body', password: 'correct-horse', roles: ['approve'] }
const own: TestAccount = { subject: 'mycloud', password: 'correct-horse', key: testKey() }
const syntax = 'scs-0100-syntax-check'
const watched: Watched = {
  contacts: [
    {
      name: 'ops',
      channel: { type: 'webhook', name: 'hook', url: secret('x'), secret: secret('y') },
      to: secret(''),
      language: 'en',
      events: new Set<Kind>(kinds),
    },
  ],
  rules: {
    patience: { confirmations: 2, lastingMs: 36 * hour, changes: 4, withinMs: 7 * day },
    leadMs: { day: 6 * hour, week: day, month: 7 * day, quarter: 14 * day, year: 30 * day },
  },
}

for (const [name, place] of Object.entries(databases)) {
  t.test(`on ${name}`, { skip: place === undefined && 'set SCS_TESTBED_POSTGRES' }, async (t) => {
    const clock = handClock()
    await using monitor = await openMonitor({ place, accounts: [body, own], now: clock.now })
    const { database, scopes } = monitor
    const report = async (but: Parameters<typeof passingReport>[2] = {}) => {
      const { statusCode, body: why } = await monitor.post(await passingReport('mycloud', clock.iso(), but), own)
      if (statusCode !== 200) throw new Error(why)
    }
    let seen = 0
    /** What a look finds to tell, but of expiry. */
    const look = async (): Promise<readonly Notice[]> => {
      await watch(database, scopes, 'mycloud', watched, clock.now)
      const rows = await database
        .selectFrom('notice')
        .where('id', '>', seen)
        .orderBy('id')
        .select(['id', 'content'])
        .execute()
      seen = rows.at(-1)?.id ?? seen
      return rows.map(({ content }) => content as Notice).filter(({ kind }) => kind !== 'expiry')
    }
    const told = async () =>
      (await look()).map(({ kind, certificates = [] }) => [
        kind,
        ...certificates.map(({ what, conditions }) => [what, ...conditions.map((one) => one.kind)].join(' ')),
      ])
    /** To the next night. */
    const night = async (but: Parameters<typeof passingReport>[2] = {}) => {
      clock.days(1)
      await report(but)
      return told()
    }

    await report()
    t.same(await told(), [['start']])
    const granted = await grantBy(monitor, body, 'mycloud')
    t.equal(granted.statusCode, 200)
    const { id } = granted.json<ShownCertificate>()
    t.same(await told(), [], 'one that holds is no news')

    await t.test(
      'conditions that are not met are told when that is settled, once, and when they are again',
      async (t) => {
        t.same(await night({ but: { [syntax]: -1 } }), [], 'one night is no news')
        t.same(await night({ but: { [syntax]: 0 } }), [['regression'], ['certificate', 'conditions not met undecided']])
        t.same(await night({ but: { [syntax]: -1 } }), [], 'told already')
        t.same(await night(), [], 'one night that passes is none either')
        t.same(await night(), [['recovery'], ['certificate', 'conditions met']])
        t.same(await night(), [])
      },
    )

    await t.test('an approval that is taken back', async (t) => {
      const { body: text } = await monitor.get(`/certificates/${id}`)
      t.match(JSON.parse(text), { state: 'valid' })
      await database.updateTable('result').set({ approval: false }).where('testcase', '=', syntax).execute()
      t.same(await told(), [['certificate', 'conditions not met not approved']])
      await database.updateTable('result').set({ approval: true }).where('testcase', '=', syntax).execute()
      t.same(await told(), [['certificate', 'conditions met']])
    })

    await t.test('silence: results expire', async (t) => {
      clock.days(15)
      const [found] = (await told()).filter(([kind]) => kind === 'certificate')
      t.match(found, ['certificate', /^conditions not met silence expired/])
      t.same(
        (await night()).filter(([kind]) => kind === 'certificate'),
        [['certificate', 'conditions met']],
      )
    })

    await t.test('its end is told thirty days before, once; of what was renewed or revoked nothing more', async (t) => {
      const { validUntil } = granted.json<ShownCertificate>()
      clock.set(new Date(Date.parse(validUntil) - 30 * day - day - 1).toISOString())
      t.notMatch(await night(), [['certificate', 'expires soon']])
      clock.set(new Date(Date.parse(validUntil) - 30 * day).toISOString())
      const [notice] = await look()
      t.match(notice, { kind: 'certificate', certificates: [{ id, what: 'expires soon', validUntil, conditions: [] }] })
      t.same(await told(), [])
      if (!notice) return
      const text = (language: 'en' | 'de') => {
        return messageOf('key', 'ops', notice, { createdAt: new Date(0), language, publicUrl: 'https://m.example/' })
      }
      t.equal(text('en').title, '[SCS] mycloud: about a certificate')
      t.match(
        text('en').text,
        /SCS-compatible IaaS v5\.1: the certificate expires soon\n {2}expires 2027-11-24 10:00 UTC/,
      )
      t.match(text('de').text, `https://m.example/certificates/${id}\n`)
      const renewed = await grantBy(monitor, body, 'mycloud')
      t.equal(renewed.statusCode, 200)
      t.same(await told(), [])
      await revokeBy(monitor, body, renewed.json<ShownCertificate>().id, 'it was wrong')
      await monitor.post(officialText({ subject: 'mycloud', checkedAt: clock.iso(), results: { [syntax]: -1 } }), own)
      clock.days(3)
      t.notMatch(await told(), [['certificate']])
    })
  })
}
