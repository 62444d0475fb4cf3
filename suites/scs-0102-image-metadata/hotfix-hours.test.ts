import t from 'tap'
import type { Image } from '../../src/openstack/resources.ts'
import { bareImage, sampleImage, without } from '../image-properties/sample-image.ts'
import { hotfixHours } from './hotfix-hours.ts'

const judge = (image: Image) => hotfixHours.judge({ images: [image] })
const hours = (hotfix_hours: string | null) => judge(sampleImage({ properties: { hotfix_hours } }))

t.test('a whole number, or nothing', async (t) => {
  for (const text of [null, '', '0', '48', '४८']) t.strictSame(hours(text).violations, [], String(text))
  t.strictSame(judge(without(sampleImage(), 'hotfix_hours')).violations, [])
})

t.test('and what is near to one', async (t) => {
  for (const text of ['-1', '4.5', ' 48', '48h', '²', 'none'])
    t.match(hours(text).violations, [{ actual: `hotfix_hours "${text}"` }])
})

t.test('undecided, though optional, for an image that was never given a property', async (t) => {
  t.match(judge(bareImage()), { violations: [], undecided: { kind: 'malformed' } })
})
