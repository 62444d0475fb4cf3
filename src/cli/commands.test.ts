import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import type { Report } from '../report.ts'
import { conformantCloud, folder, scsConformance, seededCloud, settings } from '../../testbed/cli.ts'
import { startSimulator } from '../../testbed/simulator/index.ts'

// The commands as a user calls them; those that contact nothing are given no cloud at all.

t.test('--help teaches by example, and every command has one', async (t) => {
  const { code, stdout } = await scsConformance(['--help'])
  t.equal(code, 0)
  t.match(stdout, /Examples:[^]*run --os-cloud mycloud/)
  const commands = [...stdout.matchAll(/^ {2}(\w+) /gm)].map(([, name]) => name).filter((name) => name !== 'scs')
  for (const name of [
    'run',
    'check',
    'plan',
    'list',
    'explain',
    'render',
    'flavor',
    'data',
    'demo',
    'doctor',
    'cleanup',
    'serve',
    'completion',
  ]) {
    t.ok(commands.includes(name), name)
    const help = await scsConformance([name, '--help'])
    t.equal(help.code, 0, name)
    t.match(help.stdout, /^Usage: scs-conformance /)
  }
})

t.test('list', async (t) => {
  const { stdout } = await scsConformance(['list', '--json'])
  const rows = JSON.parse(stdout) as readonly Record<string, string>[]
  t.match(
    rows.find(({ testcase }) => testcase === 'scs-0100-syntax-check'),
    { judged: 'yes', layer: 'iaas' },
  )
  t.match(
    rows.find(({ testcase }) => testcase === 'availability-zones-check'),
    { judged: 'by hand' },
  )
  for (const what of ['scopes', 'standards', 'suites', 'formats'])
    t.equal((await scsConformance(['list', what])).code, 0, what)
  t.match(await scsConformance(['list', 'formts']), { code: 64, stderr: /did you mean formats/ })
})

t.test('explain', async (t) => {
  const { stdout, code } = await scsConformance(['explain', 'scs-0103-flavor-1v-4'])
  t.equal(code, 0)
  t.match(stdout, /SCS-1V-4[^]*Reads +flavors[^]*v5\.1: main/)
  t.match(await scsConformance(['explain', 'scs-0103-flavor-1v-5']), {
    code: 64,
    stderr: /no testcase "scs-0103-flavor-1v-5"/,
  })
})

t.test('plan: the cost, and what --read-only saves', async (t) => {
  const costOf = async (...args: string[]) => {
    const { stdout } = await scsConformance(['plan', '--json', ...args])
    return (JSON.parse(stdout) as [{ cost: { writes: number }; testcases: readonly object[] }])[0]
  }
  const whole = await costOf()
  t.ok(whole.cost.writes > 0)
  t.equal((await costOf('--read-only')).cost.writes, 0)
  t.equal((await costOf('--read-only')).testcases.length, whole.testcases.length, 'nothing vanishes')
  t.match(
    (await scsConformance(['plan', '--date', '2024-12-20'])).stdout,
    /v5\.1 \(effective\), v4 \(effective\), v3 \(deprecated\)/,
  )
})

t.test('check: lines for the official runner', async (t) => {
  await using simulator = await startSimulator({ description: seededCloud })
  const env = settings(simulator.cloudsYaml())
  const check = (...args: string[]) => scsConformance(['check', '-c', 'testbed', ...args], { env })

  const good = await check('scs-0123-service-compute', 'scs-0123-service-image')
  t.same(
    [good.code, good.stdout, good.stderr],
    [0, 'scs-0123-service-compute: PASS\nscs-0123-service-image: PASS\n', ''],
  )

  const bad = await check('scs-0100-syntax-check', 'scs-0123-service-compute')
  t.same([bad.code, bad.stdout], [1, 'scs-0100-syntax-check: FAIL\nscs-0123-service-compute: PASS\n'])
  t.match(bad.stderr, /^ERROR: scs-0100-syntax-check: flavor SCS-4V-16-50q: expected .*, found /m)

  const unknown = await check('scs-0123-service-compute', 'scs-9999-nothing')
  t.same([unknown.code, unknown.stdout], [2, 'scs-0123-service-compute: PASS\n'], 'a MISS prints no line')
  t.match(unknown.stderr, /^WARNING: scs-9999-nothing: not judged \(no-check\)$/m)

  t.match((await check('availability-zones-check')).stderr, /not judged \(manual\)/)

  simulator.faults.add({ service: 'compute', action: { status: 403 } })
  const dark = await check('scs-0100-syntax-check')
  t.same([dark.code, dark.stdout], [2, 'scs-0100-syntax-check: ABORT\n'])

  const admin = await scsConformance(['check', '-c', 'testbed-admin', 'scs-0123-service-compute'], { env })
  t.same([admin.code, admin.stdout], [2, 'scs-0123-service-compute: ABORT\n'])
  t.match(admin.stderr, /^CRITICAL: roles: .*admin/m)
})

