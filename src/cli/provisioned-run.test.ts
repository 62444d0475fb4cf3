import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { folder } from '../../testbed/cli.ts'
import { cliUser, reportIn } from '../../testbed/cli-user.ts'
import { startClusterSimulator } from '../../testbed/simulator/kubernetes/index.ts'

// `run --provision` as a user calls it, with what needs no management cluster.

const runs = ['--quiet', '--tests', 'version-policy']

t.test('a cluster that cannot be made has a report that says so; the next one is tried', async (t) => {
  const { write, call, left, files } = cliUser()
  write('fail', '#!/bin/sh\necho no quota >&2; exit 1')
  write('delete', '#!/bin/sh\necho "$SCS_SUBJECT" >> "$(dirname "$0")/deleted"')
  const one = '{kind: command, provision: [./fail], unprovision: [./delete]}'
  const file = write('clusters.yaml', `clusters:\n  own-1.35: ${one}\n  own-1.36: ${one}\n`)
  const output = join(files, 'out')
  const { code, stderr } = await call(['run', '--provision', file, '--output', output, ...runs])
  t.equal(code, 2, stderr)
  t.match(stderr, /scs-conformance: own-1\.35: \.\/fail ended with exit code 1/)
  for (const subject of ['own-1.35', 'own-1.36']) {
    const report = reportIn(output, subject)
    t.equal(report.subject, subject)
    const message = /the cluster could not be provisioned: .\/fail ended with exit code 1/
    t.match(report.preflight, [{ id: 'reachability', outcome: 'failed', message }])
    t.match(report.results['version-policy-check'], { verdict: 'DNF', cause: { kind: 'dependency', message } })
  }
  t.equal(readFileSync(join(files, 'deleted'), 'utf8'), 'own-1.35\nown-1.36\n')
  t.same(left(), [])
  const card = await call(['score', output, '--subject', 'own-1.36', '--format', 'json'])
  t.match(JSON.parse(card.stdout), {
    sources: [
      { file: join(output, 'own-1.35/report.json'), left: 'it is about own-1.35' },
      { file: join(output, 'own-1.36/report.json') },
    ],
  })
})

t.test(
  'without a cluster, the registry: not named is no fault of ours, and one that is named is looked at',
  async (t) => {
    const { write, call, files } = cliUser()
    write('fail', '#!/bin/sh\nexit 1')
    const file = write(
      'clusters.yaml',
      'clusters: {own: {kind: command, provision: [./fail], unprovision: [/bin/true]}}',
    )
    const output = join(files, 'out')
    const run = ['run', '--provision', file, '--output', output, '--quiet', '--tests', 'scs-0212']
    t.equal((await call(run)).code, 2)
    t.match(reportIn(output).results['scs-0212-tls'], { verdict: 'MISS', cause: { kind: 'manual' } })
    t.equal((await call([...run, '--registry', 'http://127.0.0.1:9'])).code, 2)
    t.match(reportIn(output).results['scs-0212-tls'], { verdict: 'DNF', cause: { kind: 'unreachable' } })
  },
)

t.test('killed while it makes a cluster by command: cleanup calls the command that deletes it', async (t) => {
  const { write, call, left, files } = cliUser()
  write('hang', '#!/bin/sh\necho $$ > "$(dirname "$0")/pid"; sleep 0.5; echo began; exec sleep 60')
  write('delete', '#!/bin/sh\necho "$SCS_CLUSTER_NAME $SIZE $API_TOKEN" >> "$(dirname "$0")/deleted"')
  const settings = 'environment: {SIZE: small, API_TOKEN: {file: ./access}}'
  write('access', 'the-access-token')
  const file = write(
    'clusters.yaml',
    `clusters: {own: {kind: command, provision: [./hang], unprovision: [./delete], ${settings}}}`,
  )
  await call(['run', '--provision', file], { signal: { name: 'SIGKILL', at: 'own: began' } })
  const pid = Number(readFileSync(join(files, 'pid'), 'utf8'))
  t.ok(process.kill(pid, 0), 'it goes on making the cluster')
  t.equal(left().length, 2, 'its ledger and its folder')
  const shown = await call(['cleanup'])
  t.match(shown.stdout, /would delete +cluster by command +scs-conformance-\w{8}-own +by .\/delete/)
  const done = await call(['cleanup', '--yes'])
  t.match(done, { code: 0, stdout: /gone: cluster by command [^]*gone: folder [^]*2 deleted\n$/ }, done.stderr)
  t.match(readFileSync(join(files, 'deleted'), 'utf8'), /^scs-conformance-\w{8}-own small the-access-token\n$/)
  t.notOk(isAtWork(pid), 'and was ended before that')
  t.same(left(), [])
})

/** Not gone, and not merely waiting for its parent to take notice. */
function isAtWork(pid: number): boolean {
  return existsSync(`/proc/${pid}/stat`) && !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
}

