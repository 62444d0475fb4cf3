import t from 'tap'
import { flavorsOfList } from './flavor-list.ts'

const row = { ID: '1', Name: 'm1', VCPUs: 1, RAM: 4096, Disk: 0, 'Is Public': true }

async function propertiesOf(properties: unknown) {
  const [flavor] = await flavorsOfList('list', JSON.stringify([{ ...row, Properties: properties }]))
  return flavor?.extraSpecs
}

t.test('a row becomes a flavor', async (t) => {
  t.same(await flavorsOfList('list', JSON.stringify([{ ...row, Properties: { a: 'b' } }])), [
    { id: '1', name: 'm1', vcpus: 1, ramMiB: 4096, diskGB: 0, extraSpecs: { a: 'b' } },
  ])
})

t.test('properties as older clients write them', async (t) => {
  t.same(await propertiesOf("scs:cpu-type='shared-core', scs:name-v1='SCS-1V:4'"), {
    'scs:cpu-type': 'shared-core',
    'scs:name-v1': 'SCS-1V:4',
  })
  t.same(await propertiesOf("a='it's, well', b=''"), { a: "it's, well", b: '' })
  t.same(await propertiesOf(''), {})
  t.same(await propertiesOf(null), {})
})

t.test('anything else is a usage error that says where and what', async (t) => {
  const bad: readonly (readonly [json: string, message: RegExp])[] = [
    ['', /^list: is not JSON/],
    ['{}', /^list: must be what `openstack flavor list --long -f json` prints/],
    [JSON.stringify([row]), /^list: \[0\]: the key Properties is missing/],
    [JSON.stringify([{ ...row, Properties: {}, RAM: '4 GB' }]), /^list: \[0\]\.RAM: must be MiB, not "4 GB"/],
  ]
  for (const [json, message] of bad) await t.rejects(flavorsOfList('list', json), { name: 'UsageError', message })
})
