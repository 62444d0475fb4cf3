import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { conformantCloud, folder, judge, scsConformance } from '../../testbed/cli.ts'
import { startSimulator } from '../../testbed/simulator/index.ts'
import type { Report } from '../report.ts'

/** A small scope of that level: what it demands, and the scope below. */
function scopeFile(level: 'compatible' | 'open', demands: string, below = ''): string {
  const path = `${folder()}/${level}.yaml`
  const text = `
id: my-${level}-iaas
uuid: 00000000-0000-4000-8000-00000000000${level.length % 10}
name: SCS-${level} IaaS
url: https://example.org/${level}
level: ${level}
layer: iaas
${below}
testcases: [${demands}]
modules: [{ id: all, name: All, url: https://example.org/all, targets: { main: [${demands}] } }]
versions: [{ version: v1, stabilizedAt: 2024-01-01, include: [all] }]
timeline: [{ date: 2024-01-01, versions: { v1: effective } }]
`
  writeFileSync(path, text)
  return path
}

async function ladderOf(lower: string, higher: string): Promise<{ code: number | null; report: Report }> {
  await using simulator = await startSimulator({ description: conformantCloud })
  const out = folder()
  const scopes = [
    '--scope',
    scopeFile('compatible', lower),
    '--scope',
    scopeFile('open', higher, 'prerequisite: my-compatible-iaas'),
  ]
  const { code } = await judge(simulator, [...scopes, '--output', out])
  return { code, report: JSON.parse(readFileSync(join(out, 'report.my-open-iaas.json'), 'utf8')) as Report }
}

t.test('one run over two scopes tells how far up the ladder the cloud has come', async (t) => {
  const reached = await ladderOf('scs-0100-syntax-check', 'scs-0114-syntax-check')
  t.equal(reached.code, 0)
  t.match(reached.report.level, {
    compatible: { verdict: 'PASS', since: /Z$/, until: /Z$/ },
    open: { verdict: 'PASS' },
    sovereign: { verdict: 'MISS' },
  })
  const held = await ladderOf('key-manager-docs-check', 'scs-0114-syntax-check')
  t.equal(held.code, 2)
  t.match(held.report.level, {
    compatible: { verdict: 'MISS', missing: ['key-manager-docs-check'] },
    open: { verdict: 'MISS', missing: ['SCS-compatible IaaS is not reached (MISS)'] },
  })
})

t.test(
  'a level is planned with those that it needs, the lowest first, and told as the proposal that it is',
  async (t) => {
    const { code, stdout } = await scsConformance(['plan', '--level', 'sovereign', '--json'])
    t.equal(code, 0)
    const plans = JSON.parse(stdout) as { scope: string; level: string; proposal?: true; versions: object[] }[]
    t.match(plans, [
      { scope: 'scs-compatible-iaas', level: 'compatible', proposal: undefined },
      { scope: 'scs-open-iaas', level: 'open', proposal: true, versions: [{ validity: 'draft' }] },
      { scope: 'scs-sovereign-iaas', level: 'sovereign', proposal: true, versions: [{ validity: 'draft' }] },
    ])
    const ofClusters = await scsConformance(['plan', '--level', 'open', '--layer', 'kaas'])
    t.match(ofClusters, { code: 0, stdout: /SCS-compatible KaaS on [^]*SCS-open KaaS \(draft proposal\) on / })
  },
)

t.test('the upper levels of today give no level, and say what they would take, with remedies', async (t) => {
  await using simulator = await startSimulator({ description: conformantCloud })
  const out = folder()
  const { code, stdout } = await judge(simulator, [
    '--level',
    'sovereign',
    '--read-only',
    '--output',
    out,
    '--format',
    'html,badge',
  ])
  t.equal(code, 2, 'no draft is reached')
  const read = (name: string) => readFileSync(join(out, name), 'utf8')
  const { level, versions } = JSON.parse(read('report.scs-sovereign-iaas.json')) as Report
  t.match(versions, { 'proposal-1': { validity: 'draft' } })
  t.match(level, {
    open: {
      verdict: 'MISS',
      proposal: true,
      version: undefined,
      missing: [/^SCS-compatible IaaS is not reached/, /gives no level, since nobody has formalised it$/],
      next: { version: 'proposal-1', from: undefined, missing: /scs-0008-sbom/ },
    },
    sovereign: {
      verdict: 'MISS',
      proposal: true,
      remedies: { 'open-operations-runbooks': /^Write runbooks/ },
      next: { missing: /open-operations-runbooks/ },
    },
  })
  t.match(stdout, /SCS-open +MISS .*a\s+draft\s+proposal/s)
  const page = read('report.scs-sovereign-iaas.html')
  t.match(page, /SCS-sovereign IaaS \(draft proposal\)/)
  t.match(page, />Write runbooks for at least/)
  t.match(
    read('report.scs-open-iaas.svg'),
    /aria-label="SCS-open IaaS \(draft proposal\) proposal-1: not shown \(draft\) /,
  )

  const card = await scsConformance(['score', out])
  t.match(card, { code: 0, stdout: /SCS-open +MISS .*draft proposal/s })
  const gate = ['score', out, '--scope', 'scs-open-iaas', '--gate']
  t.match(await scsConformance(gate), { code: 2 })
})
