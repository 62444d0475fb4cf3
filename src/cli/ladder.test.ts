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

t.test('a level that has no scope yet is refused', async (t) => {
  t.match(await scsConformance(['plan', '--level', 'sovereign']), {
    code: 64,
    stderr: /there is no scope SCS-sovereign yet/,
  })
})
