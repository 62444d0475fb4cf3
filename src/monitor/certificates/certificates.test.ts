import { execFileSync } from 'node:child_process'
import { createHash, randomUUID } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import t from 'tap'
import { folder } from '../../../testbed/cli.ts'
import { certified, grantBy, handClock, passingReport, revokeBy } from '../../../testbed/monitor/certificates.ts'
import { basic, databases, openMonitor, testKey, type TestAccount } from '../../../testbed/monitor/open-monitor.ts'
import { iaas, officialText } from '../../../testbed/monitor/reports.ts'
import { sign } from '../../evidence/ssh-signature.ts'
import type { Scope } from '../../scope.ts'
import { loadScope } from '../../standards.ts'
import { findCertificate, presentState } from './kept.ts'
import type { ShownCertificate } from './shown.ts'

const key = testKey()
const body: TestAccount = { subject: 'body', password: 'correct-horse', roles: ['approve'] }
const ci: TestAccount = { subject: 'ci', password: 'correct-horse', key, roles: ['append_any'] }
const names = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'] as const
const accounts = [body, ci, ...names.map((subject) => ({ subject, password: 'correct-horse', key, delegates: ['ci'] }))]
const syntax = 'scs-0100-syntax-check'

/** SCS-open as if it were in force, and what it stands on. */
async function levels(): Promise<readonly Scope[]> {
  const open = await loadScope('scs-open-iaas')
  const { proposal: _, ...head } = open
  const [version] = open.versions
  const own = { version: 'v1', targets: { main: version?.targets.main?.slice(0, 2) ?? [] } }
  return [{ ...head, versions: [own], timeline: [{ date: '2020-01-01', versions: { v1: 'effective' } }] }]
}

