import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import t from 'tap'
import { folder } from '../../testbed/cli.ts'
import { readVulnerabilityDocument } from './import/read-document.ts'
import { judgeVulnerabilities } from './judge-vulnerabilities.ts'
import { together } from './known-vulnerabilities.ts'
import { severityOf } from './statement.ts'

const samples = join(import.meta.dirname, 'import/samples')
const now = '2026-11-24T12:00:00Z'

/** Reads a sample, in which some texts stand for others. */
function read(name: string, changes: Readonly<Record<string, string>> = {}) {
  let text = readFileSync(join(samples, name), 'utf8')
  for (const [from, to] of Object.entries(changes)) {
    if (!text.includes(from)) throw new Error(`${name} has no ${from}`)
    text = text.replaceAll(from, to)
  }
  const path = join(folder(), name)
  writeFileSync(path, text)
  return readVulnerabilityDocument(path, `vex/${name}`)
}
const judge = async (...documents: readonly ReturnType<typeof read>[]) =>
  judgeVulnerabilities(together(await Promise.all(documents)), now)

t.test('nothing handed in is left to an attestation', (t) => {
  t.match(judgeVulnerabilities(null, now), { undecided: { kind: 'manual', message: /vulnerabilities:/ } })
  t.end()
})

t.test(
  'CycloneDX: what is overdue is named with component, severity and since when; OpenVEX takes it back',
  async (t) => {
    const alone = await judge(read('scan.cdx.json'))
    t.match(alone, {
      examined: { count: 3 },
      violations: [
        {
          subject: 'vulnerability CVE-2026-0003 in pkg:deb/debian/openssl@3.0.15',
          expected: 'closed within 3 days of its disclosure (high)',
          actual: 'open, public since 2026-10-01, 54 days ago (vex/scan.cdx.json: /vulnerabilities/2)',
        },
      ],
      notes: [/scan\.cdx\.json: CycloneDX, of 2026-11-23/, '2 open, 1 fixed, 0 that do not affect anything'],
    })
    t.equal(alone.violations.length, 1, 'a medium one of three weeks is in time')
    const both = await judge(read('scan.cdx.json'), read('statements.openvex.json'))
    t.match(both, { violations: [], undecided: undefined, examined: { count: 3 } })
    t.match(await judge(read('scan.cdx.json'), read('statements.openvex.json', { not_affected: 'affected' })), {
      violations: [{ subject: /CVE-2026-0003/ }],
    })
    const elsewhere = read('statements.openvex.json', { 'debian/openssl': 'debian/openssl@3.0.14' })
    t.match(
      await judge(read('scan.cdx.json'), elsewhere),
      { violations: [{ subject: /@3\.0\.15/ }] },
      'another version',
    )
  },
)

t.test('a score counts, not a word of another method: 5.4 is overdue after a month, not after three', async (t) => {
  t.match(await judge(read('scan.cdx.json', { '2026-11-01': '2026-10-20', '2026-10-01': '2026-11-23' })), {
    violations: [{ subject: /CVE-2026-0002 in pkg:pypi\/jinja2@3\.1\.2/, expected: /a month .*\(medium, CVSS 5\.4\)/ }],
  })
})

t.test('three hours for a critical one; a day counts from its end', async (t) => {
  const critical = (published: string) =>
    read('scan.cdx.json', {
      '"analysis": { "state": "resolved" }': '"analysis": { "state": "exploitable" }',
      '2026-11-10T00:00:00Z': published,
      '2026-10-01': '2026-11-23',
    })
  t.match(await judge(critical('2026-11-24T08:59:00Z')), { violations: [{ subject: /CVE-2026-0001/ }] })
  t.match(await judge(critical('2026-11-24T09:01:00Z')), { violations: [], undecided: undefined })
  t.match(await judge(critical('2026-11-24')), { violations: [], undecided: undefined })
})

t.test('CSAF: fixed and affected are told apart; components have their purl, else their name', async (t) => {
  const finding = await judge(read('cloud.csaf.json'))
  t.equal(finding.violations.length, 1)
  t.match(finding.violations, [
    { subject: 'vulnerability CVE-2026-1001 in Neutron 27.0.1', actual: /since 2026-11-02, 22 days ago/ },
  ])
  t.match(await judge(read('cloud.csaf.json', { '"known_affected": ["NE"]': '"known_not_affected": ["NE"]' })), {
    violations: [],
    undecided: undefined,
  })
})

