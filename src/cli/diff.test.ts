import { readFileSync, writeFileSync } from 'node:fs'
import { strToU8, unzipSync, zipSync } from 'fflate'
import t from 'tap'
import { reportOf } from '../../reports/golden/sample.ts'
import { folder, scsConformance } from '../../testbed/cli.ts'
import { writeBundle } from '../evidence/bundle.ts'
import type { Report } from '../report.ts'
import { loadScope } from '../standards.ts'

function file(report: Report): string {
  const path = `${folder()}/report.json`
  writeFileSync(path, JSON.stringify(report))
  return path
}

const good = file(reportOf({ 'scs-0100-syntax-check': { verdict: 'PASS' }, 'scs-0116-presence': { verdict: 'PASS' } }))
const bad = file(reportOf({ 'scs-0100-syntax-check': { verdict: 'FAIL' }, 'scs-0116-presence': { verdict: 'PASS' } }))
const blind = file(reportOf({ 'scs-0100-syntax-check': { verdict: 'DNF' }, 'scs-0116-presence': { verdict: 'PASS' } }))

t.test('a regression is 1, the way back is 0, what is not decided any more is 2', async (t) => {
  t.match(await scsConformance(['diff', good, bad]), {
    code: 1,
    stdout:
      /Regressions: FAIL now \(1\)\n {2}scs-0100-syntax-check: PASS, now FAIL\n {6}\+ flavor a: expected b, found c/,
  })
  t.match(await scsConformance(['diff', bad, good]), { code: 0, stdout: /Fixed: PASS now/ })
  t.match(await scsConformance(['diff', good, blind]), { code: 2, stdout: /PASS, now DNF\n {6}timeout:/ })
  t.match(await scsConformance(['diff', good, good]), { code: 0, stdout: /Nothing has changed/ })
})

t.test('as Markdown and as JSON', async (t) => {
  const markdown = await scsConformance(['diff', good, bad, '--format', 'markdown'])
  t.match(markdown.stdout, /\| scs-0100-syntax-check \| PASS, now FAIL \| \+ flavor a/)
  const { stdout } = await scsConformance(['diff', good, bad, '--format', 'json'])
  t.match(JSON.parse(stdout), [{ regressions: [{ id: 'scs-0100-syntax-check', before: 'PASS', after: 'FAIL' }] }])
})

async function bundle(...ids: readonly string[]): Promise<string> {
  const judged = await Promise.all(
    ids.map(async (id) => {
      const scope = await loadScope(id)
      const { uuid, name, url, digest } = scope
      const report = reportOf({ 'scs-0116-presence': { verdict: 'PASS' } }, { scope: { id, uuid, name, url, digest } })
      return { scope, report }
    }),
  )
  const path = `${folder()}/report.bundle.zip`
  writeFileSync(
    path,
    writeBundle({ judged, recording: {}, standards: [], data: [] }, (report) => JSON.stringify(report)),
  )
  return path
}

t.test('a scope that one of two bundles lacks is told; where the later one lacks it, that is no success', async (t) => {
  const [iaas, both] = [await bundle('scs-compatible-iaas'), await bundle('scs-compatible-iaas', 'scs-compatible-kaas')]
  t.match(await scsConformance(['diff', both, both]), { code: 0, stderr: '' })
  t.match(await scsConformance(['diff', both, iaas]), {
    code: 2,
    stderr: /only the earlier bundle has a report on scs-compatible-kaas; not compared/,
  })
  t.match(await scsConformance(['diff', iaas, both]), { code: 0, stderr: /only the later bundle/ })
})

t.test('a bundle that was tampered with is not compared', async (t) => {
  const whole = await bundle('scs-compatible-iaas')
  const changed = `${folder()}/changed.zip`
  writeFileSync(changed, zipSync({ ...unzipSync(readFileSync(whole)), 'facts.json': strToU8('{"facts":{}}') }))
  t.match(await scsConformance(['diff', whole, changed]), {
    code: 64,
    stderr: /changed\.zip: was tampered with: facts/,
  })
})

t.test('two versions of a scope, and what cannot be compared', async (t) => {
  const versions = await scsConformance(['diff', 'scs-compatible-iaas@v3', 'scs-compatible-iaas@v4'])
  t.match(versions, { code: 0, stdout: /From SCS-compatible IaaS v3 to SCS-compatible IaaS v4/ })
  t.match(versions.stdout, /scs-0103-flavor-1v-4 +- +main/)
  t.match(await scsConformance(['diff', 'scs-compatible-iaas@v3', good]), {
    code: 64,
    stderr: /not one with the other/,
  })
  t.match(await scsConformance(['diff', 'scs-compatible-iaas@v3', 'scs-compatible-iaas@v9']), {
    code: 64,
    stderr: /has no version v9/,
  })
})