t.test('options and files that cannot be used are refused before anything is made', async (t) => {
  const { write, call, left } = cliUser()
  const one = '{kind: command, provision: [touch, made], unprovision: [rm, -f, made]}'
  const file = write('clusters.yaml', `clusters:\n  a-1.35: ${one}\n  a-1.36: ${one}\n`)
  const refused = async (args: readonly string[], says: RegExp) => {
    const { code, stderr, stdout } = await call(['run', '--provision', file, ...args])
    t.match({ code, stderr, stdout }, { code: 64, stderr: says, stdout: '' })
  }
  await refused([], /2 clusters make 2 reports: name a folder with --output/)
  await refused(['--cluster', 'a-1.37'], /no such cluster.*; it has a-1.35, a-1.36/)
  await refused(['--output', folder(), '--subject', 'x'], /each with its own name/)
  await refused(['--output', folder(), '--bundle', 'b.zip'], /several bundles/)
  await refused(['--cluster', 'a-1.35', '--bundle', '/none/b.zip'], /there is no folder \/none/)
  await refused(['--kubeconfig', 'x', '--cluster', 'a-1.35'], /goes not with --provision/)
  await refused(['--layer', 'iaas', '--cluster', 'a-1.35'], /scope of layer kaas/)
  await refused(['--cluster', 'a-1.35', '--tests', '('], /--tests/)
  const unset = write(
    'unset.yaml',
    `clusters: {a: {kind: command, provision: [x], unprovision: [x], environment: {A: {env: NOPE}}}}`,
  )
  t.match(await call(['run', '--provision', unset]), {
    code: 64,
    stderr: /unset.yaml: clusters.a.environment.A: .* NOPE is not set/,
  })
  const gone = write('gone.yaml', `clusters: {a: {kind: static, kubeconfig: ./nowhere}}`)
  t.match(await call(['run', '--provision', gone]), { code: 64, stderr: /nowhere/ })
  t.same(left(), [])
})

const simulator = await startClusterSimulator({ description: {} })
t.teardown(() => simulator.stop())
const simulated = join(folder(), 'kubeconfig')
simulator.writeKubeconfig(simulated)

t.test('one that is there, and one that a command makes: a report each, by its name in the file', async (t) => {
  const { write, call, left, files } = cliUser()
  write('create', '#!/bin/sh\ncp "$1" "$SCS_KUBECONFIG"')
  write('delete', '#!/bin/sh\necho "$SCS_SUBJECT" >> "$(dirname "$0")/deleted"')
  const file = write(
    'clusters.yaml',
    `clusters:
  there-1.36: {kind: static, kubeconfig: ${simulated}, context: reader}
  made-1.36: {kind: command, provision: [./create, ${simulated}], unprovision: [./delete], context: runner}`,
  )
  const output = join(files, 'out')
  const { code, stderr } = await call(['run', '--provision', file, '--output', output, ...runs])
  t.ok(code === 1 || code === 2, stderr) // whether its version is still supported is a matter of today
  for (const subject of ['there-1.36', 'made-1.36']) {
    const report = reportIn(output, subject)
    t.match(report, { subject, complete: true, preflight: [{ id: 'reachability', outcome: 'ok' }] })
    t.match(report.results['version-policy-check'], { verdict: /PASS|FAIL/ })
  }
  t.equal(readFileSync(join(files, 'deleted'), 'utf8'), 'made-1.36\n')
  t.same(left(), [])
})

t.test('all passed, but the cluster is still there: that is no success', async (t) => {
  const { write, call, left, files } = cliUser()
  write('create', '#!/bin/sh\ncp "$1" "$SCS_KUBECONFIG"')
  write('delete', '#!/bin/sh\nexit "$(cat "$(dirname "$0")/code")"')
  const file = write(
    'clusters.yaml',
    `clusters: {own: {kind: command, provision: [./create, ${simulated}], unprovision: [./delete]}}`,
  )
  const scope = write(
    'scope.yaml',
    `id: my-compatible-kaas
uuid: 00000000-0000-4000-8000-00000000aaaa
name: My compatible KaaS
url: https://example.org/scope
level: compatible
layer: kaas
testcases: [scs-0217-anonymous-requests]
modules: [{ id: m, standard: scs-0217-v1, targets: { main: [scs-0217-anonymous-requests] } }]
versions: [{ version: v1, stabilizedAt: 2025-01-01, include: [m] }]
timeline: [{ date: 2025-01-01, versions: { v1: effective } }]
`,
  )
  for (const [deleted, expected] of [
    ['0', 0],
    ['1', 2],
  ] as const) {
    write('code', deleted)
    const output = join(files, `out-${deleted}`)
    const { code, stderr } = await call(['run', '--provision', file, '--scope', scope, '--output', output, '--quiet'])
    t.equal(code, expected, stderr)
    t.match(reportIn(output).level.compatible, { verdict: 'PASS' })
    if (expected === 2) t.match(stderr, /cluster by command scs-conformance-\w{8}-own may be left behind/)
  }
  t.equal(left().length, 2, 'its ledger and its folder')
})
