import { check } from '../../src/check.ts'
import { referenceTime } from '../../src/fact.ts'
import { images } from '../../src/openstack/facts.ts'
import type { Image } from '../../src/openstack/resources.ts'
import { bare, judgeImages, setProperty, type Judgement } from './image-finding.ts'
import { parseDate, timestamp } from './parse-date.ts'

/**
 * Every image says when it was built, and that was not after it was registered, nor in the future.
 *
 * Dates without a time mean midnight UTC. A build date in the same second as the registration is fine. Where the build date
 * cannot be read, the registration itself must not be in the future. A build date that is null is no text at all: undecided.
 */
export const imageBuildDate = check({
  id: 'scs-0102-prop-image_build_date',
  title: 'Every image states a build date that is neither in the future nor after its registration',
  section: 'scs-0102-v1#image-build-info',
  needs: { images, referenceTime },
  judge: ({ images, referenceTime }) => {
    const now = Date.parse(referenceTime) / 1000
    return judgeImages(images, (image) => judge(image, now))
  },
})

function judge(image: Image, now: number): Judgement {
  const text = image.properties['image_build_date']
  const built = parseDate(text ?? '')
  const registered = parseDate(image.createdAt, timestamp)
  const open = bare(image) ?? (text === null ? 'has an image_build_date that is null' : undefined)
  const breach = (expected: string, actual: string): Judgement => ({
    violation: { expected, actual, remedy: setProperty(image, 'image_build_date=YYYY-MM-DD') },
    undecided: open,
  })
  if (built !== null && built > now) return breach(`image_build_date before ${iso(now)}`, `image_build_date ${text}`)
  if (built === null) {
    const future = (registered ?? 0) > now ? `, and registered in the future (${image.createdAt})` : ''
    return breach(
      'image_build_date as 2026-01-31 or 2026-01-31T12:00:00Z',
      `image_build_date ${JSON.stringify(text ?? 'absent')}${future}`,
    )
  }
  if (built > (registered ?? 0)) {
    return breach(`image_build_date not after the registration ${image.createdAt}`, `image_build_date ${text}`)
  }
  return { undecided: open }
}

function iso(seconds: number): string {
  return new Date(seconds * 1000).toISOString()
}