t.test('CSAF: a score is that of the products that it names', async (t) => {
  const of = (products: readonly string[], date: string) => {
    const path = join(folder(), 'two.json')
    const tracking = { current_release_date: '2026-11-20T00:00:00Z', initial_release_date: '2026-11-01T00:00:00Z' }
    const score = (baseScore: number, products: readonly string[]) => ({ products, cvss_v3: { baseScore } })
    const vulnerability = {
      cve: 'CVE-1',
      release_date: date,
      product_status: { known_affected: ['A'], fixed: ['B'] },
      scores: [score(9.8, ['B']), ...(products.length > 0 ? [score(3.1, products)] : [])],
    }
    const document = { category: 'csaf_vex', csaf_version: '2.0', tracking }
    writeFileSync(path, JSON.stringify({ document, vulnerabilities: [vulnerability] }))
    return readVulnerabilityDocument(path, 'two.json')
  }
  t.match(await judge(of(['A'], '2026-11-01')), { violations: [], undecided: undefined }, 'low for A')
  t.match(await judge(of(['A'], '2026-05-01')), { violations: [{ expected: /3 months .*\(low, CVSS 3\.1\)/ }] })
  t.match(await judge(of([], '2026-05-01')), {
    violations: [],
    undecided: { message: /CVE-1 in A .*: no document rates/ },
  })
})

t.test('under investigation is no violation, and undecided after its time', async (t) => {
  const fixed = { '"known_affected": ["NE"]': '"fixed": ["NE"]', '"fixed": ["KS"], ': '' }
  t.match(await judge(read('cloud.csaf.json', fixed)), { violations: [], undecided: undefined })
  t.match(await judge(read('cloud.csaf.json', { ...fixed, '2026-11-22T10': '2026-10-01T10' })), {
    violations: [],
    undecided: {
      kind: 'dependency',
      message:
        /CVE-2026-1002 in pkg:pypi\/keystone@28\.0\.1 \(vex\/cloud\.csaf\.json: \/vulnerabilities\/1\): still under/,
    },
  })
})

t.test('without rating or date it is undecided, and named; a violation beside it stays one', async (t) => {
  t.match(await judge(read('statements.openvex.json', { not_affected: 'affected', '2026-10-05': '2026-11-20' })), {
    violations: [],
    undecided: {
      message: /1 could not be decided: CVE-2026-0003 in pkg:deb\/debian\/openssl .*: no document rates it/,
    },
  })
  const undated = await judge(read('scan.cdx.json', { '"published": "2026-11-01", ': '' }))
  t.match(undated, { violations: [{ subject: /0003/ }], undecided: undefined, notes: [/./, /./, /0002.*since when/] })
})

t.test('old lists, lists of the future and lists of no day decide nothing', async (t) => {
  t.match((await judge(read('scan.cdx.json', { '2026-11-23T06': '2026-10-20T06' }))).undecided, {
    message: /the newest list, vex\/scan\.cdx\.json, is of 2026-10-20, 35 days ago/,
  })
  t.match((await judge(read('scan.cdx.json', { '2026-11-23T06': '2027-11-20T06' }))).undecided, {
    message: /still to come/,
  })
  t.match((await judge(read('scan.cdx.json', { '"timestamp": "2026-11-23T06:00:00Z", ': '' }))).undecided, {
    message: /no list says when it was made/,
  })
})

/** A list as scanners write it, of one component. */
function scan(day: string, vulnerability: object | null, name = `${day}.json`) {
  const path = join(folder(), 'list.json')
  const metadata = { timestamp: `${day}T00:00:00Z` }
  const vulnerabilities = vulnerability === null ? [] : [{ affects: [{ ref: 'pkg:pypi/a@1' }], ...vulnerability }]
  writeFileSync(path, JSON.stringify({ bomFormat: 'CycloneDX', metadata, vulnerabilities }))
  return readVulnerabilityDocument(path, name)
}
const overdue = { id: 'CVE-1', published: '2026-01-01', ratings: [{ score: 9.9 }] }
const recent = { id: 'CVE-2', published: '2026-11-20', ratings: [{ score: 5 }] }

t.test('an empty list shows nothing; one that names a vulnerability in time does', async (t) => {
  t.match(await judge(scan('2026-11-23', null)), {
    examined: { count: 0 },
    undecided: { kind: 'dependency', message: /^no list names a vulnerability/ },
  })
  t.match(await judge(scan('2026-11-23', recent)), { violations: [], undecided: undefined })
  t.match(
    await judge(scan('2026-01-23', recent), scan('2026-11-23', null)),
    { undecided: { message: /^the newest list, 2026-01-23\.json/ } },
    'nor does it make another one young',
  )
})

t.test('a statement of today makes no scan of last year young', async (t) => {
  const statement = read('statements.openvex.json', { '2026-10-05': '2026-11-20' })
  t.match(await judge(scan('2025-11-23', recent), statement), {
    violations: [],
    undecided: { message: /^the newest list, 2025-11-23\.json, is of 2025-11-23/ },
  })
  t.match(await judge(scan('2026-11-23', recent), statement), { violations: [], undecided: undefined })
  t.match(await judge(statement), { violations: [], undecided: undefined }, 'where nobody scans, it is what there is')
})

