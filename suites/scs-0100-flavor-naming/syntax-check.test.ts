import t from 'tap'
import { parseFlavorName } from '../flavor-names/parse-flavor-name.ts'
import { syntaxCheck } from './syntax-check.ts'

function judge(...names: readonly string[]) {
  const flavor = { id: '1', vcpus: 1, ramMiB: 4096, diskGB: 0, extraSpecs: {} }
  return syntaxCheck.judge({
    scsFlavors: names.map((name) => ({ flavor: { ...flavor, name }, parsed: parseFlavorName(name) })),
  })
}

t.test('a name by the scheme passes', async (t) => {
  t.same(judge('SCS-1V-4'), { examined: ['SCS-1V-4'], violations: [], notes: [] })
})

t.test('a name beside it fails, with the place and the way out', async (t) => {
  const { violations } = judge('SCS-1V-4', 'SCS-1V_4')
  t.match(violations, [{ subject: 'flavor SCS-1V_4', actual: /character 7/, remedy: /delete this one/ }])
  t.equal(violations.length, 1)
})

t.test('a name of v1 passes, with a note of what it is today', async (t) => {
  t.match(judge('SCS-1V:4-kvm'), { violations: [], notes: [/SCS-1V:4-kvm.*tolerated.*SCS-1V-4_kvm/] })
})

t.test('no SCS flavor claims nothing', async (t) => {
  t.same(judge(), { examined: [], violations: [], notes: [] })
})
