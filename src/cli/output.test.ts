import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { conformantCloud, folder, scsConformance, settings } from '../../testbed/cli.ts'
import { startSimulator } from '../../testbed/simulator/index.ts'

t.test('a folder that vanishes during the run: the report is not lost', async (t) => {
  await using simulator = await startSimulator({
    description: conformantCloud,
    faults: [{ service: 'compute', action: { delayMs: 800 } }],
  })
  const output = join(folder(), 'gone')
  const tmp = folder()
  mkdirSync(output)
  const running = scsConformance(['run', '--os-cloud', 'testbed', '--quiet', '--output', output], {
    env: { ...settings(simulator.cloudsYaml()), TMPDIR: tmp },
  })
  while (simulator.requests.length < 3) await new Promise((resolve) => setTimeout(resolve, 10))
  execFileSync('rm', ['-rf', output])
  const { code, stderr } = await running
  t.equal(code, 70)
  t.match(stderr, /report\.json could not be written \(ENOENT\); it is in .* instead/)
  const saved = readdirSync(tmp).find((name) => name.endsWith('report.json'))
  t.match(JSON.parse(readFileSync(join(tmp, saved ?? ''), 'utf8')), { complete: true })
})

t.test('a format that breaks takes neither the record nor the other formats with it', async (t) => {
  await using simulator = await startSimulator({ description: conformantCloud })
  const output = folder()
  const broken = join(folder(), 'broken.mjs')
  writeFileSync(
    broken,
    "export const format = { name: 'broken', extension: '.broken', render() { throw new Error('oops') } }",
  )
  const { code, stderr } = await scsConformance(
    ['run', '--os-cloud', 'testbed', '--quiet', '--output', output, '--format', `${broken},lines`],
    { env: settings(simulator.cloudsYaml()) },
  )
  t.equal(code, 70)
  t.match(stderr, /^scs-conformance: format broken broke down: oops$/m)
  t.same(readdirSync(output).toSorted(), ['report.json', 'report.lines'])
})
