import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import t from 'tap'
import { folder, scsConformance } from '../../testbed/cli.ts'
import { loadScope, scopeIds } from '../standards.ts'

const home = folder()
const attest = (...args: readonly string[]) => scsConformance(['attest', ...args], { cwd: home })
for (const name of ['ops', 'assessor']) {
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', name, '-f', `${home}/${name}`])
}
const keyOf = (name: string) => readFileSync(`${home}/${name}.pub`, 'utf8')
writeFileSync(
  `${home}/signers`,
  `ops@example.org namespaces="scs-attestation" ${keyOf('ops')}assessor@example.org namespaces="scs-attestation-confirmation" ${keyOf('assessor')}`,
)
writeFileSync(`${home}/zones.txt`, 'Zone 1 is in hall A.\n')
const file = 'availability-zones-check.attestation.yaml'

/** Fills in what the template leaves empty. */
function fillIn(text: string): string {
  return text
    .replace("verdict: ''", 'verdict: PASS')
    .replaceAll("answer: ''", 'answer: as zones.txt says')
    .replace("name: ''", 'name: A. Operator')
    .replace("role: ''", 'role: head of operations')
    .replace("organisation: ''", 'organisation: Example GmbH')
}

t.test('from the template to a confirmed attestation', async (t) => {
  const made = await attest('new', 'availability-zones-check', '--subject', 'mycloud', '--evidence', 'zones.txt')
  t.match(made, { code: 0, stderr: `wrote ${file}` })
  t.match(await attest('sign', file, '--key', 'ops'), {
    code: 64,
    stderr: /attestation\.yaml:\d+: verdict: must be one of PASS, FAIL/,
  })
  writeFileSync(`${home}/${file}`, fillIn(readFileSync(`${home}/${file}`, 'utf8')))

  t.match(await attest('verify', file, '--allowed-signers', 'signers'), { code: 2, stdout: /MISS \(unsigned/ })
  t.match(await attest('sign', file, '--key', 'assessor', '--confirm'), {
    code: 64,
    stderr: /first the attester signs/,
  })
  t.match(await attest('sign', file, '--key', 'ops'), { code: 0, stderr: `wrote ${file}.sig` })
  t.match(await attest('verify', file, '--allowed-signers', 'signers'), {
    code: 0,
    stdout: /mycloud: PASS \(tentative, by ops@example\.org, until/,
  })
  t.match(await attest('sign', file, '--key', 'assessor', '--confirm'), { code: 0 })
  t.match(await attest('verify', file, '--allowed-signers', 'signers'), {
    code: 0,
    stdout: /confirmed, by ops@example\.org and assessor@example\.org/,
  })
  t.match(await attest('verify', file, '--allowed-signers', 'signers', '--date', '2099-01-01'), {
    code: 2,
    stdout: /MISS \(expired/,
  })

  writeFileSync(`${home}/zones.txt`, 'Zone 1 is in hall B.\n')
  t.match(await attest('verify', file, '--allowed-signers', 'signers'), {
    code: 1,
    stdout: /evidence: zones\.txt was changed/,
  })
  t.match(await attest('sign', file, '--key', 'ops'), { code: 64, stderr: /evidence: zones\.txt was changed/ })
})

t.test(
  'evidence on the web has its digest in its name; what is no such name is refused before a file is written',
  async (t) => {
    const hex = 'AB'.repeat(32)
    const args = [
      'new',
      'domain-manager-check',
      '--subject',
      'mycloud',
      '--evidence',
      'zones.txt',
      '--evidence',
    ] as const
    for (const wrong of [
      'https://mycloud.example/zones.pdf',
      'https://mycloud.example/zones.pdf=sha256:12ab',
      `https://mycloud.example/zones.pdf=sha256:${hex}0`,
      `ftp://mycloud.example/zones.pdf=sha256:${hex}`,
      `https://=sha256:${hex}`,
    ]) {
      const stderr = `scs-conformance: --evidence "${wrong}": a document on the web is named as https://…=sha256:HEX`
      t.match(await attest(...args, wrong), { code: 64, stderr }, wrong)
    }
    const secret = await attest(...args, `https://ops:canary-7Q@mycloud.example/zones.pdf=sha256:${hex}`)
    t.match(secret, { code: 64, stderr: /has a user or password in it/ })
    t.notMatch(secret.stderr, 'canary-7Q')

    const url = 'https://mycloud.example/zones.pdf?v=2'
    t.match(await attest(...args, `${url}=sha256:${hex}`), { code: 0 })
    const path = `${home}/domain-manager-check.attestation.yaml`
    t.match(readFileSync(path, 'utf8'), `  - url: ${url}\n    sha256: ${hex.toLowerCase()}\n`)
    writeFileSync(path, fillIn(readFileSync(path, 'utf8')))
    t.match(await attest('sign', 'domain-manager-check.attestation.yaml', '--key', 'ops'), { code: 0 })
  },
)

t.test('an operator cannot confirm the own attestation, and nobody can change it', async (t) => {
  writeFileSync(`${home}/zones.txt`, 'Zone 1 is in hall A.\n')
  await attest('sign', file, '--key', 'ops', '--confirm')
  t.match(await attest('verify', file, '--allowed-signers', 'signers'), { code: 1, stdout: /MISS \(invalid/ })
  writeFileSync(
    `${home}/${file}`,
    readFileSync(`${home}/${file}`, 'utf8').replace('hall', 'HALL').replace('Example GmbH', 'Other AG'),
  )
  t.match(await attest('verify', file, '--allowed-signers', 'signers'), { code: 1, stdout: /changed since/ })
})

t.test('longer than a quarter, before its day, of an unknown testcase, over another file: refused', async (t) => {
  const valid = fillIn(readFileSync(`${home}/${file}`, 'utf8'))
  writeFileSync(`${home}/long.yaml`, valid.replace(/validUntil: .*/, 'validUntil: 2099-01-01'))
  t.match(await attest('sign', 'long.yaml', '--key', 'ops'), {
    code: 64,
    stderr: /long\.yaml:\d+: validUntil: is too late.*every quarter/,
  })
  writeFileSync(`${home}/early.yaml`, valid.replace(/validUntil: .*/, 'validUntil: 2000-01-01'))
  t.match(await attest('sign', 'early.yaml', '--key', 'ops'), { code: 64, stderr: /validUntil: is before date/ })
  t.match(await attest('new', 'availability-zone-check', '--subject', 'x'), {
    code: 64,
    stderr: /did you mean availability-zones-check/,
  })
  t.match(await attest('new', 'availability-zones-check', '--subject', 'x'), { code: 64, stderr: /is there already/ })
})

t.test(
  'what the proposals leave to a person is asked precisely, and an answer to each question can be signed',
  async (t) => {
    const scopes = await Promise.all((await scopeIds()).map((id) => loadScope(id)))
    const manual = scopes.flatMap(({ proposal, testcases }) => (proposal ? testcases.filter((one) => one.manual) : []))
    const ids = [...new Set(manual.map(({ id }) => id))]
    t.same(ids, [
      'scs-0400-hosting',
      'open-operations-runbooks',
      'open-operations-root-causes',
      'open-operations-skills',
      'scs-0410-metering',
      'scs-0414-sustainability',
      'scs-0403-stack',
    ])
    t.match(await attest('new', ...ids, '--subject', 'mycloud', '--output', 'upper'), { code: 0 })
    for (const id of ids) {
      const path = `upper/${id}.attestation.yaml`
      const text = readFileSync(`${home}/${path}`, 'utf8')
      t.ok(text.split("answer: ''").length > 4, `${id} asks at least four questions`)
      writeFileSync(`${home}/${path}`, fillIn(text))
      t.match(await attest('sign', path, '--key', 'ops'), { code: 0 }, id)
    }
  },
)
