import { execFileSync } from 'node:child_process'
import { appendFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import t from 'tap'
import { format as official } from '../../reports/scs-yaml.ts'
import { reportOf } from '../../reports/golden/sample.ts'
import { folder, scsConformance } from '../../testbed/cli.ts'
import type { Report } from '../report.ts'

const home = folder()
const score = (...args: readonly string[]) => scsConformance(['score', ...args], { cwd: home })
const day = '2026-09-15'

/** A report on the sample's subject, made on that day of September 2026. */
function keep(name: string, results: Parameters<typeof reportOf>[0], on: string, rest: Partial<Report> = {}): Report {
  const at = `2026-09-${on}T10:00:00.000Z`
  const timed = Object.fromEntries(
    Object.entries(results).map(([id, result]) => [
      id,
      {
        startedAt: result.verdict === 'MISS' ? null : at,
        expiresAt: result.verdict === 'MISS' ? null : '2026-09-28T00:00:00.000Z',
        ...result,
      },
    ]),
  )
  const uuid = `00000000-0000-4000-8000-0000000000${on}`
  const report = reportOf(timed, { uuid, finishedAt: at, ...rest })
  writeFileSync(`${home}/${name}`, JSON.stringify(report))
  return report
}

keep(
  'monday.json',
  { 'scs-0100-syntax-check': { verdict: 'PASS' }, 'scs-0100-semantics-check': { verdict: 'FAIL' } },
  '13',
)
const tuesday = keep(
  'tuesday.json',
  { 'scs-0100-syntax-check': { verdict: 'DNF' }, 'scs-0100-semantics-check': { verdict: 'PASS' } },
  '14',
)

interface Card {
  readonly cards: readonly { readonly results: Readonly<Record<string, object>> }[]
  readonly sources: readonly object[]
}
async function cardOf(...args: readonly string[]): Promise<Card> {
  return JSON.parse((await score(...args, '--date', day, '--format', 'json')).stdout) as Card
}

t.test('the newest result counts; what stands behind it is told', async (t) => {
  const { cards } = await cardOf('monday.json', 'tuesday.json')
  t.match(cards[0]?.results, {
    'scs-0100-syntax-check': { verdict: 'DNF', lastPassAt: '2026-09-13T10:00:00.000Z' },
    'scs-0100-semantics-check': { verdict: 'PASS', flaky: true },
    'scs-0116-presence': { verdict: 'MISS', source: null },
  })
  t.same(await cardOf('tuesday.json', 'monday.json', 'monday.json').then((card) => card.cards), cards)
})

t.test('a report of the official suite, and several in one file', async (t) => {
  writeFileSync(
    `${home}/official.yaml`,
    `${official.render({ ...tuesday, uuid: '00000000-0000-4000-8000-000000000099', finishedAt: '2026-09-14T12:00:00.000Z' })}`,
  )
  const { cards, sources } = await cardOf('official.yaml')
  t.match(cards[0]?.results, {
    'scs-0100-syntax-check': { verdict: 'DNF' },
    'scs-0100-semantics-check': { verdict: 'PASS' },
  })
  t.match(sources, [{ kind: 'official report', results: 2 }])
})

t.test('no source is left out silently', async (t) => {
  keep('other.json', { 'scs-0100-syntax-check': { verdict: 'PASS' } }, '15', { subject: 'other' })
  const { stdout, code } = await score('monday.json', 'other.json', '--date', day, '--subject', tuesday.subject)
  t.equal(code, 0)
  t.match(stdout, /other\.json: report of 2026-09-15, left out: it is about other/)
  t.match(await score('monday.json', 'other.json'), { code: 64, stderr: /several subjects.*choose one with --subject/ })
  writeFileSync(`${home}/junk.json`, '{"a": 1}')
  t.match(await score('monday.json', 'junk.json'), { code: 64, stderr: /junk\.json: is neither a report/ })
  t.match(await score('*.nothing'), { code: 64, stderr: /no report or attestation has such a name/ })
})

t.test('cloud and cluster of one subject: the gate never passes over one of them', async (t) => {
  const scope = { ...tuesday.scope, id: 'scs-compatible-kaas', uuid: '1fffebe6-fd4b-44d3-a36c-fc58b4bb0180' }
  keep('cluster.json', { 'version-policy-check': { verdict: 'FAIL' } }, '12', { scope, layer: 'kaas' })
  keep('cluster-b.json', { 'version-policy-check': { verdict: 'PASS' } }, '11', { scope, layer: 'kaas', subject: 'b' })
  const both = ['tuesday.json', 'cluster.json', '--date', day] as const
  t.match(await score(...both, '--gate'), {
    code: 64,
    stderr: /two layers.*: choose one with --scope scs-compatible-iaas or --scope scs-compatible-kaas/,
  })
  t.match(await score(...both, '--gate', '--scope', 'scs-compatible-kaas'), {
    code: 1,
    stdout: /tuesday\.json: report of 2026-09-14, left out: it is of another\s+scope/,
  })
  t.match((await cardOf('tuesday.json', 'cluster-b.json', '--subject', 'b')).cards[0]?.results, {
    'version-policy-check': { verdict: 'PASS' },
  })
  t.match(await score('tuesday.json', 'cluster-b.json', '--subject', 'c'), {
    code: 64,
    stderr: /--subject c: none is about it.*; they are about .*, b/,
  })
})

t.test('a folder is read whole, and the gate tells the level by its exit code', async (t) => {
  mkdirSync(`${home}/reports`)
  writeFileSync(`${home}/reports/a.json`, readFileSync(`${home}/monday.json`))
  writeFileSync(`${home}/reports/a.html`, 'not a source')
  t.match(await score('reports', '--date', day, '--gate'), { code: 1 })
  t.match(await score('tuesday.json', '--date', day, '--gate'), { code: 2 })
  t.match(await score('tuesday.json', '--date', day), { code: 0 })
})

t.test('an attestation counts when it is signed by a key that counts, tentatively until it is confirmed', async (t) => {
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', `${home}/ops`])
  writeFileSync(`${home}/signers`, `ops@example.org ${readFileSync(`${home}/ops.pub`, 'utf8')}`)
  writeFileSync(`${home}/zones.txt`, 'Zone 1 is in hall A.\n')
  const file = 'availability-zones-check.attestation.yaml'
  await scsConformance(
    ['attest', 'new', 'availability-zones-check', '--subject', tuesday.subject, '--date', '2026-09-01', '--evidence', 'zones.txt'],
    { cwd: home },
  ) // prettier-ignore
  const text = readFileSync(`${home}/${file}`, 'utf8')
    .replace("verdict: ''", 'verdict: PASS').replaceAll(/(answer|name|role|organisation): ''/g, '$1: said') // prettier-ignore
  writeFileSync(`${home}/${file}`, text)
  await scsConformance(['attest', 'sign', file, '--key', 'ops'], { cwd: home })

  const counted = await cardOf('tuesday.json', file, '--allowed-signers', 'signers')
  t.match(counted.cards[0]?.results['availability-zones-check'], {
    verdict: 'PASS',
    tentative: true,
    expiresAt: '2027-01-01T00:00:00.000Z',
  })
  const unknown = await cardOf('tuesday.json', file)
  t.match(unknown.cards[0]?.results['availability-zones-check'], { verdict: 'MISS' })
  t.match(unknown.sources[1], { left: /unsigned.*--allowed-signers/ })

  // A level that takes it: reached, and by the gate too, but not without a word until an assessor has confirmed it.
  writeFileSync(
    `${home}/scope.yaml`,
    `{ id: my-compatible-iaas, uuid: 00000000-0000-4000-8000-000000000010, name: Mine, url: https://example.org/mine,
  level: compatible, layer: iaas, testcases: [availability-zones-check],
  modules: [{ id: all, name: All, url: https://example.org/all, targets: { main: [availability-zones-check] } }],
  versions: [{ version: v1, stabilizedAt: 2024-01-01, include: [all] }],
  timeline: [{ date: 2024-01-01, versions: { v1: effective } }] }\n`,
  )
  const gate = [file, '--scope', 'scope.yaml', '--allowed-signers', 'signers', '--date', day, '--gate'] as const
  t.match(await score(...gate), {
    code: 0,
    stdout: /SCS-compatible +PASS +v1;[^]*tentative: 1 testcase/,
    stderr: /the level is reached, but tentatively: .* of availability-zones-check$/m,
  })
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', `${home}/assessor`])
  appendFileSync(`${home}/signers`, `assessor@example.org ${readFileSync(`${home}/assessor.pub`, 'utf8')}`)
  await scsConformance(['attest', 'sign', file, '--key', 'assessor', '--confirm'], { cwd: home })
  const confirmed = await score(...gate)
  t.match(confirmed, { code: 0, stdout: /SCS-compatible +PASS/, stderr: '' })
  t.notMatch(confirmed.stdout, 'tentative')

  rmSync(`${home}/zones.txt`)
  const elsewhere = await cardOf('tuesday.json', file, '--allowed-signers', 'signers')
  t.match(elsewhere.cards[0]?.results['availability-zones-check'], { verdict: 'PASS' }, 'evidence kept elsewhere')
  writeFileSync(`${home}/zones.txt`, 'Zone 1 is in hall B.\n')
  const changed = await cardOf('tuesday.json', file, '--allowed-signers', 'signers')
  t.match(changed.cards[0]?.results['availability-zones-check'], { verdict: 'MISS' })
  t.match(changed.sources[1], { left: /invalid: zones\.txt was changed/ })
})

t.test('for people: text, Markdown, a badge and one page of HTML', async (t) => {
  const args = ['monday.json', 'tuesday.json', '--date', day] as const
  t.match((await score(...args)).stdout, /scs-0100-syntax-check +DNF +2026-09-14 +last passed/)
  t.match(
    (await score(...args, '--format', 'markdown')).stdout,
    /\| `scs-0100-semantics-check` \| ✅ PASS \| 2026-09-14 \| flaky/,
  )
  t.match(await score(...args, '--format', 'html', '--output', 'card.html'), { code: 0, stdout: '' })
  t.match(readFileSync(`${home}/card.html`, 'utf8'), /^<!doctype html>[^]*last passed on 13 Sept 2026/)
  t.match(
    (await score(...args, '--format', 'badge')).stdout,
    /^<svg [^>]*aria-label="SCS-compatible IaaS [^"]* 2026-09-15"/,
  )
  const german = await score(...args, '--format', 'html', '--language', 'de')
  t.match(german.stdout, /<html lang="de">[^]*zuletzt bestanden am 13\.09\.2026/)
})
