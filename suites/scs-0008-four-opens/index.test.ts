import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import t from 'tap'
import { factStore } from '../../src/fact-store.ts'
import { referenceTime, type Fact } from '../../src/fact.ts'
import { judge } from '../../src/engine.ts'
import type { Check } from '../../src/check.ts'
import { provider } from '../../src/provider/facts.ts'
import { folder } from '../../testbed/cli.ts'
import { fourOpens } from './four-opens.ts'
import { licenceScan } from './licence-scan.ts'
import { scorecard } from './scorecard.ts'

const now = '2026-11-24T12:00:00Z'
type Changes = Readonly<Record<string, string>>

/** A sample, in which some texts stand for others. */
function sample(name: string, changes: Changes = {}): string {
  let text = readFileSync(join(import.meta.dirname, 'samples', name), 'utf8')
  for (const [from, to] of Object.entries(changes)) {
    if (!text.includes(from)) throw new Error(`${name} has no ${from}`)
    text = text.replaceAll(from, to)
  }
  const path = join(folder(), name)
  writeFileSync(path, text)
  return path
}

/** What a check says of files that were handed in. */
async function judged(check: Check, handedIn: { software?: string; scorecards?: string[]; licenceScans?: string[] }) {
  const [path = ''] = [handedIn.software ?? [], handedIn.scorecards ?? [], handedIn.licenceScans ?? []].flat()
  const file = join(dirname(path), 'provider.yaml')
  const given = {
    file,
    sboms: [],
    vulnerabilities: [],
    scorecards: [],
    licenceScans: [],
    reports: [],
    releaseTests: [],
    ...handedIn,
  }
  const store = factStore({
    given: new Map<Fact, unknown>([
      [provider, path === '' ? null : given],
      [referenceTime, now],
    ]),
    signal: new AbortController().signal,
    timeoutMs: 10_000,
    concurrency: 4,
  })
  return judge(check, await store.learnAll(check.needs))
}

t.test('nothing handed in is MISS, with the way to hand it in', async (t) => {
  for (const check of [fourOpens, scorecard, licenceScan]) {
    t.match(await judged(check, {}), { verdict: 'MISS', cause: { kind: 'manual', message: /--provider/ } }, check.id)
  }
})

t.test('four opens', async (t) => {
  const of = (changes?: Changes) => judged(fourOpens, { software: sample('four-opens.yaml', changes) })
  t.match(await of(), { verdict: 'PASS', finding: { examined: ['nova', 'glance'] } })
  t.match(await of({ 'mailto:security@example.org': '{ none: nobody answers }' }), {
    verdict: 'FAIL',
    finding: {
      violations: [
        {
          subject: 'component glance',
          actual: 'there is none: nobody answers (four-opens.yaml: components[1].securityContact)',
        },
      ],
    },
  })
  t.match(await of({ '    roadmap: https://specs.openstack.org/openstack/nova-specs/\n': '' }), {
    verdict: 'DNF',
    cause: { kind: 'dependency', message: '1 gaps: components[0].roadmap of nova' },
  })
  t.match(await of({ 'licence: Apache-2.0': 'licence: NOASSERTION' }), {
    verdict: 'DNF',
    cause: { message: /^2 gaps/ },
  })
  t.match(await of({ 'licence: Apache-2.0': 'licence: NONE' }), { verdict: 'FAIL' })
  t.match(await of({ 'name: glance': 'name: nova' }), { verdict: 'DNF', cause: { message: /nova is listed twice/ } })
  t.match(await of({ '2026-10-20': '2026-08-20' }), {
    verdict: 'DNF',
    cause: { message: /96 days ago; it counts for 92/ },
  })
  t.match(await of({ '2026-10-20': '2026-12-20' }), { verdict: 'DNF', cause: { message: /still to come/ } })
  await t.rejects(of({ 'https://opendev.org/openstack/nova': 'ssh://x' }), {
    probe: { kind: 'malformed' },
    message: /^four-opens\.yaml:6: components\[0\]\.repository: must be /,
  })
})

