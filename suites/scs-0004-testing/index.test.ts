import { symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import t from 'tap'
import { reportOf } from '../../reports/golden/sample.ts'
import type { Check } from '../../src/check.ts'
import { historyGiven } from '../../src/cli/report-history.ts'
import { judge } from '../../src/engine.ts'
import { factStore } from '../../src/fact-store.ts'
import { referenceTime, type Fact } from '../../src/fact.ts'
import { provider } from '../../src/provider/facts.ts'
import type { Provider } from '../../src/provider/provider-file.ts'
import type { Report, Result, Verdict } from '../../src/report.ts'
import type { Scope, ScopeTestcase } from '../../src/scope.ts'
import { folder } from '../../testbed/cli.ts'
import { releaseTested } from './release-tested.ts'
import { daysAgo, laid, officialReport, type Results } from './sample-history.ts'
import { gapsIn } from './spans.ts'
import { testsDecided } from './tests-decided.ts'
import { testsRegular } from './tests-regular.ts'
import { upgradeValidated } from './upgrade-validated.ts'

const now = daysAgo(0)

function testcase(id: string, more: Partial<ScopeTestcase> = {}): ScopeTestcase {
  const standard = { id: 'scs-1', title: 'One', url: 'https://x' }
  return { id, description: id, lifetime: 'week', section: 'light', manual: false, standard, ...more }
}

const scope: Scope = {
  id: 'my-scope',
  uuid: 'u',
  name: 'Mine',
  url: 'https://x',
  digest: 'sha256:0',
  level: 'sovereign',
  layer: 'iaas',
  testcases: [
    testcase('a'),
    testcase('b', { lifetime: 'month' }),
    testcase('docs', { manual: true }),
    testcase('later'),
  ],
  versions: [
    {
      version: 'v1',
      targets: { main: ['a', 'docs', 'scs-0004-tests-regular'], recommended: ['b'], preview: ['later'] },
    },
  ],
  timeline: [],
}

type Files = Readonly<Record<string, string>>

/** What a check says of reports in these files. */
async function judged(check: Check, files: Files | null, more: Partial<Provider> = {}) {
  const base = files === null ? folder() : laid(folder(), files)
  const handedIn: Provider = {
    file: join(base, 'provider.yaml'),
    sboms: [],
    vulnerabilities: [],
    scorecards: [],
    licenceScans: [],
    reports: files === null ? [] : [join(base, 'history')],
    releaseTests: [],
    ...more,
  }
  const one = { ...handedIn, releaseTests: handedIn.releaseTests.map((x) => ({ ...x, report: join(base, x.report) })) }
  const store = factStore({
    given: new Map<Fact, unknown>([
      ...historyGiven(one, [{ scope, versions: [{ version: 'v1' }] }], ['testbed']),
      [provider, one],
      [referenceTime, now],
    ]),
    signal: new AbortController().signal,
    timeoutMs: 20_000,
    concurrency: 4,
  })
  const facts = await store.learnAll(check.needs)
  t.same(JSON.parse(JSON.stringify(facts)), facts, 'facts are plain JSON')
  return judge(check, facts)
}

/** A report a week over the last 14 weeks, official ones. */
const weekly = (results: (week: number) => Results | null, subject?: string): Files =>
  Object.fromEntries(
    Array.from({ length: 14 }, (_, week) => [week, results(week)] as const).flatMap(([week, one]) =>
      one === null ? [] : [[`history/w${week}/report.yaml`, officialReport(week * 7, one, subject)]],
    ),
  )
const both: Results = { a: 'PASS', b: 'PASS' }

t.test('nothing handed in, and nothing of the subject', async (t) => {
  for (const check of [testsRegular, testsDecided, upgradeValidated, releaseTested]) {
    t.match(await judged(check, null), { verdict: 'MISS', cause: { kind: 'manual', message: /--provider/ } }, check.id)
  }
  t.match(
    await judged(
      testsRegular,
      weekly(() => both, 'another'),
    ),
    {
      verdict: 'DNF',
      cause: { message: /no report that was handed in is about testbed, only about another; run with --subject/ },
    },
  )
})

t.test('regular: a report a week passes, also where a test fails; a gap of three weeks does not', async (t) => {
  t.match(
    await judged(
      testsRegular,
      weekly(() => ({ a: 'FAIL', b: 'DNF' })),
    ),
    {
      verdict: 'PASS',
      finding: { examined: ['a', 'b'] },
    },
  )
  t.match(
    await judged(
      testsRegular,
      weekly((week) => (week > 3 && week < 7 ? { b: 'PASS' } : both)),
    ),
    {
      verdict: 'FAIL',
      finding: { violations: [{ subject: 'testcase a', actual: 'no result that counted: 2026-10-19 to 2026-11-03' }] },
    },
  )
  t.match(
    await judged(
      testsRegular,
      weekly((week) => (week === 4 ? null : both)),
    ),
    { verdict: 'FAIL', finding: { violations: [{ subject: 'testcase a', actual: /: 2026-11-02 to 2026-11-03$/ }] } },
    'a result counts to the Monday after the next; one of a month is not missed',
  )
})

t.test('regular: what was not handed in is not seen', async (t) => {
  t.match(
    await judged(
      testsRegular,
      weekly((week) => (week > 8 ? null : both)),
    ),
    {
      verdict: 'DNF',
      cause: { message: /do not show 2 of 2 testcases at every moment: a \(2026-08-26 to 2026-09-29\); b \(/ },
    },
  )
  t.match(
    await judged(
      testsRegular,
      weekly((week) => (week < 4 ? null : both)),
    ),
    { verdict: 'DNF' },
    'it ends too early',
  )
  t.match(
    await judged(
      testsRegular,
      weekly((week) => (week < 4 ? { b: 'PASS' } : both)),
    ),
    {
      verdict: 'FAIL',
      finding: { violations: [{ subject: 'testcase a' }] },
    },
  )
  t.match(
    await judged(
      testsRegular,
      weekly(() => ({ a: 'PASS' })),
    ),
    {
      verdict: 'DNF',
      cause: { message: /1 of 2 testcases at every moment: b \(2026-08-26 to 2026-11-24\)/ },
    },
  )
})

t.test(
  'regular: reports by another scope, such as that of the other layer, do not show what was left out',
  async (t) => {
    const early = weekly((week) => (week < 4 ? null : both))
    const late = weekly((week) => (week < 4 ? { other: 'PASS' } : null))
    const another = Object.fromEntries(
      Object.entries(late).map(([path, text]) => [path, text.replace('50393e6f-2ae1', '1fffebe6-fd4b')] as const),
    )
    t.match(await judged(testsRegular, { ...early, ...another }), { verdict: 'DNF' })
    t.match(await judged(testsRegular, { ...early, ...late }), {
      verdict: 'FAIL',
      finding: { violations: [{ subject: 'testcase a' }] },
    })
  },
)

const own = (
  days: number,
  results: Readonly<Record<string, Partial<Result> & { verdict: Verdict }>>,
  more: Partial<Report> = {},
) => {
  const dated = Object.entries(results).map(([id, one]) => {
    const at = { startedAt: daysAgo(days), expiresAt: daysAgo(days - 14) }
    return [id, { ...(one.verdict === 'MISS' ? {} : at), ...one }] as const
  })
  const uuid = `00000000-0000-4000-9000-${String(days * 1000).padStart(12, '0')}`
  const head = { uuid, subject: 'testbed', startedAt: daysAgo(days), finishedAt: daysAgo(days) }
  return JSON.stringify(reportOf(Object.fromEntries(dated), { ...head, complete: true, ...more }))
}

t.test('regular: left out of runs that were made is a violation', async (t) => {
  const miss = (week: number) => own(week * 7, { a: { verdict: 'PASS' }, b: { verdict: 'MISS' } })
  const files = Array.from({ length: 14 }, (_, week) => [`history/${week}.json`, miss(week)])
  t.match(await judged(testsRegular, Object.fromEntries(files) as Files), {
    verdict: 'FAIL',
    finding: { violations: [{ subject: 'testcase b', actual: /^never run, and left out of 13 reports: 2026-08-26/ }] },
  })
})

t.test('regular: what was left to attestations is left out, unless it was decided once', async (t) => {
  const manual = { verdict: 'MISS', cause: { kind: 'manual', message: 'have it attested' } } as const
  const reports = (b: (week: number) => Parameters<typeof own>[1][string]) =>
    Object.fromEntries(
      Array.from({ length: 14 }, (_, week) => [
        `history/${week}.json`,
        own(week * 7, { a: { verdict: 'PASS' }, b: b(week) }),
      ]),
    )
  t.match(
    await judged(
      testsRegular,
      reports(() => manual),
    ),
    {
      verdict: 'PASS',
      finding: { examined: ['a'], notes: [/./, 'left out, since they were left to attestations: b'] },
    },
  )
  t.match(
    await judged(
      testsRegular,
      reports((week) => (week < 9 ? manual : { verdict: 'PASS' })),
    ),
    {
      verdict: 'FAIL',
      finding: { violations: [{ subject: 'testcase b' }] },
    },
  )
})

t.test('decided: 5 in 100 may be undecided, and the history has to be long', async (t) => {
  const some = (count: number) => weekly((week) => (week < count ? { a: 'DNF', b: 'PASS' } : both))
  t.match(await judged(testsDecided, some(1)), { verdict: 'PASS', finding: { examined: { count: 26 } } })
  t.match(await judged(testsDecided, some(2)), {
    verdict: 'FAIL',
    finding: { violations: [{ actual: '2 of 26, most of them: a (2)' }] },
  })
  t.match(
    await judged(
      testsDecided,
      weekly((week) => (week > 5 ? null : both)),
    ),
    {
      verdict: 'DNF',
      cause: { message: /the reports begin on 2026-10-20 and not 90 days ago/ },
    },
  )
  t.match(
    await judged(
      testsDecided,
      weekly(() => ({ other: 'PASS' })),
    ),
    { verdict: 'DNF', cause: { message: /no result/ } },
  )
})

const on = (version: string) => ({ verdict: 'PASS' as const, examined: [version] })
const tempest = (days: number) => ({
  verdict: 'PASS' as const,
  examined: { count: 258 },
  notes: [`results/tempest: subunit, finished ${daysAgo(days)}`],
})
const versions = 'scs-0124-openstack-maintained'
const before = own(20, { [versions]: on('compute 2.100: OpenStack 2025.2'), a: { verdict: 'PASS' } })
const after = (results: Parameters<typeof own>[1]) =>
  own(10, { [versions]: on('compute 2.103: OpenStack 2026.1'), a: { verdict: 'PASS' }, ...results })
const upgraded = (results: Parameters<typeof own>[1], more: Files = {}) =>
  judged(upgradeValidated, { 'history/1.json': before, 'history/2.json': after(results), ...more })

t.test('upgrade: two versions, nothing worse, and a whole end-to-end test of after it', async (t) => {
  t.match(await upgraded({ 'scs-0128-tempest': tempest(11) }), {
    verdict: 'PASS',
    finding: {
      examined: ['upgrade of testbed to compute 2.103'],
      notes: [
        /from compute 2\.100 \(history\/1\.json\) to compute 2\.103 \(history\/2\.json\)/,
        /scs-0128-tempest, ended 2026-11-13/,
      ],
    },
  })
  t.match(await upgraded({}), {
    verdict: 'DNF',
    cause: { message: /no report on compute 2\.103 has a whole end-to-end/ },
  })
  t.match(await upgraded({ 'scs-0128-tempest': tempest(25) }), { verdict: 'DNF' }, 'a test of before the upgrade')
  const partial = { ...tempest(11), verdict: 'DNF' as const }
  t.match(await upgraded({ 'scs-0128-tempest': partial }), { verdict: 'DNF' }, 'a test of a part')
})

t.test('upgrade: what got worse fails, unless a later report shows it mended; what was lost is open', async (t) => {
  const whole = { 'scs-0128-tempest': tempest(11) }
  t.match(await upgraded({ ...whole, a: { verdict: 'FAIL' } }), {
    verdict: 'FAIL',
    finding: {
      violations: [
        {
          subject: 'testcase a',
          actual: 'FAIL on compute 2.103 (history/2.json), and not on compute 2.100 (history/1.json)',
        },
      ],
    },
  })
  const mended = own(5, {
    [versions]: on('compute 2.103: OpenStack 2026.1'),
    a: { verdict: 'PASS' },
    'scs-0128-tempest': tempest(6),
  })
  t.match(await upgraded({ ...whole, a: { verdict: 'FAIL' } }, { 'history/3.json': mended }), { verdict: 'PASS' })
  t.match(await upgraded({ ...whole, a: { verdict: 'DNF' } }), {
    verdict: 'DNF',
    cause: { message: /were not decided after it: a$/ },
  })
})

t.test('upgrade: a way back is none, and does not make up for the upgrade that failed', async (t) => {
  const failed = { 'scs-0128-tempest': tempest(11), a: { verdict: 'FAIL' as const } }
  const on2100 = { [versions]: on('compute 2.100: OpenStack 2025.2'), a: { verdict: 'PASS' as const } }
  const back = own(5, { ...on2100, 'scs-0128-tempest': tempest(5) })
  t.match(await upgraded(failed, { 'history/3.json': back }), {
    verdict: 'FAIL',
    finding: { examined: ['upgrade of testbed to compute 2.103'] },
  })
  t.match(await judged(upgradeValidated, { 'history/2.json': after({}), 'history/3.json': back }), { verdict: 'MISS' })
  const old = own(30, { [versions]: on('compute 2.96: OpenStack 2024.1'), a: { verdict: 'PASS' } })
  t.match(await judged(upgradeValidated, { 'history/1.json': old, 'history/3.json': back }), {
    verdict: 'PASS',
    finding: { examined: ['upgrade of testbed to compute 2.100'] },
  })
})

t.test('upgrade: the same version, or one that nobody tells, shows none', async (t) => {
  const same = own(10, { [versions]: on('compute 2.100: OpenStack 2025.2') })
  t.match(await judged(upgradeValidated, { 'history/1.json': before, 'history/2.json': same }), {
    verdict: 'MISS',
    cause: { message: /the reports show no upgrade of the last 18 months/ },
  })
  t.match(
    await judged(
      upgradeValidated,
      weekly(() => both),
    ),
    { verdict: 'MISS' },
  )
})

t.test(
  'upgrade: of a cluster it is another minor version; a patch is none, and beside it the upgrade counts',
  async (t) => {
    const cluster = (days: number, version: string, results: Parameters<typeof own>[1] = {}) =>
      own(days, { 'version-policy-check': on(version), ...results })
    const patched = { 'history/1.json': cluster(30, 'v1.35.8'), 'history/2.json': cluster(20, 'v1.35.9') }
    t.match(await judged(upgradeValidated, patched), { verdict: 'MISS' })
    const conformance = {
      'cncf-k8s-conformance': { ...tempest(10), notes: [`e2e.zip: 1.36, finished ${daysAgo(10)}`] },
    }
    const files = {
      ...patched,
      'history/3.json': cluster(9, 'v1.36.1', conformance),
      'history/4.json': cluster(2, 'v1.36.2'),
    }
    t.match(await judged(upgradeValidated, files), {
      verdict: 'PASS',
      finding: { examined: ['upgrade of testbed to v1.36.1'] },
    })
    const other = { ...files, 'history/1.json': cluster(30, 'v1.35.8', { a: { verdict: 'PASS' } }) }
    t.match(
      await judged(upgradeValidated, other),
      { verdict: 'PASS' },
      'the last report before it is what it is held against',
    )
  },
)

t.test('release: a candidate that is named, or that a cluster tells', async (t) => {
  const tested = (release: string, report: string) =>
    judged(
      releaseTested,
      { 'rc/report.json': report },
      { reports: [], releaseTests: [{ release, report: 'rc/report.json' }] },
    )
  const good = own(30, { a: { verdict: 'PASS' }, b: { verdict: 'FAIL' } }, { subject: 'lab' })
  t.match(await tested('OpenStack 2026.2 rc1', good), {
    verdict: 'PASS',
    finding: {
      notes: ['OpenStack 2026.2 rc1: 2 results that decide, no whole end-to-end test, on 2026-10-25 (rc/report.json)'],
    },
  })
  t.match(await tested('OpenStack 2026.2', good), {
    verdict: 'DNF',
    cause: { message: /its name is not that of a candidate/ },
  })
  const half = own(30, { a: { verdict: 'PASS' }, b: { verdict: 'DNF' } })
  t.match(await tested('2026.2.0rc1', half), { verdict: 'DNF', cause: { message: /1 of 2 results are undecided: b/ } })
  t.match(await tested('2026.2.0rc1', own(400, { a: { verdict: 'PASS' } })), {
    verdict: 'DNF',
    cause: { message: /400 days ago/ },
  })
  const early = own(30, { a: { verdict: 'PASS' } }, { complete: false })
  t.match(await tested('2026.2.0rc1', early), { verdict: 'DNF', cause: { message: /ended early/ } })
  await t.rejects(tested('2026.2.0rc1', '{}'), { message: /^rc\/report\.json: is neither a report/ })

  const cluster = (version: string) => ({ 'history/1.json': own(30, { 'version-policy-check': on(version) }) })
  t.match(await judged(releaseTested, cluster('v1.37.0-rc.1')), {
    verdict: 'PASS',
    finding: { examined: ['Kubernetes v1.37.0-rc.1'] },
  })
  t.match(await judged(releaseTested, cluster('v1.37.0')), { verdict: 'MISS' })
})

t.test('hostile folders: circles of links end, what says it is a report and is none is named', async (t) => {
  const files = weekly(() => both)
  const base = laid(folder(), files)
  symlinkSync(join(base, 'history'), join(base, 'history/w0/again'))
  symlinkSync(join(base, 'history/loop'), join(base, 'history/loop'))
  t.match(await judged(testsRegular, {}, { reports: [join(base, 'history')] }), { verdict: 'PASS' })
  const bad = (text: string) => judged(testsRegular, { ...files, 'history/x/bad.json': text })
  await t.rejects(bad('{"format": "scs-conformance-report/1", "uuid":'), {
    message: /^history\/x\/bad\.json: is neither JSON nor/,
  })
  await t.rejects(bad(`{"format": "scs-conformance-report/1", "a": ${'['.repeat(1_000_000)}`), {
    probe: { kind: 'malformed' },
    message: /^history\/x\/bad\.json: .*nested more than 100 levels deep/,
  })
  await t.rejects(bad(own(3, { a: { verdict: 'PASS' } }).replace('"complete":true', '"complete":"yes"')), {
    message: /complete/,
  })
  writeFileSync(join(base, 'history/huge.json'), Buffer.alloc(256 * 1024 * 1024 + 1, 0x20))
  await t.rejects(judged(testsRegular, {}, { reports: [join(base, 'history')] }), {
    message: /huge\.json: is larger than 256 MiB/,
  })
})

t.test('property: gaps and what is covered make up the whole', (t) => {
  const at = (n: number) => daysAgo(100 - n)
  const span = fc
    .tuple(fc.nat(90), fc.integer({ min: 1, max: 30 }))
    .map(([from, length]) => [from, from + length] as const)
  fc.assert(
    fc.property(fc.array(span), (spans) => {
      const gaps = gapsIn(
        { from: at(0), until: at(90) },
        spans.map(([from, until]) => ({ from: at(from), until: at(until) })),
      )
      for (let n = 0; n < 90; n++) {
        const isCovered = spans.some(([from, until]) => from <= n && n < until)
        t.equal(
          gaps.some(({ from, until }) => from <= at(n) && at(n) < until),
          !isCovered,
        )
      }
    }),
    { numRuns: 30 },
  )
  t.end()
})
