import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { folder, scsConformance } from '../../testbed/cli.ts'
import { subunitV2 } from '../../suites/scs-0128-tempest/import/write-subunit-v2.ts'

const list = JSON.parse(
  readFileSync(new URL('../../standards/data/tempest-required-tests.json', import.meta.url), 'utf8'),
) as { tests: readonly { id: string; name: string }[] }

/** Results in which all required tests passed, but for the last ones, which are left out. */
function results(leftOut = 0): string {
  const path = join(folder(), 'stream')
  const tests = list.tests.slice(0, list.tests.length - leftOut)
  writeFileSync(
    path,
    subunitV2(tests.map(({ id, name }) => ({ test: `${name}[id-${id}]`, status: 3, at: Date.now() }))),
  )
  return path
}

t.test('imported without a cloud: whole, and not', async (t) => {
  const check = ['check', 'scs-0128-tempest', '--import']
  t.match(await scsConformance([...check, results()]), { code: 0, stdout: 'scs-0128-tempest: PASS\n' })
  const partial = await scsConformance([...check, results(1)])
  t.match(partial, { code: 2, stdout: 'scs-0128-tempest: ABORT\n', stderr: /1 of 258 required tests did not run/ })
})

t.test('run: the layer is that of the results', async (t) => {
  const args = ['run', '--quiet', '--format', 'lines', '--import', results()]
  t.match((await scsConformance(args)).stdout, /^scs-0128-tempest: PASS$/m)
  t.match(await scsConformance([...args, '--tests', 'scs-0100']), { code: 64, stderr: /holds results of Tempest/ })
})
