import t from 'tap'
import type { Image } from '../../src/openstack/resources.ts'
import { bareImage, sampleImage, without } from '../image-properties/sample-image.ts'
import { imagePresent } from './image-present.ts'
import { imageSource } from './image-source.ts'
import { suite } from './index.ts'
import { standardImages } from './standard-images.ts'

function checksOf(id: string) {
  const standard = standardImages.find(({ imageCheck }) => imageCheck === id)
  if (!standard) throw new Error(`no ${id}`)
  return { present: imagePresent(standard), source: imageSource(standard) }
}

const ubuntu = checksOf('scs-0104-image-ubuntu-2404')
const capi = checksOf('scs-0104-image-capi-2')

const capiSource = 'https://nbg1.your-objectstorage.com/osism/openstack-k8s-capi-images/x.qcow2'

function capiImage(name: string | null, image_source: string = capiSource): Image {
  return sampleImage({ id: 'c', name, properties: { image_source } })
}

t.test('18 testcases, each with its own id', async (t) => {
  t.equal(new Set(suite.checks.map(({ id }) => id)).size, 18)
  for (const { sourceCheck, imageCheck } of standardImages) t.equal(sourceCheck.slice(16), imageCheck.slice(15))
})

t.test('an image by its very name', async (t) => {
  t.same(ubuntu.present.judge({ images: [sampleImage()] }), { examined: ['Ubuntu 24.04'], violations: [], notes: [] })
  t.match(ubuntu.present.judge({ images: [sampleImage({ name: 'Ubuntu 24.04 ' })] }), {
    examined: { count: 1 },
    violations: [
      { subject: 'image Ubuntu 24.04', expected: 'an image named Ubuntu 24.04', remedy: /cloud-images\.ubuntu\.com/ },
    ],
  })
})

t.test('images by the beginning of their names', async (t) => {
  for (const name of [
    'ubuntu-capi-image-v1.30',
    'ubuntu-capi-image-v1.30.2',
    'ubuntu-capi-image-v1.30.2 old',
    'ubuntu-capi-image-v1.30.',
  ])
    t.strictSame(capi.present.judge({ images: [capiImage(name)] }).violations, [], name)
  for (const name of [
    'ubuntu-capi-image v1.30',
    'ubuntu-capi-image-v1',
    'ubuntu-capi-image-v12.3',
    'x ubuntu-capi-image-v1.30',
    'Ubuntu-capi-image-v1.30',
  ])
    t.equal(capi.present.judge({ images: [capiImage(name)] }).violations.length, 1, name)
  t.strictSame(
    checksOf('scs-0104-image-capi-1').present.judge({ images: [capiImage('ubuntu-capi-image v1.30')] }).violations,
    [],
  )
})

t.test('the source of every one of them', async (t) => {
  const images = [capiImage('ubuntu-capi-image-v1.30'), capiImage('ubuntu-capi-image-v1.31', 'https://example.org/x')]
  t.match(capi.source.judge({ images }), {
    examined: ['ubuntu-capi-image-v1.30', 'ubuntu-capi-image-v1.31'],
    violations: [{ subject: 'image ubuntu-capi-image-v1.31 (c)', actual: 'image_source "https://example.org/x"' }],
  })
  t.match(ubuntu.source.judge({ images: [without(sampleImage(), 'image_source')] }).violations, [
    { actual: 'image_source null' },
  ])
})

t.test('no image, no wrong source', async (t) => {
  t.same(ubuntu.source.judge({ images: [sampleImage({ name: 'Foo' })] }), { examined: [], violations: [], notes: [] })
})

t.test('a prefix counts letter by letter', async (t) => {
  const from = (image_source: string) =>
    ubuntu.source.judge({ images: [sampleImage({ properties: { image_source } })] }).violations.length
  t.equal(from('https://cloud-images.ubuntu.com/noble/'), 0)
  t.equal(from('https://cloud-images.ubuntu.com/releases/noble/x'), 0)
  t.equal(from('https://cloud-images.ubuntu.com/noble'), 1)
  t.equal(from('http://cloud-images.ubuntu.com/noble/'), 1)
  t.equal(from('https://cloud-images.ubuntu.com/jammy/'), 1)
})

t.test('of several with one name the last is judged, and it is said', async (t) => {
  const wrong = sampleImage({ id: 'w', properties: { image_source: 'private' } })
  t.match(ubuntu.source.judge({ images: [wrong, sampleImage()] }), {
    violations: [],
    notes: [/^2 images are named Ubuntu 24\.04; .* e5a1$/],
  })
  t.equal(ubuntu.source.judge({ images: [sampleImage(), wrong] }).violations.length, 1)
})

t.test('undecided: a scheme with an image without a name; a source that is null; nothing set at all', async (t) => {
  for (const check of [capi.present, capi.source])
    t.match(check.judge({ images: [capiImage(null)] }), { undecided: { kind: 'malformed' } })
  for (const check of [ubuntu.present, ubuntu.source])
    t.equal(check.judge({ images: [capiImage(null)] }).undecided, undefined)
  t.match(ubuntu.source.judge({ images: [sampleImage({ properties: { image_source: null } })] }), {
    violations: [{}],
    undecided: {},
  })
  t.match(ubuntu.source.judge({ images: [bareImage()] }), { violations: [{}], undecided: {} })
  t.equal(ubuntu.present.judge({ images: [bareImage()] }).undecided, undefined)
})