for (const [name, place] of Object.entries(databases)) {
  t.test(`on ${name}`, { skip: place === undefined && 'set SCS_TESTBED_POSTGRES' }, async (t) => {
    const clock = handClock()
    const signer = testKey()
    const scopes = await levels()
    await using monitor = await openMonitor({
      place,
      accounts,
      scopes,
      now: clock.now,
      sign: (bytes, namespace) => sign(bytes, signer.file, namespace),
      publicUrl: 'https://monitor.example/',
    })
    const report = async (subject: string, more: Parameters<typeof passingReport>[2] = {}) => {
      const posted = await monitor.post(await passingReport(subject, clock.iso(), more), ci)
      if (posted.statusCode !== 200) throw new Error(posted.body)
    }
    const granted = async (subject: string, more = {}) => {
      const answer = await grantBy(monitor, body, subject, more)
      if (answer.statusCode !== 200) throw new Error(answer.body)
      return answer.json<ShownCertificate>()
    }
    const shown = async (id: string) => {
      const one = (await monitor.get(`/certificates/${id}`)).json<ShownCertificate>()
      const kept = await findCertificate(monitor.database, id)
      const inList = kept && (await presentState({ database: monitor.database, now: clock.now }, kept))
      if (inList !== one.state) throw new Error(`${id} is ${one.state}, and ${inList} in the list`)
      return one
    }

    await t.test('granted where all of main passes, with what it was based on', async (t) => {
      const uuid = randomUUID()
      t.match(await grantBy(monitor, body, 'one'), { statusCode: 422, body: /no report has come in, and 54 more/ })
      await report('one', { uuid, but: { [syntax]: -1 } })
      t.match(await grantBy(monitor, body, 'one'), {
        statusCode: 422,
        body: /one does not hold what SCS-compatible IaaS v5.1 demands: scs-0100-syntax-check does not pass since/,
      })
      clock.days(1)
      await report('one', { but: { [syntax]: null } })
      t.equal((await grantBy(monitor, body, 'one')).statusCode, 422, 'what is left out is no PASS')
      await monitor.post(officialText({ subject: 'one', checkedAt: clock.iso(), results: { [syntax]: 1 } }), ci)
      const certificate = await granted('one')
      t.match(certificate, {
        state: 'valid',
        inForce: true,
        subject: 'one',
        scope: { id: certified.scope, uuid: iaas, level: 'compatible' },
        version: 'v5.1',
        grantedAt: '2026-11-25T10:00:00.000Z',
        validUntil: '2027-11-25T10:00:00.000Z',
        conditions: [],
        grantedBy: 'body',
        page: `https://monitor.example/certificates/${certificate.id}`,
      })
      const { document } = (await monitor.get(`/certificates/${certificate.id}`)).json<{
        document: { testcases: object[]; reports: { uuid: string; digest: string }[]; scope: object }
      }>()
      t.equal(document.testcases.length, 54)
      t.equal(document.reports.length, 2)
      t.match(document.scope, { digest: /^sha256:/ })
      for (const { uuid: based, digest } of document.reports) {
        const { body: text } = await monitor.get(`/reports/${based}`, { subject: 'one', password: 'correct-horse' })
        t.equal(digest, `sha256:${createHash('sha256').update(text).digest('hex')}`)
      }
    })

    await t.test('no draft, no deprecated version, no proposal, nothing unknown', async (t) => {
      const refused = async (more: Readonly<Record<string, string>>, statusCode: number, why: RegExp) =>
        t.match(await grantBy(monitor, body, 'one', more), { statusCode, body: why })
      await refused(
        { version: 'next' },
        422,
        /next is draft on 2026-11-25: it can be tested against, but not certified/,
      )
      await refused({ version: 'v4' }, 422, /v4 is deprecated on 2026-11-25/)
      await refused({ version: 'v6' }, 404, /has no such version; it has next, v5\.1, v4, v3/)
      await refused({ scope: 'scs-open-kaas', version: 'proposal-1' }, 422, /nobody has formalised it, and so no cert/)
      await refused({ scope: 'scs-none' }, 404, /no such scope/)
      await refused({ scope: iaas }, 409, /is in force until 2027-11-25; it can be renewed from 2027-10-26 on/)
      await refused({ subject: 'a\u0000b' }, 400, /pattern/)
    })

    await t.test('two at once give one', async (t) => {
      await report('two')
      const both = await Promise.all([1, 2, 3, 4].map(() => grantBy(monitor, body, 'two')))
      t.same(
        both.map(({ statusCode }) => statusCode).toSorted((a, b) => a - b),
        [200, 409, 409, 409],
      )
      const all = (await monitor.get('/certificates?subject=two')).json<ShownCertificate[]>()
      t.equal(all.length, 1)
      for (const { statusCode, body: text } of both) if (statusCode === 409) t.match(text, all[0]?.id)
    })

    await t.test('conditions: it stands, and says what is not met and since when', async (t) => {
      await report('three')
      const { id } = await granted('three')
      clock.days(1)
      const since = clock.iso()
      await report('three', { but: { [syntax]: -1 } })
      clock.days(1)
      await report('three', { but: { [syntax]: 0 } })
      t.match(await shown(id), {
        state: 'conditions not met',
        inForce: true,
        conditions: [{ kind: 'undecided', testcase: syntax, since }],
      })
      await report('three')
      t.match(await shown(id), { state: 'conditions not met' }, 'of two of one moment the worse counts')
      clock.days(1)
      await report('three')
      t.match(await shown(id), { state: 'valid', conditions: [] })
      const { uuid } = await monitor.database
        .selectFrom('report')
        .where('subject', '=', 'three')
        .orderBy('checked_at', 'desc')
        .select('uuid')
        .executeTakeFirstOrThrow()
      const taken = { reportuuid: uuid, scopeuuid: iaas, check: syntax, approval: false }
      await monitor.app.inject({ method: 'POST', url: '/results', headers: basic(body), payload: [taken] })
      t.match(await shown(id), { conditions: [{ kind: 'not approved', testcase: syntax }] })
      clock.days(20)
      const silent = await shown(id)
      t.match(silent, { state: 'conditions not met' })
      t.match(silent.conditions[0], { kind: 'silence', since: /2026-11-2/ })
      t.equal(silent.conditions.filter(({ kind }) => kind === 'expired').length, 54)
      t.match((await monitor.get(`/certificates/${id}/history?limit=2`)).json(), [
        { results: { [syntax]: 1 } },
        { results: { [syntax]: 1 } },
      ])
    })

    await t.test('renewed in the last 30 days; the old one is superseded, for good', async (t) => {
      clock.set('2027-02-01T10:00:00.000Z')
      await report('four')
      const first = await granted('four')
      clock.set('2028-01-01T10:00:00.000Z')
      await report('four')
      t.equal((await grantBy(monitor, body, 'four')).statusCode, 409)
      clock.set('2028-01-02T10:00:00.000Z')
      t.match(await shown(first.id), { state: 'expires soon', conditions: [] })
      const second = await granted('four')
      t.match(second, { state: 'valid', replaces: first.id, validUntil: '2029-01-02T10:00:00.000Z' })
      t.match(await shown(first.id), { state: 'superseded', inForce: false, replacedBy: second.id })
      t.match((await monitor.get(`/badges/certificates/${first.id}.svg`)).body, /valid until 2029-01-02/)
      clock.set('2029-02-01T10:00:00.000Z')
      t.match(await shown(second.id), { state: 'expired', conditions: [] })
      t.match(await shown(first.id), { state: 'superseded' })
      await report('four')
      const third = await granted('four')
      t.match(await shown(second.id), { state: 'expired', replacedBy: third.id }, 'there was a gap')
    })

    await t.test('revoked for good, on a signed list; the page says why', async (t) => {
      clock.set('2029-03-01T10:20:00.000Z')
      await report('five')
      const { id } = await granted('five')
      const list = async () =>
        (await monitor.get('/certificates/revoked')).json<{ number: number; revoked: object[] }>()
      t.match(await list(), {
        number: 0,
        thisUpdate: '2029-03-01T10:00:00.000Z',
        nextUpdate: '2029-03-02T10:00:00.000Z',
      })
      t.match(await revokeBy(monitor, body, id, ' '), { statusCode: 400 })
      t.match(await revokeBy(monitor, body, randomUUID(), 'x'), { statusCode: 404 })
      const reason = 'documents were <b>forged</b>'
      const both = await Promise.all([revokeBy(monitor, body, id, reason), revokeBy(monitor, body, id, reason)])
      t.same(
        both.map(({ statusCode }) => statusCode).toSorted((a, b) => a - b),
        [200, 409],
      )
      t.match(await list(), {
        number: 1,
        thisUpdate: '2029-03-01T10:20:00.000Z',
        revoked: [{ id, subject: 'five', scope: { uuid: iaas }, version: 'v5.1', reason }],
      })
      t.match(await shown(id), { state: 'revoked', inForce: false, revocation: { reason } })
      t.notMatch((await monitor.get(`/certificates/${id}`)).body, /grantedBy|"by"/, 'who did it is not for anybody')
      const badge = await monitor.get(`/badges/certificates/${id}.svg`)
      t.match(badge.body, /certificate revoked/)
      const again = await granted('five')
      t.match(await shown(id), { state: 'revoked', replacedBy: again.id })
      t.match(await monitor.get(`/badges/certificates/${id}.svg`), { body: badge.body }, 'another does not change that')

      const files = folder()
      writeFileSync(`${files}/signers`, `monitor ${signer.type} ${signer.key}`)
      const verified = async (path: string, namespace: string) => {
        writeFileSync(`${files}/sig`, (await monitor.get(`${path}.sig`)).body)
        const args = ['-Y', 'verify', '-f', `${files}/signers`, '-I', 'monitor', '-n', namespace, '-s', `${files}/sig`]
        return execFileSync('ssh-keygen', args, { input: (await monitor.get(path)).body }).toString()
      }
      t.match(await verified('/certificates/revoked', 'scs-revocation-list'), /Good "scs-revocation-list" signature/)
      t.match(await verified(`/certificates/${id}/document`, 'scs-certificate'), /Good "scs-certificate" signature/)
    })

    await t.test('a level takes a certificate of the one below, and falls with it', async (t) => {
      const [open] = scopes
      if (!open) throw new Error('no scope')
      const ask = { scope: open.id, version: 'v1' }
      await report('six', { scope: open })
      t.match(await grantBy(monitor, body, 'six', ask), {
        statusCode: 422,
        body: /takes a certificate of SCS-compatible IaaS: none is in force/,
      })
      await report('six')
      const below = await granted('six')
      const above = await granted('six', ask)
      t.match(above, { state: 'valid', scope: { level: 'open' } })
      await revokeBy(monitor, body, below.id, 'for a reason')
      t.match(await shown(above.id), {
        state: 'conditions not met',
        conditions: [
          { kind: 'prerequisite', since: clock.iso(), text: /no certificate of SCS-compatible IaaS in force/ },
        ],
      })
    })

    await t.test('the clock of the monitor may be wrong', async (t) => {
      await report('seven')
      clock.days(-1)
      t.match(await grantBy(monitor, body, 'seven'), { statusCode: 422, body: /86400 s after .*; set its clock/ })
      clock.days(1)
      const { id } = await granted('seven')
      clock.days(-1)
      t.match(await shown(id), { state: 'valid' })
      t.equal((await grantBy(monitor, body, 'seven')).statusCode, 409)
    })

    await t.test('it stays when account, scope and reports are gone, and nobody can change it', async (t) => {
      await report('eight')
      const { id } = await granted('eight')
      const { database } = monitor
      await t.rejects(database.deleteFrom('certificate').where('id', '=', id).execute(), /only added to/)
      await t.rejects(database.updateTable('certificate').set({ account: 'x' }).execute(), /only added to/)
      await t.rejects(database.deleteFrom('certificate_act').execute(), /only added to/)
      await database.deleteFrom('account').where('subject', '=', 'eight').execute()
      ;(monitor.scopes as Map<string, Scope>).delete(iaas)
      t.match(await shown(id), { state: 'valid', conditions: [], scope: { name: 'SCS-compatible IaaS' } })
      await monitor.clear()
      t.match(await shown(id), { state: 'conditions not met', conditions: [{ kind: 'silence' }] })
      t.match(await monitor.get(`/board/certificates/${id}`), { statusCode: 200, body: /eight/ })
    })
  })
}
