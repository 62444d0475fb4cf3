import t from 'tap'
import type { Image } from '../../src/openstack/resources.ts'
import { bareImage, sampleImage, without } from '../image-properties/sample-image.ts'
import { imageBuildDate } from './image-build-date.ts'

function judge(image: Image) {
  return imageBuildDate.judge({ images: [image], referenceTime: '2026-02-01T00:00:00.500Z' })
}

function built(image_build_date: string | null, createdAt = '2026-01-15T08:00:00Z'): Image {
  return sampleImage({ createdAt, properties: { image_build_date } })
}

t.test('not after the registration, to the second', async (t) => {
  t.strictSame(judge(built('2026-01-15T08:00:00Z')).violations, [])
  t.match(judge(built('2026-01-15T08:00:01Z')).violations, [
    {
      subject: 'image Ubuntu 24.04 (e5a1)',
      expected: 'image_build_date not after the registration 2026-01-15T08:00:00Z',
    },
  ])
})

t.test('not in the future, even if registered then', async (t) => {
  t.strictSame(judge(built('2026-02-01T00:00:00Z', '2027-01-01T00:00:00Z')).violations, [])
  t.match(judge(built('2026-02-01T00:00:01Z', '2027-01-01T00:00:00Z')).violations, [
    { actual: 'image_build_date 2026-02-01T00:00:01Z' },
  ])
})

t.test('a registration that cannot be read comes before everything', async (t) => {
  t.match(judge(built('2026-01-01', '2026-01-15')).violations, [{}])
})

t.test('no date', async (t) => {
  t.match(judge(built('2026-02-30')).violations, [{ actual: 'image_build_date "2026-02-30"' }])
  t.match(judge(built('1970-01-01')).violations, [{}])
  t.match(judge(without(sampleImage(), 'image_build_date')).violations, [{ actual: 'image_build_date "absent"' }])
  t.match(judge(built('soon', '2027-01-01T00:00:00Z')).violations, [{ actual: /registered in the future/ }])
})

t.test('undecided: null, and an image that was never given a property', async (t) => {
  t.match(judge(built(null)), { violations: [{}], undecided: { message: /image_build_date that is null/ } })
  t.match(judge(bareImage()), { violations: [{}], undecided: { kind: 'malformed' } })
  t.equal(judge({ ...built('soon'), name: null }).undecided, undefined, 'a name is not needed here')
})
