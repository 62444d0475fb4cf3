import { execFileSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { strToU8, unzipSync, zipSync } from 'fflate'
import t from 'tap'
import { reportOf } from '../../reports/golden/sample.ts'
import { folder, scsConformance } from '../../testbed/cli.ts'
import { format as json } from '../../reports/json.ts'
import { writeBundle } from '../evidence/bundle.ts'
import { loadScope } from '../standards.ts'

const home = folder()
const scs = (...args: readonly string[]) => scsConformance(args, { cwd: home })
const violation = { subject: 'endpoint https://api.secret.example/v2', expected: 'b', actual: '10.9.8.7' }
const full = reportOf({ 'scs-0100-syntax-check': { verdict: 'FAIL', violations: [violation] } })
writeFileSync(`${home}/report.json`, JSON.stringify(full))

t.test('a report to share is proved to come from the full one', async (t) => {
  t.match(await scs('redact', 'report.json', '--output', 'public.json'), {
    code: 0,
    stderr: /keep it with the full report/,
  })
  const shared = readFileSync(`${home}/public.json`, 'utf8')
  t.notMatch(shared, /secret\.example|10\.9\.8\.7/)
  t.equal(statSync(`${home}/report.json.redaction`).mode & 0o777, 0o600)
  t.match(await scs('verify', 'public.json', '--against', 'report.json'), {
    code: 2,
    stdout: /made from report\.json, and nothing else was changed\nreport\.json: not signed: nobody vouches for it\n$/,
  })
  t.equal((await scs('redact', 'report.json')).stdout, shared, 'the same pseudonyms and commitments again')
})

t.test('a change of either is found', async (t) => {
  writeFileSync(`${home}/changed.json`, readFileSync(`${home}/public.json`, 'utf8').replace('address-1"', 'address-9"'))
  t.match(await scs('verify', 'changed.json', '--against', 'report.json'), {
    code: 1,
    stdout: /something in it was changed/,
  })
  writeFileSync(`${home}/other.json`, JSON.stringify({ ...full, subject: 'other' }))
  t.match(await scs('verify', 'public.json', '--against', 'other.json'), {
    code: 1,
    stdout: /made from another report/,
  })
  t.match(await scs('verify', 'report.json', '--against', 'report.json'), { code: 1, stdout: /it is not redacted/ })
})

t.test('a signature that is there and cannot be read is not taken for none', async (t) => {
  t.match(await scs('verify', 'report.json'), { code: 0, stdout: /not signed/ })
  mkdirSync(`${home}/report.json.sig`)
  t.match(await scs('verify', 'report.json'), {
    code: 64,
    stderr: /report\.json\.sig: cannot be read \(it is a folder: name a file\)/,
  })
  rmSync(`${home}/report.json.sig`, { recursive: true })
})

for (const name of ['ops', 'stranger']) {
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', name, '-f', `${home}/${name}`])
}
writeFileSync(
  `${home}/signers`,
  `ops@mycloud.example namespaces="report,scs-conformance-bundle" ${readFileSync(`${home}/ops.pub`, 'utf8')}`,
)
const origin = (shared: string, against: string) =>
  scs('verify', shared, '--against', against, '--allowed-signers', 'signers')

t.test('it is the full report that has to be signed, by somebody who is allowed to', async (t) => {
  t.match(await origin('public.json', 'report.json'), { code: 2, stdout: /report\.json: not signed/ })
  await scs('sign', 'report.json', '--key', 'ops')
  t.match(await origin('public.json', 'report.json'), {
    code: 0,
    stdout:
      /made from report\.json, and nothing else was changed\nreport\.json: signed by ops@mycloud\.example with SHA256:\S+\n$/,
  })
  t.match(await scs('verify', 'public.json', '--against', 'report.json'), {
    code: 2,
    stdout: /report\.json: signed with SHA256:\S+; name --allowed-signers FILE/,
  })
  t.match(await origin('changed.json', 'report.json'), { code: 1, stdout: /NOT MADE FROM[^]*signed by ops@/ })
  await scs('sign', 'report.json', '--key', 'stranger')
  t.match(await origin('public.json', 'report.json'), {
    code: 1,
    stdout: /made from report\.json[^]*report\.json: SIGNATURE NOT VALID: .* has for nobody/,
  })
})

t.test('a signature of the shared report counts beside that of the full one, not in its place', async (t) => {
  await scs('sign', 'public.json', '--key', 'ops')
  t.match(await origin('public.json', 'report.json'), { code: 1, stdout: /report\.json: SIGNATURE NOT VALID/ })
  await scs('sign', 'report.json', '--key', 'ops')
  t.match(await origin('public.json', 'report.json'), { code: 0, stdout: /\npublic\.json: signed by ops@/ })
  await scs('sign', 'public.json', '--key', 'stranger')
  t.match(await origin('public.json', 'report.json'), {
    code: 1,
    stdout: /report\.json: signed by ops@[^]*public\.json: SIGNATURE NOT VALID/,
  })
})

const scope = await loadScope('scs-compatible-iaas')
const bundleOf = (...ids: readonly string[]) =>
  writeBundle(
    {
      judged: ids.map((id) => ({ scope: { ...scope, id }, report: { ...full, scope: { ...full.scope, id } } })),
      recording: {},
      standards: [],
      data: [],
    },
    (report) => json.render(report),
  )

t.test('a bundle as the full side: what counts is the signature in it', async (t) => {
  writeFileSync(`${home}/run.zip`, bundleOf('scs-compatible-iaas'))
  t.match(await scs('redact', 'run.zip', '--output', 'from-bundle.json'), {
    code: 0,
    stderr: /wrote run\.zip\.redaction/,
  })
  t.notMatch(readFileSync(`${home}/from-bundle.json`, 'utf8'), /secret\.example|10\.9\.8\.7/)
  t.match(await origin('from-bundle.json', 'run.zip'), { code: 2, stdout: /run\.zip: not signed/ })
  await scs('sign', 'run.zip', '--key', 'ops')
  t.match(await origin('from-bundle.json', 'run.zip'), {
    code: 0,
    stdout: /made from run\.zip, and nothing else was changed\nrun\.zip: signed by ops@/,
  })
  t.match(await origin('public.json', 'run.zip'), {
    code: 1,
    stdout: /NOT MADE FROM run\.zip: it was made from another/,
  })

  const files = unzipSync(readFileSync(`${home}/run.zip`))
  writeFileSync(`${home}/bent.zip`, zipSync({ ...files, 'facts.json': strToU8('{"flavors":[]}') }))
  copyFileSync(`${home}/run.zip.redaction`, `${home}/bent.zip.redaction`)
  t.match(await origin('from-bundle.json', 'bent.zip'), {
    code: 1,
    stdout: /bent\.zip: NOT AS IT WAS: facts\.json was/,
  })
  t.match(await scs('redact', 'bent.zip'), {
    code: 64,
    stderr: /bent\.zip: is not as its manifest says \(facts\.json was/,
  })
})

t.test('of several reports in a bundle the one on the scope that is named, each with its own keepsake', async (t) => {
  writeFileSync(`${home}/two.zip`, bundleOf('scs-compatible-iaas', 'scs-open-iaas'))
  await scs('sign', 'two.zip', '--key', 'ops')
  t.match(await scs('redact', 'two.zip'), {
    code: 64,
    stderr:
      /two\.zip: holds several reports; name the scope of one with --scope: scs-compatible-iaas, scs-open-iaas\n$/,
  })
  t.match(await scs('redact', 'two.zip', '--scope', 'scs-open-kaas'), {
    code: 64,
    stderr: /no report on scs-open-kaas/,
  })
  for (const id of ['scs-compatible-iaas', 'scs-open-iaas']) {
    t.match(await scs('redact', 'two.zip', '--scope', id, '--output', `${id}.json`), { code: 0 })
    t.ok(existsSync(`${home}/two.zip.${id}.redaction`))
  }
  t.match(await origin('scs-compatible-iaas.json', 'two.zip'), { code: 0, stdout: /signed by ops@/ })
  t.match(await origin('scs-open-iaas.json', 'two.zip'), { code: 0, stdout: /signed by ops@/ })
})

t.test('what is redacted already, and a keepsake that is none, are refused', async (t) => {
  t.match(await scs('redact', 'public.json'), { code: 64, stderr: /is redacted already/ })
  writeFileSync(`${home}/report.json.redaction`, '{"key": "secret"')
  const { code, stderr } = await scs('redact', 'report.json')
  t.equal(code, 64)
  t.match(stderr, /is not what redact keeps beside a full report/)
  t.notMatch(stderr, /secret/)
})
