import t from 'tap'
import { bareImage, sampleImage, without } from '../image-properties/sample-image.ts'
import { filledProperties, filledProperty } from './filled-property.ts'

for (const property of filledProperties) {
  const judge = (...images: readonly ReturnType<typeof sampleImage>[]) => filledProperty(property).judge({ images })
  const name = property.property

  t.test(property.id, async (t) => {
    t.same(judge(sampleImage()), { examined: ['Ubuntu 24.04'], violations: [], notes: [] })
    t.strictSame(judge(sampleImage({ properties: { [name]: ' ' } })).violations, [], 'a blank')
    t.match(judge(sampleImage({ properties: { [name]: '' } })).violations, [{ actual: `${name} is empty` }])
    t.match(judge(sampleImage({ properties: { [name]: null } })).violations, [{ actual: `no ${name}` }])
    t.match(judge(sampleImage(), without(sampleImage(), name)).violations, [
      {
        subject: 'image Ubuntu 24.04 (e5a1)',
        remedy: new RegExp(`^openstack image set --property ${name}=VALUE e5a1`),
      },
    ])
  })

  t.test(`${property.id} undecided`, async (t) => {
    const offender = { ...without(sampleImage(), name), name: null }
    t.match(judge(offender), {
      violations: [{ actual: `no ${name}` }],
      undecided: { kind: 'malformed', message: /has no name/ },
    })
    t.equal(judge(sampleImage({ name: null })).undecided, undefined)
    const isOpen = judge(bareImage({ properties: { os_distro: 'x', os_version: '1' } })).undecided !== undefined
    t.equal(isOpen, property.isOwn ?? false)
  })
}
