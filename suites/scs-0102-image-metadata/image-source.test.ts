import t from 'tap'
import type { Image } from '../../src/openstack/resources.ts'
import { bareImage, sampleImage, without } from '../image-properties/sample-image.ts'
import { imageSource } from './image-source.ts'

const judge = (image: Image) => imageSource.judge({ images: [image] })
const source = (image_source: string | null) => sampleImage({ properties: { image_source } })

t.test('private, or a URL by its scheme alone', async (t) => {
  for (const text of ['private', 'http://x', 'https://', 'ftp://x y', 'ftps://x'])
    t.strictSame(judge(source(text)).violations, [], text)
  for (const text of [
    '',
    'Private',
    'HTTP://x',
    ' http://x',
    'http:/x',
    'file:///x',
    'httpss://x',
    'x+http://x',
    '://',
  ])
    t.match(judge(source(text)).violations, [{ actual: `image_source ${JSON.stringify(text)}` }])
})

t.test('absent', async (t) => {
  t.match(judge(without(sampleImage(), 'image_source')), {
    violations: [{ actual: 'no image_source' }],
    undecided: undefined,
  })
})

t.test('undecided: null, never given a property, an offender without a name', async (t) => {
  t.match(judge(source(null)), { violations: [{}], undecided: { message: /image_source that is null/ } })
  t.match(judge(bareImage()), { violations: [{}], undecided: {} })
  t.match(judge({ ...source('x'), name: null }), { violations: [{}], undecided: {} })
  t.equal(judge({ ...source('private'), name: null }).undecided, undefined)
})
