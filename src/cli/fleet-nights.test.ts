import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { conformantCloud, folder, scsConformance } from '../../testbed/cli.ts'
import { startSimulator } from '../../testbed/simulator/index.ts'

const good = await startSimulator({ description: conformantCloud })
t.teardown(() => good[Symbol.asyncDispose]())
t.setTimeout(300_000) // many runs, each in a process of its own

const home = folder()
writeFileSync(join(home, 'good.yaml'), good.cloudsYaml())
writeFileSync(
  join(home, 'subjects.yaml'),
  `templates: { iaas: { cloud: testbed, layer: iaas, readOnly: true, cloudsFile: good.yaml } }
subjects:
  good: { templates: [iaas] }
  away: { templates: [iaas], cloud: nowhere }
`,
)
const run = (output: string, ...args: readonly string[]) =>
  scsConformance(['run', '--config', 'subjects.yaml', '--output', output, '--tests', 'scs-0100', ...args], {
    cwd: home,
  })

t.test('nothing of an earlier night is taken for a report of this one, in no format', async (t) => {
  const own = join(home, 'nightly/away')
  mkdirSync(own, { recursive: true })
  const old = ['report.json', 'report.yaml', 'report.xml', 'report.shared.json', 'report.scs-compatible-iaas.yaml']
  for (const name of old) writeFileSync(join(own, name), 'subject: earlier\n')
  writeFileSync(join(home, 'nightly/reports.yaml'), 'subject: earlier\n')
  t.match(await run('nightly', '--format', 'scs-yaml'), { code: 64 })
  t.notMatch(readFileSync(join(home, 'nightly/reports.yaml'), 'utf8'), /earlier/)
  t.match(readFileSync(join(home, 'nightly/reports.yaml'), 'utf8'), /subject: "good"/)
  for (const name of old) t.notOk(existsSync(join(own, name)), name)
})

t.test('what is kept in folders of its own, or lies behind a link, is nobody’s to delete', async (t) => {
  const own = join(home, 'kept/good')
  const kept = [join(home, 'elsewhere'), join(own, '2026-01-01')]
  for (const folder of kept) mkdirSync(folder, { recursive: true })
  for (const folder of kept) writeFileSync(join(folder, 'report.json'), '{}')
  symlinkSync(join(home, 'elsewhere'), join(own, 'latest'))
  writeFileSync(join(own, 'report.bundle.zip'), '')
  t.match(await run('kept', '--subject', 'good'), { code: 2, stdout: /good +SCS-compatible IaaS/ })
  for (const folder of kept) t.ok(existsSync(join(folder, 'report.json')), folder)
  t.ok(existsSync(join(own, 'report.bundle.zip')))
})

t.test('two subjects never share a folder', async (t) => {
  mkdirSync(join(home, 'shared/good'), { recursive: true })
  symlinkSync('good', join(home, 'shared/away'))
  const stderr = /--output shared: away and good would write into the same folder/
  t.match(await run('shared'), { code: 64, stderr })
  t.match(await run('shared', '--subject', 'good'), { code: 2 })
})

t.test('formats that are JSON too are no reports', async (t) => {
  const { code, stdout, stderr } = await run('oscal', '--subject', 'good', '--format', 'oscal')
  t.match({ code, stdout }, { code: 2, stdout: /^good +SCS-compatible IaaS [^\n]*\n$/m }, stderr)
  t.ok(existsSync(join(home, 'oscal/good/report.oscal.json')))
})
