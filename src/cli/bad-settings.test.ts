import { chmodSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { conformantCloud, folder, judge, scsConformance, settings, type CliResult } from '../../testbed/cli.ts'
import { startSimulator } from '../../testbed/simulator/index.ts'

// What a user meets when settings or options are wrong: one clear sentence, exit code 64, no stack trace.

function oneSentence(t: Test, { code, stdout, stderr }: CliResult, says: RegExp): void {
  t.equal(code, 64, stderr)
  t.equal(stdout, '')
  t.match(stderr, says)
  t.equal(stderr.trimEnd().split('\n').length, 1, 'one sentence')
  t.notMatch(stderr, /\n\s+at /, 'no stack trace')
}

t.test('settings that cannot be used', async (t) => {
  const bare = { cwd: folder(), env: { HOME: folder(), XDG_CONFIG_HOME: folder() } }
  oneSentence(t, await scsConformance(['run'], bare), /no clouds\.yaml in .*OS_CLIENT_CONFIG_FILE/)

  const env = settings('clouds:\n  alpha:\n    auth: {auth_url: http://127.0.0.1:9/v3, username: u, password: p}\n')
  oneSentence(t, await scsConformance(['run', '--os-cloud', 'alhpa'], { env }), /alhpa.*alpha/)
  oneSentence(
    t,
    await scsConformance(['run', '--os-cloud', 'x'], { env: settings('clouds:\n  x:\n   - a\n  b: [\n') }),
    /clouds\.yaml:\d+/,
  )
  oneSentence(
    t,
    await scsConformance(['run', '--os-cloud', 'x'], { env: settings('clouds: {x: {auth: {username: u}}}') }),
    /auth_url/,
  )
})

t.test('options that cannot be used', async (t) => {
  const env = settings(
    'clouds: {x: {auth: {auth_url: "http://127.0.0.1:9/v3", username: u, password: p, user_domain_name: d}}}',
  )
  const run = (...args: string[]) => scsConformance(['run', '--os-cloud', 'x', ...args], { env })
  oneSentence(t, await run('--scope', 'scs-compatible-isas'), /scs-compatible-isas.*scs-compatible-iaas/)
  oneSentence(t, await run('--scope-version', 'v9'), /v9.*v5\.1/)
  oneSentence(t, await run('--format', 'pdf'), /no format "pdf".*html/)
  oneSentence(t, await run('--tests', '('), /--tests \(/)
  oneSentence(t, await run('--date', '2001-01-01'), /2001-01-01/)
  oneSentence(t, await run('--suite', './nowhere.ts'), /--suite \.\/nowhere\.ts/)
  oneSentence(t, await run('--level', 'open', '--date', '2026-01-15'), /SCS-open IaaS.*begins on 2026-11-24/)
  t.match(await run('--level', 'opne'), { code: 64, stdout: '', stderr: /option '--level <level>'/ })
  oneSentence(t, await run('--tests', 'zzz'), /--tests zzz: no testcase is selected/)
  oneSentence(t, await run('--section', 'ligth'), /--section ligth.*did you mean light/)
  oneSentence(
    t,
    await run('--scope', 'scs-compatible-iaas', '--scope', 'scs-compatible-iaas'),
    /two of them are scs-compatible-iaas/,
  )
  const twoScopes = ['--scope', 'scs-compatible-iaas', '--scope', 'scs-compatible-kaas']
  oneSentence(t, await run(...twoScopes, '--format', 'json'), /--output/)
  const plugin = (text: string) => {
    const path = join(folder(), 'plugin.mjs')
    writeFileSync(path, text)
    return path
  }
  oneSentence(t, await run('--suite', plugin('export const suite = { id: 1, checks: [null] }')), /checks\[0\] needs id/)
  oneSentence(
    t,
    await run('--format', plugin("export const format = { name: 'x', extension: '.json', render: () => '' }")),
    /overwrite those of json/,
  )
  for (const [option, value] of [
    ['--timeout', '3000000'],
    ['--fact-timeout', '0'],
    ['--concurrency', '0.5'],
    ['--subject', ''],
    ['--format', ','],
    ['--date', '2026-02-30'],
  ] as const) {
    t.match(
      await run(option, value),
      { code: 64, stdout: '', stderr: new RegExp(`option '${option} `) },
      `${option} ${value}`,
    )
  }
  const unknown = await run('--frobnicate')
  t.equal(unknown.code, 64)
  t.match(unknown.stderr, /unknown option '--frobnicate'/)
})

t.test('an output folder that cannot be written is told before anything is run', async (t) => {
  await using simulator = await startSimulator({ description: conformantCloud })
  const file = join(folder(), 'file')
  writeFileSync(file, '')
  const result = await judge(simulator, ['--output', join(file, 'out')])
  oneSentence(t, result, /--output .*file\/out: cannot be written to \(ENOTDIR\)/)
  oneSentence(
    t,
    await judge(simulator, ['--output', '/proc/none/out']),
    /--output \/proc\/none\/out: cannot be written/,
  )
  t.equal(simulator.requests.length, 0)

  if (process.getuid?.() === 0) return // root may write anywhere
  const locked = join(folder(), 'locked')
  mkdirSync(locked)
  chmodSync(locked, 0o500)
  oneSentence(t, await judge(simulator, ['--output', locked]), /EACCES/)
})

t.test('a bundle that could not be written is told before anything is run', async (t) => {
  await using simulator = await startSimulator({ description: conformantCloud })
  const at = folder()
  writeFileSync(join(at, 'file'), '')
  const refused = async (bundle: string, says: RegExp) =>
    oneSentence(t, await judge(simulator, ['--bundle', join(at, bundle)]), says)
  await refused('none/x.zip', /--bundle .*none\/x\.zip: there is no folder .*none; make it, or name another file$/m)
  await refused('', /--bundle .*: is a folder; name a file in it$/m)
  await refused('file/x.zip', /x\.zip: cannot be written \(ENOTDIR\), or name another file$/m)
  t.equal(simulator.requests.length, 0)
  t.same(readdirSync(at), ['file'], 'nothing is made or left')
  const { stderr } = await judge(simulator, ['--tests', 'scs-0100', '--bundle', join(at, 'x.zip')])
  t.equal(stderr, '')
  t.same(readdirSync(at), ['file', 'x.zip'])
})

t.test('a folder where a file is wanted: the way out is told', async (t) => {
  const at = folder()
  for (const args of [
    ['render', at, '--format', 'text'],
    ['judge', at],
    ['redact', at],
    ['flavor', 'plan', '--from', at],
  ])
    oneSentence(t, await scsConformance(args), /cannot be read \(it is a folder: name a file\)$/m)
})
