import fc from 'fast-check'
import t from 'tap'
import { flavorNames } from './arbitrary-flavor-name.ts'
import { extraSpecsOf } from './extra-specs.ts'
import { parseFlavorName } from './parse-flavor-name.ts'

function specs(name: string): Readonly<Record<string, string>> | string {
  const parsed = parseFlavorName(name)
  return parsed.ok ? extraSpecsOf(parsed.value) : parsed.reason
}

t.test('a name that is already short has two variants', async (t) => {
  t.same(specs('SCS-2V-4-20s'), {
    'scs:cpu-type': 'shared-core',
    'scs:disk0-type': 'ssd',
    'scs:name-v1': 'SCS-2V:4:20s',
    'scs:name-v2': 'SCS-2V-4-20s',
  })
  t.same(specs('SCS-1L-1'), { 'scs:cpu-type': 'crowded-core', 'scs:name-v1': 'SCS-1L:1', 'scs:name-v2': 'SCS-1L-1' })
})

t.test('a long name has its short form too, and each disk its type', async (t) => {
  t.same(specs('SCS-16C-64-2x10_bms_hwv_a3h_GNa-64h-24h_ib'), {
    'scs:cpu-type': 'dedicated-core',
    'scs:disk0-type': 'network',
    'scs:disk1-type': 'network',
    'scs:name-v1': 'SCS-16C:64:2x10-bms-hwv-a3h-GNa:64h:24h-ib',
    'scs:name-v2': 'SCS-16C-64-2x10_bms_hwv_a3h_GNa-64h-24h_ib',
    'scs:name-v3': 'SCS-16C:64:2x10-a-GNa:64:24-ib',
    'scs:name-v4': 'SCS-16C-64-2x10_a_GNa-64-24_ib',
  })
})

t.test('the short form promises no less and nothing else', async (t) => {
  t.match(specs('SCS-1V-4_GNh-64'), { 'scs:name-v4': 'SCS-1V-4_GN' })
  t.notMatch(specs('SCS-1V-4_GNah_ib'), { 'scs:name-v4': String })
  t.match(specs('SCS-1V-4_i_GNahh-8_ib'), { 'scs:name-v4': 'SCS-1V-4_GNahh_ib' })
})

t.test('v1 has no name for the Cloud Hypervisor', async (t) => {
  t.same(Object.keys(specs('SCS-1V-4_chy')), ['scs:cpu-type', 'scs:name-v2', 'scs:name-v3', 'scs:name-v4'])
})

t.test('a name with more disks than memory holds', async (t) => {
  t.equal(Object.keys(specs('SCS-1V-4-999999999999x10')).filter((key) => key.includes('disk')).length, 64)
})

t.test('every variant is a name by scs-0100', async () => {
  fc.assert(
    fc.property(flavorNames, (name) =>
      Object.entries(extraSpecsOf(name))
        .filter(([key]) => key.startsWith('scs:name-'))
        .every(([, variant]) => parseFlavorName(variant).ok),
    ),
  )
})
