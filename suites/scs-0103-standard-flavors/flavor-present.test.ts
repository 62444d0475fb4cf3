import t from 'tap'
import type { Flavor } from '../../src/openstack/resources.ts'
import { flavorLike } from './arbitrary-flavors.ts'
import { flavorPresent } from './flavor-present.ts'
import { standardFlavors, type StandardFlavor } from './standard-flavors.ts'

const standard = standardFlavors.find(({ name }) => name === 'SCS-4V-16') as StandardFlavor // it is in the table

function judge(...flavors: readonly Flavor[]) {
  return flavorPresent(standard).judge({ flavors })
}

t.test('there as it should be', async (t) => {
  t.same(judge(flavorLike(standard)), { examined: ['SCS-4V-16'], violations: [], notes: [] })
})

t.test('there under another name, found by its extra spec', async (t) => {
  t.same(judge(flavorLike(standard, { name: 'm1.xlarge' })), { examined: ['m1.xlarge'], violations: [], notes: [] })
})

t.test('missing', async (t) => {
  t.match(judge(flavorLike(standard, { name: 'm1.xlarge', extraSpecs: {}, vcpus: 8 })), {
    examined: { count: 1 },
    violations: [
      {
        subject: 'flavor SCS-4V-16',
        remedy: /^openstack flavor create --vcpus 4 --ram 16384 --disk 0 --public .* SCS-4V-16$/,
      },
    ],
  })
})

t.test('a property is missing', async (t) => {
  const { 'scs:cpu-type': _, ...extraSpecs } = standard.extraSpecs
  t.same(judge(flavorLike(standard, { extraSpecs })).violations, [
    {
      subject: 'flavor SCS-4V-16',
      expected: 'scs:cpu-type=shared-core',
      actual: 'no scs:cpu-type',
      remedy: 'openstack flavor set --property scs:cpu-type=shared-core SCS-4V-16',
    },
  ])
})

t.test('more than wanted is not what is wanted', async (t) => {
  t.match(judge(flavorLike(standard, { ramMiB: 16385, diskGB: 10 })).violations, [
    {
      expected: '16384 MiB RAM',
      actual: '16385 MiB RAM',
      remedy: /^openstack flavor unset .* && openstack flavor create .* standard-4V-16$/,
    },
    { expected: '0 GB root disk', actual: '10 GB root disk' },
  ])
})

t.test('of several that claim the name the last one counts', async (t) => {
  const good = flavorLike(standard)
  const bad = flavorLike(standard, { id: 'bad', name: 'other', vcpus: 2 })
  t.match(judge(good, bad), {
    examined: ['other'],
    violations: [{ actual: '2 vCPUs' }],
    notes: [/SCS-4V-16, other all have/],
  })
  t.match(judge(bad, good), { examined: ['SCS-4V-16'], violations: [] })
})

t.test('of several of that name without a claim the first one counts', async (t) => {
  const unclaimed = { extraSpecs: {} }
  t.match(judge(flavorLike(standard, { ...unclaimed, vcpus: 2 }), flavorLike(standard, unclaimed)).violations[0], {
    actual: '2 vCPUs',
  })
})

t.test('the kind of a disk that is not there is worth a note', async (t) => {
  const extraSpecs = { ...standard.extraSpecs, 'scs:disk0-type': 'network' }
  t.match(judge(flavorLike(standard, { extraSpecs })), { violations: [], notes: [/scs:disk0-type/] })
})