t.test('scorecard', async (t) => {
  const of = (...changes: Changes[]) =>
    judged(scorecard, { scorecards: changes.map((one) => sample('scorecard.json', one)) })
  t.match(await of({}), { verdict: 'PASS', finding: { examined: ['github.com/example/component'] } })
  t.match(await of({ '"score": 6.8': '"score": 4.9' }), {
    verdict: 'FAIL',
    finding: {
      violations: [{ actual: '4.9 of 10 points (scorecard.json), lowest: Code-Review 3, Maintained 10, License 10' }],
    },
  })
  t.match(await of({ '"score": 6.8': '"score": 5' }), { verdict: 'PASS' })
  t.match(await of({ '"Maintained", "score": 10': '"Maintained", "score": 0' }), {
    verdict: 'FAIL',
    finding: { violations: [{ expected: 'it is maintained' }] },
  })
  t.match(await of({ '"Dangerous-Workflow", "score": -1': '"Dangerous-Workflow", "score": 0' }), { verdict: 'FAIL' })
  t.match(await of({ '"License", "score": 10': '"License", "score": -1' }), {
    verdict: 'DNF',
    cause: { message: 'scorecard.json: License of github.com/example/component could not be decided' },
  })
  t.match(await of({ '"name": "Maintained"': '"name": "Other"' }), {
    verdict: 'DNF',
    cause: { message: /is not there/ },
  })
  t.match(await of({ '2026-11-16': '2026-07-16' }), { verdict: 'DNF', cause: { message: /131 days ago/ } })
  const older = { '2026-11-16': '2026-07-16', '"score": 6.8': '"score": 2' }
  t.match(await of(older, {}), { verdict: 'PASS', finding: { examined: { length: 1 } } }, 'the newest counts')
  const worse = { '"score": 6.8': '"score": 2' }
  for (const order of [
    [worse, {}],
    [{}, worse],
  ]) {
    t.match(await of(...order), { verdict: 'FAIL' }, 'of one day the worse, in whichever order')
  }
  const morning = { ...worse, '2026-11-16T05:12:44Z': '2026-11-16T23:30:00-05:00' }
  t.match(
    await of({ '2026-11-16T05:12:44Z': '2026-11-17T01:00:00Z' }, morning),
    { verdict: 'FAIL' },
    'moments, not texts',
  )
  const list = sample('scorecard.json')
  const [one, two] = [readFileSync(list, 'utf8'), readFileSync(list, 'utf8').replace('component', 'other')]
  writeFileSync(list, `[${one}, ${two.replace('"score": 6.8', '"score": 1')}]`)
  t.match(await judged(scorecard, { scorecards: [list] }), {
    verdict: 'FAIL',
    finding: { examined: { length: 2 }, violations: [{ subject: 'repository github.com/example/other' }] },
  })
  writeFileSync(list, '[]')
  t.match(await judged(scorecard, { scorecards: [list] }), { verdict: 'DNF', cause: { message: /hold no result/ } })
  writeFileSync(list, `[${one}, {}]`)
  await t.rejects(judged(scorecard, { scorecards: [list] }), { message: /^scorecard\.json\[1\]: is no result/ })
  await t.rejects(of({ '"score": 6.8': '"score": "6.8"' }), {
    message: 'scorecard.json: is no result of OpenSSF Scorecard: /score must be number',
  })
})

t.test('REUSE', async (t) => {
  const of = (name: string, changes?: Changes) => judged(licenceScan, { licenceScans: [sample(name, changes)] })
  t.match(await of('reuse-good.json'), {
    verdict: 'PASS',
    finding: { examined: { count: 2 }, notes: ['reuse-good.json: REUSE 6.2.0, 2 files, of no date that it tells'] },
  })
  t.match(await of('reuse-bad.json'), {
    verdict: 'FAIL',
    finding: {
      violations: [
        { subject: 'source MIT', actual: 'it is used, and its text is not there, says REUSE 6.2.0 (reuse-bad.json)' },
        { subject: 'source src/b.py', actual: /tells no copyright/ },
        { subject: 'source src/b.py', actual: /tells no licence/ },
      ],
    },
  })
  t.match(await of('reuse-good.json', { '"read_errors": []': '"read_errors": ["src/a.py"]' }), {
    verdict: 'DNF',
    cause: { message: 'reuse-good.json: src/a.py could not be read' },
  })
  t.match(await of('reuse-good.json', { '"compliant": true': '"compliant": false' }), { verdict: 'DNF' })
  t.match(await of('reuse-good.json', { '"files_total": 2': '"files_total": 0' }), { verdict: 'DNF' })
  await t.rejects(of('reuse-good.json', { '"lint_version"': '"x"' }), { message: /neither of reuse lint --json nor/ })
  await t.rejects(of('reuse-good.json', { '"compliant": true': '"compliant": "yes"' }), {
    message: 'reuse-good.json: is no result of reuse lint: /summary/compliant must be boolean',
  })
})

t.test('ScanCode', async (t) => {
  const of = (name: string, changes?: Changes) => judged(licenceScan, { licenceScans: [sample(name, changes)] })
  t.match(await of('scancode-good.json'), {
    verdict: 'PASS',
    finding: { examined: { count: 4 }, notes: ['scancode-good.json: ScanCode 32.5.0, 4 files, on 2026-11-24'] },
  })
  t.match(await of('scancode-bad.json'), {
    verdict: 'FAIL',
    finding: {
      violations: [
        { subject: 'source proj2/src/p.js', actual: /^it is under LicenseRef-scancode-proprietary-license, says/ },
      ],
      notes: [/./, 'scancode-bad.json: proj2/package.json is under LicenseRef-scancode-unknown-license-reference'],
    },
  })
  const choice = {
    '_spdx": "LicenseRef-scancode-proprietary-license"': '_spdx": "MIT OR LicenseRef-scancode-commercial-license"',
  }
  t.match(await of('scancode-bad.json', choice), {
    verdict: 'DNF',
    cause: { message: /p\.js is under a choice with LicenseRef-scancode-commercial-license/ },
  })
  t.match(await of('scancode-bad.json', { 'scancode-proprietary-license': 'scancode-public-domain' }), {
    verdict: 'DNF',
    cause: { message: /package\.json is under LicenseRef-scancode-unknown-license-reference$/ },
  })
  t.match(await of('scancode-good.json', { '"scan_errors": []': '"scan_errors": ["ERROR: timeout\\nTraceback"]' }), {
    verdict: 'DNF',
    cause: { message: /^scancode-good\.json: proj2 could|README\.md could not be scanned: ERROR: timeout;/ },
  })
  t.match(await of('scancode-good.json', { '2026-11-24T13': '2026-06-24T13' }), { verdict: 'DNF' })
  await t.rejects(of('scancode-good.json', { detected_license_expression_spdx: 'x' }), { message: /without --license/ })
})
