import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { execute } from '../helm/helm.ts'

// The units as systemd-analyze sees them; whether systemd is process 1 here or not. The programs that they start are not installed: what
// is verified has /bin/true in their place.

const here = import.meta.dirname
const units = readdirSync(here).filter((name) => /\.(service|timer)$/.test(name))
const folder = mkdtempSync(join(tmpdir(), 'scs-units-'))
t.teardown(() => rmSync(folder, { recursive: true }))
for (const unit of units) {
  writeFileSync(
    join(folder, unit),
    readFileSync(join(here, unit), 'utf8').replace(/^ExecStart=\S+/m, 'ExecStart=/bin/true'),
  )
}

/** What it has to say on this unit; on others of the machine it may have too. */
async function complaints(unit: string): Promise<readonly string[]> {
  const { stdout, stderr } = await execute('systemd-analyze', ['verify', '--man=no', join(folder, unit)])
  return `${stdout}${stderr}`.split('\n').filter((line) => line.includes(unit.replace(/\.\w+$/, '').replace('@', '')))
}

t.test('systemd finds nothing wrong with any unit', async (t) => {
  t.equal(units.length, 4)
  for (const unit of units) t.same(await complaints(unit), [], unit)
})

t.test('a misspelled setting it would tell', async (t) => {
  const unit = 'scs-conformance-wrong.service'
  writeFileSync(join(folder, unit), '[Service]\nExecStart=/bin/true\nPrivateTemp=yes\n')
  t.match((await complaints(unit)).join('\n'), /PrivateTemp/)
})

t.test('what a service may do is little', async (t) => {
  for (const unit of units.filter((name) => name.endsWith('.service'))) {
    const { stdout } = await execute('systemd-analyze', [
      'security',
      '--no-pager',
      '--offline=true',
      join(folder, unit),
    ])
    const [, exposure = 'none'] = /Overall exposure level for \S+: ([\d.]+)/.exec(stdout) ?? []
    t.ok(Number(exposure) <= 1.5, `${unit}: exposure ${exposure} of 10`)
    t.comment(`${unit}: ${exposure}`)
  }
})

t.test('secrets come as credentials, and none stands in a unit', async (t) => {
  for (const unit of units.filter((name) => name.endsWith('.service'))) {
    const text = readFileSync(join(here, unit), 'utf8')
    t.match(text, /^LoadCredential=/m, unit)
    t.match(text, /^DynamicUser=yes$/m)
    t.notMatch(text, /^Environment=.*PASSWORD/m)
  }
})
