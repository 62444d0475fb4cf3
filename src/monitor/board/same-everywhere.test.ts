import fc from 'fast-check'
import t from 'tap'
import { grantBy } from '../../../testbed/monitor/certificates.ts'
import { openMonitor, testKey, type TestAccount } from '../../../testbed/monitor/open-monitor.ts'
import { officialDocuments } from '../../../testbed/monitor/reports.ts'
import { expiresAt } from '../../certification/lifetimes.ts'
import { worst, type Verdict } from '../../report.ts'
import type { Scope } from '../../scope.ts'
import { loadScope } from '../../standards.ts'
import type { Status } from '../views/all-status.ts'
import type { Release } from '../views/release/release.ts'
import { links } from './links.ts'

const key = testKey()
const runs = 40
const subjects = Array.from({ length: runs }, (_, n) => `cloud-${n}`)
const accounts: readonly TestAccount[] = subjects.map((subject) => ({ subject, password: 'x', key, group: subject }))
const body: TestAccount = { subject: 'body', password: 'x', roles: ['approve'] }

const { prerequisite: _, ...head } = await loadScope('scs-compatible-iaas')
const [model] = head.testcases
if (!model) throw new Error('there is one')
const lifetimes = { a: 'day', b: 'week', c: 'month', d: 'quarter' } as const
const ids = Object.keys(lifetimes) as readonly (keyof typeof lifetimes)[]
const demands = { next: ['d'], new: ['a', 'b'], old: ['b', 'c'], gone: ['c'], idle: [] } as const
const scope: Scope = {
  ...head,
  testcases: ids.map((id) => ({ ...model, id, lifetime: lifetimes[id], manual: false })),
  versions: Object.entries(demands).map(([version, main]) => ({ version, targets: { main } })),
  timeline: [
    { date: '2026-01-01', versions: { next: 'draft', new: 'effective', old: 'warn', gone: 'deprecated' } },
    { date: '2026-06-09', versions: { next: 'draft', idle: 'effective', new: 'effective', old: 'warn' } },
  ],
}
/** By validity, the best first; where that is the same, as the scope orders them. */
const relevant = (at: number) => (at < Date.parse('2026-06-09') ? ['new', 'old', 'gone'] : ['new', 'idle', 'old'])

const someReports = fc.array(
  fc.record({
    // some at the same moment, some long ago; midnight too
    hoursAgo: fc.oneof(fc.integer({ min: 1, max: 60 }), fc.constantFrom(12, 36, 24 * 14, 24 * 40, 24 * 120)),
    results: fc.dictionary(
      fc.constantFrom(...ids),
      fc.constantFrom(1 as const, 1 as const, 1 as const, 0 as const, -1 as const),
      { minKeys: 1 },
    ),
  }),
  { minLength: 1, maxLength: 6 },
)
const values = { '1': 'PASS', '0': 'DNF', '-1': 'FAIL' } as const
const badgeWords = { PASS: 'reached', FAIL: 'not reached', DNF: 'not decided', MISS: 'not shown' } as const

