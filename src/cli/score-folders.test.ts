import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import t from 'tap'
import { reportOf, sample } from '../../reports/golden/sample.ts'
import { folder, scsConformance } from '../../testbed/cli.ts'
import { pack } from '../evidence/archive.ts'
import { writeBundle } from '../evidence/bundle.ts'
import type { Report, ScoreCard } from '../report.ts'
import { loadScope } from '../standards.ts'

// What `score` makes of a folder: all reports in it count, wherever they lie, and nothing is left out silently.

const day = '2026-09-15'
const uuid = (n: number): string => `00000000-0000-4000-8000-00000000000${n}`
const reportAs = (n: number): string =>
  JSON.stringify(reportOf({ 'scs-0100-syntax-check': { verdict: 'PASS' } }, { uuid: uuid(n) }))

const bundle = writeBundle(
  {
    judged: [{ scope: await loadScope('scs-compatible-iaas'), report: JSON.parse(reportAs(1)) as Report }],
    recording: { flavors: [] },
    standards: [],
    data: [],
  },
  (report) => JSON.stringify(report),
)

/** A home with these files, by path. */
function homeWith(files: Readonly<Record<string, string | Uint8Array>>) {
  const home = folder()
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(`${home}/${path}`.replace(/\/[^/]*$/, ''), { recursive: true })
    writeFileSync(`${home}/${path}`, text)
  }
  const score = (...args: readonly string[]) => scsConformance(['score', ...args, '--date', day], { cwd: home })
  const read = async (...args: readonly string[]): Promise<readonly [sources: readonly string[], others: unknown]> => {
    const { stdout, stderr } = await score(...args, '--format', 'json')
    if (stdout === '') throw new Error(stderr)
    const { sources, others } = JSON.parse(stdout) as ScoreCard
    return [sources.map(({ file }) => file), others]
  }
  return { home, score, read }
}

t.test('folders in a folder are read too; what is no report is named, unless it is named itself', async (t) => {
  const { score, read } = homeWith({
    'out/cluster-a/report.json': reportAs(1),
    'out/cluster-a/report.oscal.json': '{"assessment-results": {}}',
    'out/cluster-b/night/report.json': reportAs(2),
    'out/cluster-b/night/report.html': '<!doctype html>',
    'out/cluster-b/night/report.json.sig': 'belongs to the report',
    'out/stray.sig': 'belongs to nothing',
    'out/waivers.yaml': 'waivers: []',
    'out/notes.json': '{"a":',
    'out/results.zip': pack({ 'results.txt': new Uint8Array(9) }),
  })
  const reports = ['out/cluster-a/report.json', 'out/cluster-b/night/report.json']
  t.same(await read('out'), [
    reports,
    [
      'out/cluster-a/report.oscal.json',
      'out/cluster-b/night/report.html',
      'out/notes.json',
      'out/results.zip',
      'out/stray.sig',
      'out/waivers.yaml',
    ],
  ])
  t.same(await read('out/cluster-?', 'out/cluster-b'), [
    reports,
    ['out/cluster-a/report.oscal.json', 'out/cluster-b/night/report.html'],
  ])
  t.match((await score('out')).stdout, /SOURCES[^]*- out\/waivers\.yaml: no report/)
  t.same(await read('out/cluster-a/report.json'), [['out/cluster-a/report.json'], undefined])
  for (const named of ['out/waivers.yaml', 'out/*.yaml']) {
    t.match(await score(named), { code: 64, stderr: /out\/waivers\.yaml: is neither a report/ })
  }
  t.match(await score('out/notes.json'), { code: 64, stderr: /notes\.json: is neither JSON nor YAML/ })
})

t.test('what says that it is a report, and cannot be read, is never passed over', async (t) => {
  const whole = reportAs(1)
  const { home, score, read } = homeWith({ 'out/a.json': whole, 'out/b.json': '{"format": "of-something-else"}' })
  t.same(await read('out'), [['out/a.json'], ['out/b.json']])
  for (const [name, text, wrong] of [
    ['cut.json', whole.slice(0, 2000), /cut\.json: is neither JSON nor YAML/],
    ['strange.json', JSON.stringify({ ...sample, uuid: 'x' }), /strange\.json: is no scs-conformance-report\/1: uuid/],
    ['later.json', '{"format": "scs-conformance-report/2"}', /later\.json: is no scs-conformance-report\/1/],
    [
      'empty.attestation.yaml',
      'format: scs-conformance-attestation/1\n',
      /empty\.attestation\.yaml:1: the key testcase is missing/,
    ],
    ['cut.bundle.zip', bundle.subarray(0, bundle.length / 2), /cut\.bundle\.zip: is not a ZIP archive, or a broken/],
  ] as const) {
    mkdirSync(`${home}/${name}.d`)
    writeFileSync(`${home}/${name}.d/a.json`, whole)
    writeFileSync(`${home}/${name}.d/${name}`, text)
    t.match(await score(`${name}.d`), { code: 64, stderr: wrong }, name)
  }
})

t.test('links: each folder is read once, and what leads nowhere is no report', async (t) => {
  const { home, read } = homeWith({ 'out/a/report.json': reportAs(1), 'other/report.json': reportAs(2) })
  symlinkSync('..', `${home}/out/a/up`)
  symlinkSync('../other', `${home}/out/b`)
  symlinkSync('circle', `${home}/out/circle`)
  symlinkSync('nothing', `${home}/out/gone.json`)
  t.same(await read('out'), [
    ['out/a/report.json', 'out/b/report.json'],
    ['out/circle', 'out/gone.json'],
  ])
})

t.test('a folder without a report, and one that is closed', async (t) => {
  const { home, score } = homeWith({ 'empty/sub/notes.yaml': 'a: 1', 'out/report.json': reportAs(1) })
  t.match(await score('out', 'empty'), { code: 64, stderr: /empty: there is no report and no attestation in it/ })
  t.equal((await score('out')).code, 0)
  if (process.getuid?.() === 0) return // root may read anything
  mkdirSync(`${home}/out/closed`)
  chmodSync(`${home}/out/closed`, 0o000)
  t.match(await score('out'), { code: 64, stderr: /out\/closed: cannot be read \(EACCES\), and a report in it/ })
  chmodSync(`${home}/out/closed`, 0o700)
})

t.test('a bundle beside its report counts once; many other files are counted in text, named in JSON', async (t) => {
  const bundled = homeWith({ 'out/report.json': reportAs(1), 'out/report.bundle.zip': bundle })
  t.same(await bundled.read('out'), [['out/report.bundle.zip'], undefined])

  const names = Array.from({ length: 23 }, (_, i) => `out/log-${String(i).padStart(2, '0')}.txt`)
  const many = homeWith({ 'out/report.json': reportAs(1), ...Object.fromEntries(names.map((name) => [name, ''])) })
  t.same(await many.read('out'), [['out/report.json'], names])
  const { stdout } = await many.score('out')
  t.match(stdout, /log-19\.txt: no report\n- 3 more that are no report/)
  t.notMatch(stdout, 'log-20.txt')
})
