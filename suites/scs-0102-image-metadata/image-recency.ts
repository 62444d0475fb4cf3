import { check } from '../../src/check.ts'
import { referenceTime } from '../../src/fact.ts'
import { images } from '../../src/openstack/facts.ts'
import type { Image } from '../../src/openstack/resources.ts'
import { ageOf } from './image-age.ts'
import { judgeImages, setProperty, type Judgement } from './image-finding.ts'
import { withNamesakes } from './namesakes.ts'
import { replacementOf } from './replacement.ts'

/**
 * Every image is as recent as its `replace_frequency` promises, counted from its build date, or else its registration.
 *
 * Not late: no frequency or an unknown one; `provided_until` none or notice, or a date that has passed. A late image is
 * excused by one that has the same name without the last word and is not late itself; where several have that name, the
 * last in the cloud's list counts. Undecided, as in the official suite: a late image without `provided_until` or without a
 * name, one without any property of the standard, and two images without a name.
 */
export const imageRecency = check({
  id: 'scs-0102-image-recency',
  title: 'Every image is as recent as its own replace frequency promises',
  section: 'scs-0102-v1#image-updating',
  needs: { images, referenceTime },
  judge({ images, referenceTime }) {
    const now = Date.parse(referenceTime) / 1000
    const byName = new Map(images.map((image) => [image.name, image]))
    const finding = judgeImages(images, (image) => judge(image, now, byName))
    return withNamesakes(finding, images)
  },
})

function judge(image: Image, now: number, byName: ReadonlyMap<string | null, Image>): Judgement {
  const age = ageOf(image, now)
  switch (age.is) {
    case 'current':
      return {}
    case 'undecided':
      return { undecided: age.why }
    case 'without end': {
      const actual = `outdated, with provided_until ${JSON.stringify(age.until)}`
      const remedy = setProperty(image, 'provided_until=none')
      return { violation: { expected: 'provided_until none, notice or a date', actual, remedy } }
    }
    case 'outdated': {
      const note = age.isMarked ? undefined : 'outdated, but neither hidden nor marked as old by its name'
      const replacement = replacementOf(image, byName)
      if (replacement && ageOf(replacement, now).is === 'current') return { note }
      const frequency = image.properties['replace_frequency']
      const expected = `a newer build, as replace_frequency ${frequency} promises, or an up-to-date image to replace it`
      const actual = `due for ${age.sinceDays} days, and no such image`
      return {
        violation: { expected, actual, remedy: 'register a newer build under the name without its last word' },
        note,
      }
    }
  }
}
