import t from 'tap'
import { flavorLike } from './arbitrary-flavors.ts'
import { openstackCommand } from './openstack-commands.ts'
import { standardFlavors, type StandardFlavor } from './standard-flavors.ts'

const [standard] = standardFlavors as readonly [StandardFlavor]

function unset(name: string): string {
  return openstackCommand(
    { action: 'unset', flavor: flavorLike(standard, { id: 'f00', name }), property: 'scs:name-v2', reason: '' },
    standard,
  )
}

t.test('a shell takes every name as one word', async (t) => {
  t.equal(unset('SCS-1V:4'), 'openstack flavor unset --property scs:name-v2 SCS-1V:4')
  t.equal(unset('my flavor'), "openstack flavor unset --property scs:name-v2 'my flavor'")
  t.equal(unset("it's; $(rm)\n"), "openstack flavor unset --property scs:name-v2 'it'\\''s; $(rm)\n'")
})

t.test('a name that looks like an option is replaced by the id', async (t) => {
  t.equal(unset('--help'), 'openstack flavor unset --property scs:name-v2 f00')
})

t.test('set and create', async (t) => {
  const flavor = flavorLike(standard, { name: 'm1' })
  t.equal(
    openstackCommand({ action: 'set', flavor, properties: { a: 'b c' }, reason: '', promises: [] }, standard),
    "openstack flavor set --property 'a=b c' m1",
  )
  t.equal(
    openstackCommand({ action: 'create', name: 'SCS-1V-4', reason: '' }, standard),
    'openstack flavor create --vcpus 1 --ram 4096 --disk 0 --public --property scs:cpu-type=shared-core ' +
      '--property scs:name-v1=SCS-1V:4 --property scs:name-v2=SCS-1V-4 SCS-1V-4',
  )
})
