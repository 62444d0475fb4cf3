import t from 'tap'
import type { Image } from '../../src/openstack/resources.ts'
import { bareImage, sampleImage, without } from '../image-properties/sample-image.ts'
import { imageRecency } from './image-recency.ts'

const judge = (...images: readonly Image[]) => imageRecency.judge({ images, referenceTime: '2026-02-01T00:00:00.000Z' })
const fresh = (changes: Partial<Image> = {}) => sampleImage({ id: 'f', ...changes })

/** Monthly, so due after 34.1 days: at 2025-12-28T21:36:00Z. */
function old(properties: Image['properties'] = {}, changes: Partial<Image> = {}): Image {
  const named = { name: 'Ubuntu 24.04 old', ...changes }
  return sampleImage({
    ...named,
    properties: { image_build_date: '2025-01-01', provided_until: '2027-01-01', ...properties },
  })
}

t.test('due when 1.1 times the period has passed, to the second', async (t) => {
  t.strictSame(judge(old({ image_build_date: '2025-12-28T21:36:00Z' })).violations, [])
  t.match(judge(old({ image_build_date: '2025-12-28T21:35:59Z' })).violations, [
    { subject: 'image Ubuntu 24.04 old (e5a1)' },
  ])
  t.match(judge(old({ image_build_date: '2025-11-01' })).violations, [
    { expected: /monthly/, actual: /^due for 57 days/ },
  ])
})

t.test('counted from the registration where the build date cannot be read', async (t) => {
  t.strictSame(judge(old({ image_build_date: 'x' })).violations, [])
  t.match(judge(old({ image_build_date: 'x' }, { createdAt: '2025-12-28T21:35:59Z' })).violations, [{}])
})

t.test('nothing promised, nothing due', async (t) => {
  for (const replace_frequency of ['never', 'critical_bug', 'Monthly', '', null])
    t.strictSame(judge(old({ replace_frequency })).violations, [])
  t.strictSame(judge(without(old(), 'replace_frequency')).violations, [])
  for (const provided_until of ['none', 'notice', '2026-01-31'])
    t.strictSame(judge(old({ provided_until })).violations, [])
  for (const provided_until of ['2026-02-01', '2026-02-02']) t.match(judge(old({ provided_until })).violations, [{}])
})

t.test('provided_until that is no date', async (t) => {
  t.match(judge(fresh(), old({ provided_until: 'forever' })).violations, [
    { expected: 'provided_until none, notice or a date' },
  ])
  t.strictSame(judge(fresh({ properties: { provided_until: 'forever' } })).violations, [])
})

t.test('excused by an up-to-date image without the last word', async (t) => {
  t.same(judge(fresh(), old()), { examined: ['Ubuntu 24.04', 'Ubuntu 24.04 old'], violations: [], notes: [] })
  t.strictSame(judge(old({}, { name: 'Ubuntu 24.04\t ' }), fresh()).violations, [], 'or without trailing white space')
  t.match(judge(fresh({ name: 'Ubuntu 24' }), old()).violations, [{}])
  t.match(judge(old({}, { id: 'f', name: 'Ubuntu 24.04' }), old()).violations, [{}, {}], 'which is outdated itself')
  t.match(judge(fresh(), old({}, { name: 'Ubuntu 24.04' })).violations, [{}], 'not by one of the same name')
})

t.test('of several with that name the last one counts', async (t) => {
  const late = old({}, { id: 'g', name: 'Ubuntu 24.04' })
  t.match(judge(late, fresh(), old()), {
    violations: [{ subject: 'image Ubuntu 24.04 (g)' }],
    notes: [/e5a1|g/, 'several images are named Ubuntu 24.04'],
  })
  t.equal(judge(fresh(), late, old()).violations.length, 2)
})

t.test('outdated, excused, but neither hidden nor marked: a note', async (t) => {
  for (const word of ['old', 'prev', '2025-01-01', '20250101'])
    t.same(judge(fresh(), old({}, { name: `Ubuntu 24.04 ${word}` })).notes, [], word)
  t.match(judge(fresh(), old({}, { name: 'Ubuntu 24.04 Old' })).notes, [/neither hidden nor marked/])
  t.same(judge(fresh(), old({}, { name: 'Ubuntu 24.04 Old', hidden: true })).notes, [])
})

t.test('undecided: no provided_until, no name, no property, no text', async (t) => {
  t.match(judge(without(old(), 'provided_until')), { violations: [], undecided: { message: /has no provided_until/ } })
  t.equal(judge(without(fresh(), 'provided_until')).undecided, undefined)
  t.match(judge(old({ provided_until: null })), { undecided: {} })
  t.match(judge(old({}, { name: null, hidden: true })), { undecided: { message: /no name/ } })
  t.equal(judge(fresh({ name: null })).undecided, undefined)
  t.match(judge(fresh({ name: null }), fresh({ name: null })), {
    undecided: { message: /several images have no name/ },
  })
  t.match(judge(bareImage()), { undecided: {} })
  t.match(judge(old({ image_build_date: null, replace_frequency: 'never' })), { undecided: {} })
})
