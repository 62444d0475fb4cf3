import t from 'tap'
import type { Image } from '../../src/openstack/resources.ts'
import { bareImage, sampleImage, without } from '../image-properties/sample-image.ts'
import { uuidValidity } from './uuid-validity.ts'

const judge = (image: Image) => uuidValidity.judge({ images: [image] })
const validity = (uuid_validity: string | null) => judge(sampleImage({ properties: { uuid_validity } }))

t.test('the known forms', async (t) => {
  for (const text of [
    null,
    'none',
    'notice',
    'forever',
    'last-0',
    'last-3',
    'last-३',
    '2030-01-01',
    '2000-01-01 12:00',
  ])
    t.strictSame(validity(text).violations, [], String(text))
  t.strictSame(judge(without(sampleImage(), 'uuid_validity')).violations, [])
})

t.test('and what is near to them', async (t) => {
  for (const text of ['', 'None', 'last-', 'last--1', 'last- 3', 'Last-3', 'last-²', '2030-02-30', 'forever '])
    t.match(validity(text).violations, [
      { subject: 'image Ubuntu 24.04 (e5a1)', actual: `uuid_validity ${JSON.stringify(text)}` },
    ])
})

t.test('undecided, though optional, for an image that was never given a property', async (t) => {
  t.match(judge(bareImage()), { violations: [], undecided: { kind: 'malformed' } })
  t.equal(validity('x').undecided, undefined)
})
