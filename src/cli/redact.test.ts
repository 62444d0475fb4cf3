import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import t from 'tap'
import { reportOf } from '../../reports/golden/sample.ts'
import { folder, scsConformance } from '../../testbed/cli.ts'

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
    code: 0,
    stdout: /made from report\.json, and nothing else/,
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
  t.match(await scs('verify', 'report.json'), { code: 64, stderr: /report\.json\.sig: cannot be read \(EISDIR\)/ })
})

t.test('what is redacted already, and a keepsake that is none, are refused', async (t) => {
  t.match(await scs('redact', 'public.json'), { code: 64, stderr: /is redacted already/ })
  writeFileSync(`${home}/report.json.redaction`, '{"key": "secret"')
  const { code, stderr } = await scs('redact', 'report.json')
  t.equal(code, 64)
  t.match(stderr, /is not what redact keeps beside a full report/)
  t.notMatch(stderr, /secret/)
})
