import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { conformantCloud, folder, scsConformance } from '../../testbed/cli.ts'
import { startSimulator } from '../../testbed/simulator/index.ts'
import type { ScoreCard } from '../report.ts'

const cloud = await startSimulator({ description: conformantCloud })
t.teardown(() => cloud[Symbol.asyncDispose]())
t.setTimeout(300_000) // many runs, each in a process of its own

const home = folder()
const zones = 'availability-zones-check'
writeFileSync(join(home, 'clouds.yaml'), cloud.cloudsYaml())
writeFileSync(
  join(home, 'mine.yaml'),
  `{ id: my-compatible-iaas, uuid: 00000000-0000-4000-8000-000000000010, name: Mine, url: https://example.org/mine,
  level: compatible, layer: iaas, testcases: [scs-0100-syntax-check, ${zones}],
  modules: [{ id: all, name: All, url: https://example.org/all, targets: { main: [scs-0100-syntax-check, ${zones}] } }],
  versions: [{ version: v1, stabilizedAt: 2024-01-01, include: [all] }],
  timeline: [{ date: 2024-01-01, versions: { v1: effective } }] }\n`,
)
const ssh = (name: string) => execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', join(home, name)])
ssh('ops')
ssh('stranger')
writeFileSync(join(home, 'signers'), `ops@example.org ${readFileSync(join(home, 'ops.pub'), 'utf8')}`)

/** An attestation on zones, signed with that key; gives its path below `home`. */
async function attest(subject: string, key: string): Promise<string> {
  mkdirSync(join(home, 'attestations', subject), { recursive: true })
  const file = `attestations/${subject}/${zones}.attestation.yaml`
  rmSync(join(home, file), { force: true })
  const to = ['--subject', subject, '--output', `attestations/${subject}`]
  await scsConformance(['attest', 'new', zones, ...to], { cwd: home })
  const text = readFileSync(join(home, file), 'utf8')
    .replace("verdict: ''", 'verdict: PASS')
    .replaceAll(/(answer|name|role|organisation): ''/g, '$1: said')
  writeFileSync(join(home, file), text)
  await scsConformance(['attest', 'sign', file, '--key', key], { cwd: home })
  return file
}

writeFileSync(
  join(home, 'subjects.yaml'),
  `templates:
  iaas: { cloud: testbed, cloudsFile: clouds.yaml, layer: iaas, readOnly: true, scopes: [./mine.yaml] }
  signed: { attestations: ["attestations/{subject}"], allowedSigners: signers, history: "kept/{subject}" }
subjects:
  attested: { templates: [iaas, signed] }
  forged: { templates: [iaas, signed] }
  broken: { templates: [iaas, signed] }
  silent: { templates: [iaas, signed] }
  plain: { templates: [iaas] }
`,
)
const run = (...args: readonly string[]) =>
  scsConformance(['run', '--config', 'subjects.yaml', '--output', 'out', ...args], { cwd: home })
const cardOf = (name: string) => JSON.parse(readFileSync(join(home, 'out', name, 'card.json'), 'utf8')) as ScoreCard

t.test('attestations count on the score card, and what is wrong with those of one subject is its own', async (t) => {
  await attest('attested', 'ops')
  await attest('forged', 'stranger')
  const broken = await attest('broken', 'ops')
  writeFileSync(join(home, broken), 'format: scs-conformance-attestation/1\nverdict: PERHAPS\n')

  const { code, stdout, stderr } = await run('--format', 'html,junit')
  t.equal(code, 64, 'of the broken one')
  t.match(stdout, /^attested +Mine v1 MISS +PASS 1, FAIL 0, DNF 0, MISS 1$/m)
  t.match(stdout, /^attested +score card SCS-compatible v1 PASS, tentatively +PASS 2, FAIL 0, DNF 0, MISS 0$/m)
  t.match(stderr, /\] attested: Mine v1 MISS, score card SCS-compatible v1 PASS, tentatively \(/)
  t.match(cardOf('attested').cards[0]?.results[zones], { verdict: 'PASS', tentative: true })
  t.match(readFileSync(join(home, 'out/attested/card.html'), 'utf8'), /^<!doctype html>/)
  t.same(
    readdirSync(join(home, 'out/attested')).filter((name) => name.startsWith('card.')),
    ['card.html', 'card.json', 'card.log'],
  )

  t.match(stderr, /^note: forged: \S+forged\/\S+\.yaml: counts for nothing: invalid: a signature is not valid/m)
  t.match(stdout, /^forged +score card SCS-compatible v1 MISS/m)
  t.match(stderr, /\] broken: Mine v1 MISS, no score card: \S+broken\/\S+\.yaml:\d/)
  t.notOk(existsSync(join(home, 'out/broken/card.json')))
  t.ok(existsSync(join(home, 'out/broken/report.json')))
  t.match(stderr, /^note: silent: \S+silent: there is no attestation yet$/m)
  t.match(stdout, /^silent +score card SCS-compatible v1 MISS +PASS 1/m)
  t.notOk(existsSync(join(home, 'out/plain/card.json')))
})

t.test('the history keeps each report, and what it holds counts on the next night', async (t) => {
  const kept = () => readdirSync(join(home, 'kept/attested'))
  t.match(kept(), [/^\d{4}-\d\d-\d\d\.[\da-f-]{36}\.json$/])
  const { code, stdout } = await run('--subject', 'attested', '--tests', 'availability')
  t.equal(code, 2, 'the run by itself has decided nothing')
  t.equal(kept().length, 2)
  t.match(stdout, /^attested +score card SCS-compatible v1 PASS, tentatively/m)
  t.match(cardOf('attested').cards[0]?.results['scs-0100-syntax-check'], { verdict: 'PASS' })
  t.notOk(existsSync(join(home, 'out/attested/card.html')), 'that one was of the night before')
})

t.test('a history in which nothing can be kept costs one subject its card', async (t) => {
  rmSync(join(home, 'kept/attested'), { recursive: true })
  writeFileSync(join(home, 'kept/attested'), '')
  const { code, stderr } = await run('--subject', 'attested', '--subject', 'silent')
  t.equal(code, 64)
  t.match(stderr, /\] attested: Mine v1 MISS, \S+kept\/attested: nothing can be kept there \(E\w+\)/)
  t.match(stderr, /\] silent: Mine v1 MISS, score card SCS-compatible v1 MISS/)
})
