import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import type { Report } from '../report.ts'
import { folder, scsConformance } from '../../testbed/cli.ts'

t.test('the demo of an upper level shows how far it is, and that it is a proposal', async (t) => {
  for (const [layer, open] of [
    ['iaas', 'scs-0008-iaas-complete'],
    ['kaas', 'scs-0008-kaas-complete'],
  ] as const) {
    const cwd = folder()
    const { code, stderr } = await scsConformance(['demo', '--level', 'sovereign', '--layer', layer], {
      cwd,
      env: { TMPDIR: cwd, HOME: cwd },
    })
    t.equal(code, 0, stderr)
    t.match(stderr, `Open demo-report/report.scs-sovereign-${layer}.html in a browser`)
    const read = (name: string) => readFileSync(join(cwd, 'demo-report', name), 'utf8')
    t.match(
      read(`report.scs-sovereign-${layer}.html`),
      /SCS-sovereign [IK]aaS \(draft proposal\)[^]*open-operations-runbooks/,
    )
    const { level, results } = JSON.parse(read(`report.scs-sovereign-${layer}.json`)) as Report
    t.match(level, {
      open: { proposal: true, next: { missing: new RegExp(open) } },
      sovereign: { verdict: /FAIL|MISS/ },
    })
    t.match(results['scs-0302-users']?.verdict, layer === 'iaas' ? /PASS|FAIL/ : undefined)
  }
})
