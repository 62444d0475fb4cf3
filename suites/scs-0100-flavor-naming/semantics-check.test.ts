import t from 'tap'
import type { Flavor } from '../../src/openstack/resources.ts'
import { parseFlavorName } from '../flavor-names/parse-flavor-name.ts'
import { semanticsCheck } from './semantics-check.ts'

function judge(...flavors: readonly Partial<Flavor>[]) {
  const scsFlavors = flavors.map((given) => {
    const flavor = { id: '1', name: 'SCS-4V-16-50', vcpus: 4, ramMiB: 16384, diskGB: 50, extraSpecs: {}, ...given }
    return { flavor, parsed: parseFlavorName(flavor.name) }
  })
  return semanticsCheck.judge({ scsFlavors })
}

t.test('exactly what the name says passes without a word', async (t) => {
  t.same(judge({}), { examined: ['SCS-4V-16-50'], violations: [], notes: [] })
})

t.test('fewer CPUs fail, more are noted', async (t) => {
  const [violation] = judge({ vcpus: 3 }).violations
  t.match(violation, {
    subject: 'flavor SCS-4V-16-50',
    expected: 'at least 4 vCPUs',
    actual: '3 vCPUs',
    remedy: /as SCS-3V-16-50,/,
  })
  t.match(judge({ vcpus: 5 }), { violations: [], notes: [/has 5 vCPUs, its name promises 4 vCPUs/] })
})

t.test('RAM that is 51 MiB short passes, 52 MiB fail', async (t) => {
  t.same(judge({ ramMiB: 16384 - 51 }).violations, [])
  t.match(judge({ ramMiB: 16384 - 52 }).violations, [
    { expected: 'at least 16 GiB RAM', actual: '15.9 GiB RAM', remedy: /SCS-4V-15\.5-50,/ },
  ])
  t.match(judge({ ramMiB: 16384 + 52 }).notes, [/has 16\.1 GiB RAM/])
})

t.test('a smaller disk fails, a disk not promised is noted', async (t) => {
  t.match(judge({ diskGB: 0 }).violations, [
    { expected: 'at least 50 GB root disk', actual: '0 GB root disk', remedy: /as SCS-4V-16,/ },
  ])
  t.match(judge({ name: 'SCS-4V-16' }), { violations: [], notes: [/has 50 GB root disk, its name promises 0 GB/] })
})

t.test('half GiB are discouraged from 10 GiB on', async (t) => {
  t.match(judge({ name: 'SCS-4V-10.5-50', ramMiB: 10752 }), { violations: [], notes: [/discouraged from 10 GiB on/] })
  t.same(judge({ name: 'SCS-4V-9.5-50', ramMiB: 9728 }).notes, [])
})

t.test('a disk of no size leaves the testcase open, whatever else was seen', async (t) => {
  const finding = judge({ name: 'SCS-4V-16-n' }, { vcpus: 1 })
  t.match(finding, { undecided: { kind: 'malformed', message: /SCS-4V-16-n \(offer it as SCS-4V-16-50n instead\)/ } })
  t.equal(finding.violations.length, 1)
})

t.test('names that do not parse are not its business', async (t) => {
  t.same(judge({ name: 'SCS-4V_16' }), { examined: [], violations: [], notes: [] })
})
