import t from 'tap'
import { bareImage, sampleImage, without } from '../image-properties/sample-image.ts'
import { listedProperties, listedProperty } from './listed-property.ts'

function judge(id: string, ...images: readonly ReturnType<typeof sampleImage>[]) {
  const found = listedProperties.find((property) => property.id === id)
  if (!found) throw new Error(`no ${id}`)
  return listedProperty(found).judge({ images })
}

t.test('no images at all', async (t) => {
  for (const { id } of listedProperties) t.same(judge(id), { examined: [], violations: [], notes: [] })
})

t.test('every listed value passes, and its nearest misspellings fail', async (t) => {
  for (const { id, property, values } of listedProperties.filter((one) => one.property !== 'os_hash_algo')) {
    for (const value of values)
      t.strictSame(judge(id, sampleImage({ properties: { [property]: value } })).violations, [], value)
    for (const value of [values[0]?.toUpperCase() ?? '', ` ${values[0]}`, ''])
      t.match(judge(id, sampleImage({ properties: { [property]: value } })).violations, [
        { subject: 'image Ubuntu 24.04 (e5a1)' },
      ])
  }
})

t.test('absent or null: fine where optional, a violation elsewhere', async (t) => {
  for (const { id, property, isOptional } of listedProperties.filter((one) => one.property !== 'os_hash_algo')) {
    const expected = isOptional ? 0 : 1
    t.equal(judge(id, without(sampleImage(), property)).violations.length, expected, `no ${property}`)
    t.equal(
      judge(id, sampleImage({ properties: { [property]: null } })).violations.length,
      expected,
      `null ${property}`,
    )
  }
})

t.test('the hash is a field of its own, not a property', async (t) => {
  const id = 'scs-0102-prop-hash_algo'
  t.strictSame(judge(id, sampleImage({ hashAlgo: 'sha256' })).violations, [])
  const properties = { os_hash_algo: 'sha512', hash_algo: 'sha512' }
  t.match(judge(id, sampleImage({ hashAlgo: 'md5', properties })).violations, [{ actual: 'os_hash_algo "md5"' }])
  t.match(judge(id, sampleImage({ hashAlgo: null })).violations, [{ actual: 'no os_hash_algo', remedy: /upload/ }])
})

t.test('undecided: an offender without a name; an image that was never given a property', async (t) => {
  t.match(judge('scs-0102-prop-architecture', sampleImage({ name: null, properties: { architecture: 'arm' } })), {
    violations: [
      { subject: 'image (without a name) (e5a1)', remedy: 'openstack image set --property architecture=x86_64 e5a1' },
    ],
    undecided: { kind: 'malformed' },
  })
  t.equal(judge('scs-0102-prop-architecture', sampleImage({ name: null })).undecided, undefined)
  t.match(judge('scs-0102-prop-os_purpose', sampleImage(), bareImage()), {
    violations: [{}],
    undecided: { kind: 'malformed' },
  })
  t.equal(judge('scs-0102-prop-architecture', bareImage()).undecided, undefined)
})
