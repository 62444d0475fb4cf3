import { readFileSync, writeFileSync } from 'node:fs'
import { strToU8, unzipSync, zipSync } from 'fflate'
import t from 'tap'
import { folder, judge, scsConformance, seededCloud } from '../../testbed/cli.ts'
import { startSimulator } from '../../testbed/simulator/index.ts'

t.test('a recorded run is judged again, offline, byte for byte', async (t) => {
  const out = folder()
  await using simulator = await startSimulator({ description: seededCloud })
  await judge(simulator, ['--output', out, '--bundle'])
  await simulator.stop()
  const again = folder()
  const { code, stdout } = await scsConformance(['judge', `${out}/report.bundle.zip`, '--output', again])
  t.equal(code, 0)
  t.match(stdout, /all \d+ judged testcases as before/)
  t.equal(readFileSync(`${again}/report.json`, 'utf8'), readFileSync(`${out}/report.json`, 'utf8'))

  const verified = await scsConformance(['verify', `${out}/report.bundle.zip`])
  t.match(verified, { code: 0, stdout: /all \d+ files are as the manifest says\n[^]*not signed/ })

  const files = unzipSync(readFileSync(`${out}/report.bundle.zip`))
  const facts = new TextDecoder().decode(files['facts.json']).replaceAll('"type":"compute"', '"type":"computer"')
  writeFileSync(`${out}/changed.zip`, zipSync({ ...files, 'facts.json': strToU8(facts) }))
  t.match(await scsConformance(['verify', `${out}/changed.zip`]), { code: 1, stdout: /facts\.json was changed/ })
  const other = await scsConformance(['judge', `${out}/changed.zip`])
  t.match(other, { code: 2, stderr: /tampered with: facts\.json/, stdout: 'scs-0123-service-compute: PASS, now FAIL' })
})

t.test('what is no bundle is refused in one sentence', async (t) => {
  const file = `${folder()}/x.zip`
  writeFileSync(file, 'PK no zip')
  t.match(await scsConformance(['judge', file]), {
    code: 64,
    stderr: /^scs-conformance: .*x\.zip: is not a ZIP archive/,
  })
  t.match(await scsConformance(['judge', '/absent']), { code: 64, stderr: '/absent: cannot be read (ENOENT)' })
})