t.test('what only an old list has as open is not seen to be open; what a new one has as well is', async (t) => {
  t.match(await judge(scan('2026-10-01', overdue), scan('2026-11-23', recent)), {
    violations: [],
    undecided: { message: /CVE-1 in pkg:pypi\/a@1 .*: only a list of 2026-10-01, 54 days ago has it as open/ },
  })
  t.match(await judge(scan('2026-10-01', overdue), scan('2026-11-23', { ...overdue, published: undefined })), {
    violations: [{ subject: /CVE-1/ }],
  })
})

t.test(
  'CSAF: a document that was changed does not tell since when a vulnerability without a date is known',
  async (t) => {
    const undated = { '"release_date": "2026-11-02T10:00:00Z",': '' }
    t.match(await judge(read('cloud.csaf.json', undated)), {
      violations: [],
      undecided: { message: /CVE-2026-1001 in Neutron 27\.0\.1 .*: no document tells since when it is public/ },
    })
    const unchanged = { ...undated, '"2026-11-20T10:00:00Z"': '"2026-11-02T10:00:00Z"' }
    t.match(await judge(read('cloud.csaf.json', unchanged)), { violations: [{ subject: /CVE-2026-1001/ }] })
  },
)

t.test(
  'a vulnerability has one name in lists of scanners and another in statements, where one of them says so',
  async (t) => {
    const found = (more: object = {}) => scan('2026-11-23', { ...overdue, id: 'GHSA-aaaa', ...more })
    const vex = (...vulnerabilities: readonly object[]) => {
      const path = join(folder(), 'vex.json')
      const products = [{ '@id': 'pkg:pypi/a@1' }]
      const statements = vulnerabilities.map((vulnerability) => ({ vulnerability, products, status: 'not_affected' }))
      const head = { '@context': 'https://openvex.dev/ns/v0.2.0', timestamp: '2026-11-22T00:00:00Z' }
      writeFileSync(path, JSON.stringify({ ...head, statements }))
      return readVulnerabilityDocument(path, 'vex.json')
    }
    const closed = { violations: [], undecided: undefined, examined: { count: 1 } }
    t.match(await judge(found(), vex({ name: 'CVE-1', aliases: ['GHSA-aaaa'] })), closed)
    t.match(await judge(found({ references: [{ id: 'CVE-1' }] }), vex({ name: 'CVE-1' })), closed)
    t.match(await judge(found(), vex({ name: 'CVE-1' })), { violations: [{ subject: /^vulnerability GHSA-aaaa/ }] })
    const several = vex({ name: 'CVE-1', aliases: ['GHSA-aaaa'] }, { name: 'CVE-2', aliases: ['GHSA-aaaa'] })
    t.match(
      await judge(found(), several),
      { violations: [{ subject: /^vulnerability GHSA-aaaa/ }] },
      'an advisory on two',
    )
  },
)

t.test('that one component is not affected does not close what is said of the whole', async (t) => {
  const vex = (...said: readonly (readonly [status: string, product?: string])[]) => {
    const path = join(folder(), 'vex.json')
    const statements = said.map(([status, product], index) => ({
      vulnerability: 'CVE-1',
      status,
      timestamp: `2026-11-2${index}T00:00:00Z`,
      ...(product === undefined ? {} : { products: [{ '@id': product }] }),
    }))
    const head = { '@context': 'https://openvex.dev/ns/v0.2.0', timestamp: '2026-11-23T00:00:00Z' }
    writeFileSync(path, JSON.stringify({ ...head, statements }))
    return readVulnerabilityDocument(path, 'vex.json')
  }
  const part = 'pkg:pypi/a@1'
  const rated = scan('2026-11-23', overdue)
  t.match(await judge(rated, vex(['affected'], ['not_affected', part])), {
    violations: [{ subject: 'vulnerability CVE-1 in the whole' }],
  })
  t.match(await judge(rated, vex(['affected'], ['not_affected', part], ['fixed'])), {
    violations: [],
    undecided: undefined,
  })
  t.match(await judge(rated, vex(['not_affected', part])), { violations: [], undecided: undefined })
})

t.test('hostile names are names: of properties that every object has', async (t) => {
  const hostile = read('scan.cdx.json', {
    'CVE-2026-0003': 'constructor',
    '"published": "2026-11-01", ': '"analysis": { "state": "constructor" }, "published": "2026-11-01", ',
    '"severity": "low"': '"severity": "constructor"',
  })
  t.match(await judge(hostile), { violations: [{ subject: /^vulnerability constructor in pkg:deb/ }] })
  const status = read('cloud.csaf.json', { '"known_affected": ["NE"]': '"constructor": ["NE"]' })
  t.match(await judge(status), { violations: [], undecided: undefined })
  await t.rejects(
    read('scan.cdx.json', {
      '"components": [{ "type": "library", "bom-ref": "c3"': '"components": [null, { "bom-ref": "c3"',
    }),
    {
      message: /\/components\/1\/components\/0 must be object/,
    },
  )
})

