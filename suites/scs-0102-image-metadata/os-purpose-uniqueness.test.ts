import t from 'tap'
import type { Image } from '../../src/openstack/resources.ts'
import { bareImage, sampleImage, without } from '../image-properties/sample-image.ts'
import { osPurposeUniqueness } from './os-purpose-uniqueness.ts'

const twin = sampleImage({ id: 'b', name: 'Noble' })
const judge = (...images: readonly Image[]) => osPurposeUniqueness.judge({ images })

t.test('two alike', async (t) => {
  t.match(judge(sampleImage(), twin), {
    examined: ['Ubuntu 24.04', 'Noble'],
    violations: [{ subject: 'image Ubuntu 24.04 (e5a1), image Noble (b)', actual: '2 of them' }],
  })
})

t.test('two that differ in something, or do not count', async (t) => {
  const others = { architecture: 'aarch64', os_distro: 'debian', os_version: '22.04', os_purpose: 'minimal' }
  for (const [name, value] of Object.entries(others))
    t.strictSame(
      judge(sampleImage(), { ...twin, properties: { ...twin.properties, [name]: value } }).violations,
      [],
      name,
    )
  for (const name of ['os_distro', 'os_version', 'os_purpose'])
    t.strictSame(judge(without(sampleImage(), name), without(twin, name)).violations, [], name)
  t.strictSame(judge(sampleImage(), { ...twin, visibility: 'community' }).violations, [])
  t.strictSame(judge(sampleImage(), { ...twin, hidden: true }).violations, [])
})

t.test('no architecture and an empty one are the same', async (t) => {
  const empty = { ...twin, properties: { ...twin.properties, architecture: '' } }
  t.equal(judge(without(sampleImage(), 'architecture'), empty).violations.length, 1)
})

t.test('undecided: alike and without a name; visible and never given a property', async (t) => {
  t.match(judge(sampleImage(), { ...twin, name: null }), { violations: [{}], undecided: { message: /has no name/ } })
  t.equal(judge({ ...twin, name: null }).undecided, undefined)
  const bare = bareImage({ properties: { os_distro: 'ubuntu', os_version: '24.04' } })
  t.match(judge(bare), { violations: [], undecided: {} })
  t.equal(judge({ ...bare, visibility: 'community' }).undecided, undefined)
  t.equal(judge(bareImage()).undecided, undefined)
})
