import { readFileSync, writeFileSync } from 'node:fs'
import t from 'tap'
import { folder, judge, scsConformance, seededCloud } from '../../testbed/cli.ts'
import { startSimulator } from '../../testbed/simulator/index.ts'

const file = `${folder()}/waivers.yaml`
function write(text: string): string {
  writeFileSync(file, text)
  return file
}
const terms = 'reason: known, owner: ops, expires: 2999-12-31'

t.test('a waiver softens the exit code, not the verdict; what is not needed is told', async (t) => {
  await using simulator = await startSimulator({ description: seededCloud })
  const args = ['--scope-version', 'v3', '--output', folder()]
  t.equal((await judge(simulator, args)).code, 1)
  const waivers = write(
    `waivers:\n- {pattern: 'scs-.*|key-manager.*|opc-.*', ${terms}}\n- {id: scs-9999-x, ${terms}}\n`,
  )
  const out = folder()
  const { code, stdout } = await judge(simulator, ['--scope-version', 'v3', '--output', out, '--waivers', waivers])
  t.equal(code, 0)
  t.match(stdout, /WAIVERS\n/)
  t.match(stdout, /scs-9999-x/)
  const report = JSON.parse(readFileSync(`${out}/report.json`, 'utf8')) as { level: object; waivers: object }
  t.match(report.waivers, [{ state: 'used' }, { state: 'unknown' }])
  t.match(report.level, { compatible: { verdict: /FAIL|MISS/ } })
  const gate = await scsConformance(['score', `${out}/report.json`, '--gate'])
  t.equal(gate.code, 1, 'what is waived in the run still keeps the level away')
  const help = await scsConformance(['score', '--help'])
  t.match(help.stdout, /Waivers\s+do\s+not\s+count\s+here/)
})

t.test('a bad file is refused before anything is called', async (t) => {
  const refused = async (text: string, why: RegExp) => {
    t.match(await scsConformance(['run', '--os-cloud', 'x', '--waivers', write(text)]), { code: 64, stderr: why })
  }
  await refused('waivers: [{id: a, reason: r, owner: o}]', /waivers\.yaml:1: waivers\[0\]: .*expires/)
  await refused(`waivers: [{id: a, pattern: b, ${terms}}]`, /waivers\.yaml:1: waivers\[0\]/)
  await refused(`waivers: [{pattern: '(', ${terms}}]`, /waivers\[0\]\.pattern: is not a regular expression/)
  await refused('waivers: [{id: a, reason: r, owner: o, expires: soon}]', /waivers\[0\]\.expires/)
})
