import t from 'tap'
import { suite } from './index.ts'
import { standardFlavors } from './standard-flavors.ts'

t.test('ids are the names, and each is there once', async (t) => {
  for (const { testcase, name } of standardFlavors) t.equal(testcase, `scs-0103-flavor-${name.slice(4).toLowerCase()}`)
  t.equal(new Set(suite.checks.map(({ id }) => id)).size, 31)
  t.equal(standardFlavors.filter(({ mandatory }) => mandatory).length, 15)
})

t.test('what a standard flavor must have', async (t) => {
  t.same(
    standardFlavors.find(({ name }) => name === 'SCS-4V-16-100s'),
    {
      testcase: 'scs-0103-flavor-4v-16-100s',
      name: 'SCS-4V-16-100s',
      mandatory: true,
      anchor: 'mandatory',
      vcpus: 4,
      ramMiB: 16384,
      diskGB: 100,
      extraSpecs: {
        'scs:cpu-type': 'shared-core',
        'scs:disk0-type': 'ssd',
        'scs:name-v1': 'SCS-4V:16:100s',
        'scs:name-v2': 'SCS-4V-16-100s',
      },
    },
  )
})
