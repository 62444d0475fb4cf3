import t from 'tap'
import { isBareMetal } from './bare-metal.ts'

const bare = {
  'resources:CUSTOM_BAREMETAL_GOLD': '1',
  'resources:VCPU': '0',
  'resources:MEMORY_MB': '0',
  'resources:DISK_GB': '0',
}
const flavor = (extraSpecs: Record<string, string> | null, name = 'metal') => ({ flavor: { name, extraSpecs } })

t.test('a flavor that takes a machine and no share of one', async (t) => {
  t.ok(isBareMetal(flavor(bare)))
  t.notOk(isBareMetal(flavor({})), 'an ordinary flavor')
  t.notOk(isBareMetal(flavor({ ...bare, 'resources:CUSTOM_BAREMETAL_GOLD': '0' })))
  const { 'resources:MEMORY_MB': _, ...withMemory } = bare
  t.notOk(isBareMetal(flavor(withMemory)), 'a virtual machine with a device of a custom class')
})

t.test('by its name only where extra specs are hidden', async (t) => {
  t.ok(isBareMetal(flavor(null, 'SCS-16C-64_bms_i4')))
  t.ok(isBareMetal(flavor(null, 'SCS-16C-64_bms')))
  t.notOk(isBareMetal(flavor(null, 'SCS-16C-64_kvm')))
  t.notOk(isBareMetal(flavor({}, 'SCS-16C-64_bms')), 'what the flavor says of itself weighs more')
  t.notOk(isBareMetal({ flavor: { name: null, extraSpecs: null } }), 'an old Nova')
})