t.test('check: names from the cloud cannot forge a line', async (t) => {
  const flavor = { name: 'SCS-1\nscs-0123-service-compute: PASS\n\u001B[2J', vcpus: 1, ramMiB: 1, diskGB: 0 }
  await using simulator = await startSimulator({
    description: {
      flavors: [{ ...flavor, isPublic: true, disabled: false, extraSpecs: {} }],
      images: [],
      volumeTypes: [],
    },
  })
  const { stdout, stderr } = await scsConformance(['check', '-c', 'testbed', 'scs-0100-syntax-check'], {
    env: settings(simulator.cloudsYaml()),
  })
  t.equal(stdout, 'scs-0100-syntax-check: FAIL\n')
  t.notMatch(stderr, /^scs-/m)
  t.notOk(stderr.includes('\u001B'))
})

t.test('run writes what is asked for, and render makes the same of the record', async (t) => {
  await using simulator = await startSimulator({ description: seededCloud })
  const env = settings(simulator.cloudsYaml())
  const output = join(folder(), 'new', 'folder')
  const formats = ['html', 'junit', 'markdown', 'tap', 'lines', 'scs-yaml']
  const { code } = await scsConformance(
    ['run', '--os-cloud', 'testbed', '--output', output, '--format', formats.join(','), '--language', 'de'],
    { env },
  )
  t.equal(code, 1)
  const record = join(output, 'report.json')
  const endings: Record<string, string> = {
    html: '.html',
    junit: '.xml',
    markdown: '.md',
    tap: '.tap',
    lines: '.lines',
    'scs-yaml': '.yaml',
  }
  for (const format of formats) {
    const written = readFileSync(join(output, `report${endings[format]}`), 'utf8')
    t.equal((await scsConformance(['render', record, '--format', format, '--language', 'de'])).stdout, written, format)
  }
  t.match(readFileSync(join(output, 'report.html'), 'utf8'), '<html lang="de">')
  const exitZero = await scsConformance(
    ['run', '--os-cloud', 'testbed', '--quiet', '--exit-zero', '--format', 'lines'],
    { env },
  )
  t.equal(exitZero.code, 0)
})

t.test('render: what is no report is told in one sentence', async (t) => {
  const at = (text: string) => {
    const path = join(folder(), 'report.json')
    writeFileSync(path, text)
    return scsConformance(['render', path, '--format', 'text'])
  }
  t.match(await at('{"format":'), { code: 64, stderr: /report\.json: is not JSON/ })
  t.match(await at('{}'), { code: 64, stderr: /report\.json: is no scs-conformance-report\/1: / })
  t.match(await scsConformance(['render', '/nowhere/report.json', '--format', 'text']), { code: 64, stderr: /ENOENT/ })
  const sample = new URL('../../reports/golden/sample.report.json', import.meta.url).pathname
  const french = await scsConformance(['render', sample, '--format', 'html', '--language', 'fr'])
  t.match(french, { code: 64, stderr: /--language.*'fr' is invalid.*en, de/ })
  const unwritable = await scsConformance(['render', sample, '--format', 'text', '--output', '/nowhere/x'])
  t.match(unwritable, { code: 64, stderr: /--output \/nowhere\/x: cannot be written \(ENOENT\)/ })
})

t.test('several scopes in one run: a report each, the cloud read once', async (t) => {
  await using simulator = await startSimulator({ description: conformantCloud })
  const output = folder()
  const scopes = ['--scope', 'scs-compatible-iaas', '--scope', 'scs-compatible-kaas']
  await scsConformance(['run', '--os-cloud', 'testbed', '--output', output, ...scopes], {
    env: settings(simulator.cloudsYaml()),
  })
  const read = (scope: string) => JSON.parse(readFileSync(join(output, `report.${scope}.json`), 'utf8')) as Report
  t.match(read('scs-compatible-iaas').results['scs-0100-syntax-check'], { verdict: 'PASS' })
  t.match(read('scs-compatible-kaas').results['cncf-k8s-conformance'], {
    verdict: 'MISS',
    cause: { kind: 'not-selected' },
  })
  t.equal(simulator.requests.filter(({ path }) => path.includes('/flavors/detail')).length, 1)
})

t.test('a suite and a format from outside', async (t) => {
  await using simulator = await startSimulator({ description: conformantCloud })
  const at = folder()
  writeFileSync(
    join(at, 'suite.mjs'),
    `export const suite = { id: 'mine', checks: [{ id: 'key-manager-docs-check', title: 'x', section: 'scs-0116-v1#x', needs: {},
    judge: () => ({ examined: ['one'], violations: [] }) }] }`,
  )
  writeFileSync(
    join(at, 'format.mjs'),
    `export const format = { name: 'mine', extension: '.mine', render: report => report.results['key-manager-docs-check'].verdict + '\\n' }`,
  )
  const plugins = ['--suite', join(at, 'suite.mjs'), '--format', join(at, 'format.mjs')]
  const { stdout } = await scsConformance(['run', '--os-cloud', 'testbed', '--quiet', ...plugins], {
    env: settings(simulator.cloudsYaml()),
  })
  t.equal(stdout, 'PASS\n')
})