t.test('pages, answers, badges and certificates say the same of a subject, and what its results say', async (t) => {
  let now = 0
  await using monitor = await openMonitor({ accounts: [...accounts, body], scopes: [scope], now: () => now })
  const text = async (path: string) => {
    const { statusCode, body: all } = await monitor.get(path)
    if (statusCode !== 200) throw new Error(`${path}: ${statusCode} ${all}`)
    return all
  }
  let used = 0
  await fc.assert(
    fc.asyncProperty(
      someReports,
      fc.constantFrom('2026-06-08T12:00:00Z', '2026-06-11T00:00:00Z'),
      async (reports, at) => {
        const account = accounts[used++ % runs]
        if (!account) throw new Error('there is one for each')
        const { subject } = account
        now = Date.parse(at)
        const posted = reports.map(({ hoursAgo, results }) => {
          return { subject, results, checkedAt: new Date(now - hoursAgo * 3_600_000).toISOString() }
        })
        t.equal((await monitor.post(officialDocuments(posted), account)).statusCode, 200)

        /** What scs-0003 and scs-0004 make of it. */
        const verdictOf = (id: keyof typeof lifetimes): Verdict => {
          const own = posted.flatMap(({ checkedAt, results }) => {
            const value = results[id]
            return value === undefined ? [] : [{ checkedAt, value }]
          })
          const newest = own
            .map(({ checkedAt }) => checkedAt)
            .toSorted()
            .at(-1)
          if (newest === undefined || expiresAt(newest, lifetimes[id]) <= new Date(now).toISOString()) return 'MISS'
          return worst(own.flatMap(({ checkedAt, value }) => (checkedAt === newest ? [values[`${value}`]] : [])))
        }
        const versionVerdict = (version: string): Verdict => {
          const main: readonly (keyof typeof lifetimes)[] = demands[version as keyof typeof demands]
          return main.length === 0 ? 'MISS' : worst(main.map(verdictOf))
        }
        const passed = relevant(now).find((version) => versionVerdict(version) === 'PASS')
        const shown = passed ?? 'new'
        const verdict = versionVerdict(shown)

        const status = JSON.parse(await text(`/status?subject=${subject}`)) as Status
        const own = status[subject]?.[scope.uuid]
        t.match(own, { best_passed: passed ?? null, relevant: relevant(now) })
        t.match(await text(`/badges/${subject}/${scope.id}.svg`), ` ${shown}`)
        t.match(
          await text(`/badges/${subject}/${scope.id}.svg`),
          `>${badgeWords[verdict]}${shown === 'gone' ? ' (deprecated)' : ''} ${at.slice(0, 10)}<`,
        )
        t.match(
          await text(`/board?q=${subject}&sort=worst`),
          new RegExp(
            `>${subject}</a>[^]*?data-verdict="${verdict}"><p><span class="badge ${verdict}">${verdict}</span> <b>${shown}</b>`,
          ),
        )
        const page = await text(links.subject(subject))
        t.match(
          page,
          new RegExp(`id="scope-${scope.id}"><span class="badge ${verdict}">[^]*?<span class="soft">${shown}</span>`),
        )
        const level = ['new', 'old'].find((version) => versionVerdict(version) === 'PASS') ?? 'new'
        t.match(
          page,
          new RegExp(
            `<h3><span class="badge ${versionVerdict(level)}">\\S+</span> SCS-compatible <span class="soft">${level}<`,
          ),
        )
        for (const id of ids) {
          const row = new RegExp(`<tr[^>]*>(?:(?!</tr>)[^])*>${subject}</a>(?:(?!</tr>)[^])*</tr>`).exec(
            await text(links.testcase(id, scope.id)),
          )
          t.match(row?.[0], `badge ${verdictOf(id)}"`, id)
          t.equal(own?.results[id] ? values[`${own.results[id].result}`] : 'MISS', verdictOf(id))
        }
        for (const version of Object.keys(demands)) {
          const isNamed = version === 'next' || relevant(now).includes(version)
          const told = own?.versions[version]?.result
          if (isNamed) t.equal(told === null ? 'MISS' : values[`${told ?? 0}`], versionVerdict(version), version)
          const passes = versionVerdict(version) === 'PASS'
          const release = JSON.parse(
            await text(`/release?scope=${scope.id}&version=${version}&minimum=1&since=2026-01-01&group=${subject}`),
          ) as Release
          t.equal(release.decision, passes ? 'go' : 'no-go', version)
          t.equal(release.participants[0]?.verdict ?? 'MISS', versionVerdict(version), version)
          const validity = { new: true, old: true, idle: now >= Date.parse('2026-06-09') }[version] ?? false
          const { statusCode, body: why } = await grantBy(monitor, body, subject, { scope: scope.id, version })
          t.equal(statusCode === 200, passes && validity, `${version}: ${why}`)
        }
      },
    ),
    { numRuns: runs, endOnFailure: true },
  )
})
