import { execFileSync } from 'node:child_process'
import { chmodSync, readFileSync, writeFileSync } from 'node:fs'
import t from 'tap'
import { format as scsYaml } from '../../reports/scs-yaml.ts'
import { reportOf } from '../../reports/golden/sample.ts'
import { folder, scsConformance } from '../../testbed/cli.ts'
import { loadScope } from '../standards.ts'
import { startMonitor } from '../../testbed/monitor/index.ts'

const home = folder()
const scs = (...args: readonly string[]) => scsConformance(args, { cwd: home, env: { TMPDIR: home } })
execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', `${home}/key`])
const publicKey = readFileSync(`${home}/key.pub`, 'utf8').trim()
const violation = { subject: 'endpoint https://api.secret.example', expected: 'b', actual: 'c' }
const report = reportOf(
  { 'scs-0100-syntax-check': { verdict: 'FAIL', violations: [violation] } },
  { subject: 'mycloud' },
)
writeFileSync(`${home}/report.json`, JSON.stringify(report))
const password = 'correct-horse-battery'
const account = { name: 'mycloud', password, publicKey, delegated: ['yourcloud'] }
const token = (text: string) => writeFileSync(`${home}/token`, Buffer.from(text).toString('base64'), { mode: 0o600 })
token(`mycloud:${password}`)

/** A report of another run. */
function another(name: string, uuid: string, subject: string): string {
  writeFileSync(`${home}/${name}`, scsYaml.render({ ...report, uuid, subject }))
  return name
}
const submit = (url: string, ...args: readonly string[]) =>
  scs('submit', ...args, '--monitor', url, '--token', 'token', '--key', 'key')

t.test('reports are taken, redacted and signed; several in one body; the same one twice is refused', async (t) => {
  await using monitor = await startMonitor([account])
  t.match(await submit(monitor.url, 'report.json'), { code: 0, stderr: /1 report taken by/ })
  t.match(await submit(monitor.url, 'report.json'), { code: 1, stderr: /has a report with this uuid already/ })
  const one = another('one.yaml', '00000000-0000-4000-8000-000000000001', 'mycloud')
  const two = another('two.yaml', '00000000-0000-4000-8000-000000000002', 'yourcloud')
  t.match(await submit(monitor.url, one, two), { code: 0, stderr: /2 reports taken/ })
  t.match(monitor.taken, [{ uuid: report.uuid }, { subject: 'mycloud' }, { subject: 'yourcloud' }])
  const { stdout } = await submit(monitor.url, 'report.json', '--dry-run')
  t.match(stdout, /^-----BEGIN SSH SIGNATURE-----[^]+-----END SSH SIGNATURE-----\n&---\n/)
  t.notMatch(stdout, /secret\.example/)
  t.match((await submit(monitor.url, 'report.json', '--dry-run', '--full')).stdout, /secret\.example/)
})

t.test("a report on a proposal is none of the monitor's, in whichever format", async (t) => {
  await using monitor = await startMonitor([account])
  const { id, uuid, name } = await loadScope('scs-open-iaas')
  const proposed = { ...report, scope: { ...report.scope, id, uuid, name } }
  writeFileSync(`${home}/proposed.json`, JSON.stringify(proposed))
  writeFileSync(`${home}/proposed.yaml`, scsYaml.render(proposed))
  for (const file of ['proposed.json', 'proposed.yaml']) {
    const stderr = `scs-conformance: ${file}: is about SCS-open IaaS (draft proposal), which is no official scope; leave it out\n`
    t.match(await submit(monitor.url, another('fine.yaml', uuid, 'mycloud'), file), { code: 64, stderr })
  }
  t.same(monitor.taken, [])
})

t.test('what a submitted report is proved with is kept, over that of an earlier report too', async (t) => {
  await using monitor = await startMonitor([account])
  writeFileSync(`${home}/again.json`, JSON.stringify(report))
  await scs('redact', 'again.json')
  const earlier = readFileSync(`${home}/again.json.redaction`, 'utf8')
  await submit(monitor.url, 'again.json', '--dry-run')
  t.equal(readFileSync(`${home}/again.json.redaction`, 'utf8'), earlier)
  writeFileSync(`${home}/again.json`, JSON.stringify({ ...report, uuid: '00000000-0000-4000-8000-000000000005' }))
  t.match(await submit(monitor.url, 'again.json'), { code: 0 })
  t.notSame(readFileSync(`${home}/again.json.redaction`, 'utf8'), earlier)
  await scs('redact', 'again.json', '--output', 'public.json')
  t.match(await scs('verify', 'public.json', '--against', 'again.json'), {
    code: 2, // the full report is not signed
    stdout: /made from again\.json, and nothing else was changed/,
  })
})

t.test('a refusal is no success, and nothing is lost', async (t) => {
  await using monitor = await startMonitor([account])
  t.match(await submit(monitor.url, another('x.yaml', '00000000-0000-4000-8000-000000000003', 'othercloud')), {
    code: 1, stderr: /may this account submit for the subject\?\nwhat would have been sent is in/,
  }) // prettier-ignore
  token('mycloud:wrong-password')
  const refused = await submit(monitor.url, 'report.json')
  t.match(refused, { code: 1, stderr: /refuses the token/ })
  t.notMatch(refused.stderr, /wrong-password/)
  token(`mycloud:${password}`)
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', `${home}/unknown`])
  t.match(await scs('submit', 'report.json', '--monitor', monitor.url, '--token', 'token', '--key', 'unknown'), {
    code: 1,
    stderr: /is the key known to it/,
  })
  t.match(await submit('http://127.0.0.1:1', 'report.json'), {
    code: 2,
    stderr: /not submitted: .*refuses connections/,
  })
})

t.test('what must not be sent, or read by others, is refused first', async (t) => {
  t.match(await submit('http://monitor.example', 'report.json'), { code: 64, stderr: /sent in the clear; use https/ })
  t.match(await submit('monitor.example', 'report.json'), { code: 64, stderr: /is no address of a monitor/ })
  chmodSync(`${home}/token`, 0o644)
  t.match(await submit('https://monitor.example', 'report.json'), {
    code: 64,
    stderr: /others may read this token; chmod 600/,
  })
  writeFileSync(`${home}/token`, 'no token')
  chmodSync(`${home}/token`, 0o600)
  t.match(await submit('https://monitor.example', 'report.json'), {
    code: 64,
    stderr: /is not base64 of user:password/,
  })
  token(`mycloud:${password}`)
  writeFileSync(`${home}/junk.yaml`, 'a: 1')
  t.match(await submit('https://monitor.example', 'junk.yaml'), {
    code: 64,
    stderr: /is no report in the official format/,
  })
})

t.test('a bundle carries its signature, a report has it beside', async (t) => {
  writeFileSync(`${home}/signers`, `ops@example.org ${publicKey}\n`)
  t.match(await scs('sign', 'report.json', '--key', 'key'), { code: 0, stderr: 'wrote report.json.sig' })
  t.match(await scs('verify', 'report.json', '--allowed-signers', 'signers'), {
    code: 0,
    stdout: /signed by ops@example\.org/,
  })
  writeFileSync(`${home}/report.json`, `${readFileSync(`${home}/report.json`, 'utf8')} `)
  t.match(await scs('verify', 'report.json', '--allowed-signers', 'signers'), {
    code: 1,
    stdout: /SIGNATURE NOT VALID: what was signed was changed/,
  })
})