t.test('CycloneDX: a VEX of its own refers to the components of another document, or to their purl', async (t) => {
  const serial = '3e671687-395b-41f5-a30f-a58921a69b79'
  const scan = read('scan.cdx.json', { '"specVersion"': `"serialNumber": "urn:uuid:${serial}", "specVersion"` })
  const vex = (ref: string) => {
    const path = join(folder(), 'vex.json')
    const vulnerability = { id: 'CVE-2026-0003', analysis: { state: 'not_affected' }, affects: [{ ref }] }
    const metadata = { timestamp: '2026-11-23T07:00:00Z' }
    writeFileSync(path, JSON.stringify({ bomFormat: 'CycloneDX', metadata, vulnerabilities: [vulnerability] }))
    return readVulnerabilityDocument(path, 'vex.json')
  }
  const none = { violations: [], undecided: undefined, examined: { count: 3 } }
  t.match(await judge(scan, vex(`urn:cdx:${serial}/1#c1`)), none)
  t.match(await judge(scan, vex(`urn:cdx:another/1#pkg%3Adeb/debian/openssl%403.0.15`)), none)
  t.match(
    await judge(scan, vex(`urn:cdx:${serial}/1#c3`)),
    { violations: [{ subject: /openssl/ }] },
    'another component',
  )
  t.match(await judge(scan, vex(`urn:cdx:another/1#c1`)), { violations: [{ subject: /openssl/ }] }, 'another document')
})

t.test('a vulnerability that was taken back is none', async (t) => {
  t.match(
    await judge(
      read('scan.cdx.json', { '"published": "2026-10-01T': '"rejected": "2026-11-01", "published": "2026-10-01T' }),
    ),
    {
      violations: [],
      undecided: undefined,
    },
  )
})

t.test('50,000 components with one vulnerability are held together in no time', (t) => {
  const said = Array.from({ length: 50_000 }, (_, n) => ({
    id: 'CVE-1',
    component: `pkg:pypi/part${n % 1000}@${n}`,
    state: 'affected' as const,
    assessed: false,
    at: null,
    place: `/${n}`,
  }))
  const none = { file: 'x', madeAt: null, ratings: [], disclosedAt: new Map<string, string>() }
  t.equal(together([{ ...none, kind: 'CycloneDX', statements: said }]).open.length, 50_000)
  const all = { id: 'CVE-1', component: 'the whole', state: 'fixed' as const, assessed: true, at: null, place: '/' }
  t.same(together([{ ...none, kind: 'OpenVEX', statements: [...said, all] }]).closed, { notAffected: 0, fixed: 50_000 })
  t.end()
})

t.test('what is none of the formats is refused, with file and place', async (t) => {
  const malformed = { kind: 'malformed' }
  await t.rejects(read('scan.cdx.json', { CycloneDX: 'SPDX' }), { ...malformed, message: /is neither CycloneDX nor/ })
  await t.rejects(read('scan.cdx.json', { '"vulnerabilities"': '"other"' }), {
    message: /says nothing of vulnerabilities/,
  })
  await t.rejects(read('scan.cdx.json', { '"score": 9.8': '"score": "9.8"' }), {
    message:
      'vex/scan.cdx.json: is no CycloneDX list of vulnerabilities: /vulnerabilities/0/ratings/0/score must be number',
  })
  await t.rejects(read('cloud.csaf.json', { csaf_vex: 'csaf_security_advisory' }), { message: /only csaf_vex/ })
  await t.rejects(read('cloud.csaf.json', { '"2.0"': '"2.1"' }), { message: /\/document\/csaf_version must be equal/ })
  await t.rejects(read('statements.openvex.json', { not_affected: 'harmless' }), { message: /\/statements\/0\/status/ })
})

t.test('property: the order of documents does not matter', async (t) => {
  const documents = await Promise.all(
    ['scan.cdx.json', 'statements.openvex.json', 'cloud.csaf.json'].map((name) => read(name)),
  )
  const expected = together(documents).open
  fc.assert(
    fc.property(fc.shuffledSubarray(documents, { minLength: 3 }), (shuffled) => {
      t.same(together(shuffled).open, expected)
    }),
  )
})

t.test('property: severities are those of CVSS, without gaps', (t) => {
  const order = ['none', 'low', 'medium', 'high', 'critical']
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 99 }), (tenths) => {
      const step = order.indexOf(severityOf((tenths + 1) / 10)) - order.indexOf(severityOf(tenths / 10))
      t.ok(step === 0 || (step === 1 && [0, 39, 69, 89].includes(tenths)))
    }),
  )
  t.end()
})