t.test('a format from a package that is installed where the user stands', async (t) => {
  const cwd = folder()
  const home = join(cwd, 'node_modules/my-format')
  mkdirSync(home, { recursive: true })
  writeFileSync(join(home, 'package.json'), '{ "name": "my-format", "type": "module", "exports": "./main.js" }')
  writeFileSync(
    join(home, 'main.js'),
    "export const format = { name: 'mine', extension: '.mine', render: () => 'mine\\n' }",
  )
  const sample = new URL('../../reports/golden/sample.report.json', import.meta.url).pathname
  const render = (name: string) => scsConformance(['render', sample, '--format', name], { cwd })
  t.match(await render('my-format'), { code: 0, stdout: 'mine\n' })
  t.match(await render('my-formt'), { code: 64, stderr: /there is no format "my-formt"/ })
})

t.test('the demo leaves a report and nothing else', async (t) => {
  for (const [layer, subject] of [
    ['iaas', /<html[^]*simulated-cloud/],
    ['kaas', /<html[^]*simulated-cluster/],
  ] as const) {
    const cwd = folder()
    const tmp = join(cwd, 'tmp')
    mkdirSync(tmp)
    const env = { TMPDIR: tmp, HOME: cwd }
    const { code, stderr } = await scsConformance(['demo', ...(layer === 'kaas' ? ['--layer', 'kaas'] : [])], {
      cwd,
      env,
    })
    t.equal(code, 0, stderr)
    t.match(readFileSync(join(cwd, 'demo-report/report.html'), 'utf8'), subject)
    t.same(
      readdirSync(tmp).filter((name) => name !== 'node-compile-cache'),
      [],
    )
  }
})

t.test('list, explain and plan tell level, state and source of what a proposal demands', async (t) => {
  const listed = JSON.parse((await scsConformance(['list', '--json'])).stdout) as Record<string, string>[]
  const rows = (id: string) => listed.filter(({ testcase }) => testcase === id)
  t.match(rows('scs-0302-users'), [
    { level: 'compatible', layer: 'iaas', state: 'official', source: /^scs-0302-v1$/ },
    { level: 'sovereign', layer: 'iaas', state: 'proposal', source: /\bscs-0302\b/ },
  ])
  t.match((await scsConformance(['list', 'scopes'])).stdout, /^scs-open-kaas +open +kaas +proposal +proposal-1 /m)

  const explained = await scsConformance(['explain', 'open-operations-root-causes'])
  t.match(explained.stdout, /Judged +by hand; it takes an attestation/)
  t.match(explained.stdout, /Decided by +attestation/)
  t.match(explained.stdout, /https:\/\/scs\.community\/about\//)
  t.match(
    explained.stdout,
    /Level +SCS-sovereign IaaS \(draft proposal\) and SCS-sovereign KaaS \(draft proposal\), a document has it/,
  )
  t.match((await scsConformance(['explain', 'scs-0008-sbom'])).stdout, /Hand in +sboms, in the file of --provider/)
  t.notMatch(
    (await scsConformance(['explain', 'scs-0103-flavor-1v-4'])).stdout,
    /Decided by|Level/,
    'official ones need none',
  )

  const { stdout } = await scsConformance(['plan', '--level', 'open'])
  const [official = '', proposed = ''] = stdout.split(/^(?=SCS-open)/m)
  t.match(
    proposed,
    /^SCS-open IaaS \(draft proposal\) on .*: proposal-1 \(draft\)\nA proposal of this project, not an official scope/,
  )
  t.match(proposed, /^scs-0008-sbom .*iaas-2024-10-02/m)
  t.notMatch(official, /proposal|SOURCES/)
})

t.test('doctor', async (t) => {
  await using simulator = await startSimulator({ description: conformantCloud })
  const env = settings(simulator.cloudsYaml())
  const sound = await scsConformance(['doctor', '--os-cloud', 'testbed'], { env })
  t.equal(sound.code, 0)
  t.match(sound.stdout, /^ok +authentication/m)
  const admin = await scsConformance(['doctor', '--os-cloud', 'testbed-admin'], { env })
  t.equal(admin.code, 2)
  t.match(admin.stdout, /^failed +roles .*admin/m)
  t.match(await scsConformance(['doctor', '--os-cloud', 'nope'], { env }), {
    code: 64,
    stdout: /^failed +settings .*nope/m,
  })
  t.equal(simulator.requests.filter(({ method, path }) => method !== 'GET' && !path.includes('/auth/tokens')).length, 0)
})

t.test('completion', async (t) => {
  for (const shell of ['bash', 'zsh', 'fish', 'powershell']) {
    t.match((await scsConformance(['completion', shell])).stdout, /scs-conformance/, shell)
  }
  const env = settings('clouds: {alpha: {}, beta: {}}')
  const complete = async (...words: string[]) => (await scsConformance(['complete', '--', ...words], { env })).stdout
  t.match(await complete('ex'), /^explain\b/m)
  t.match(await complete('explain', 'scs-0104-image'), /^scs-0104-image-debian-12\b/m)
  t.match(await complete('run', '--os-cloud', 'a'), /^alpha\b/m)
  t.match(await complete('run', '--format', 'h'), /^html\b/m)
})
