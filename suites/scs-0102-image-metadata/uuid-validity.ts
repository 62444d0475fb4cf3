import { check } from '../../src/check.ts'
import { images } from '../../src/openstack/facts.ts'
import { bare, judgeImages, setProperty } from './image-finding.ts'
import { parseDate } from './parse-date.ts'
import { isDecimal } from './python-text.ts'

/**
 * Every image that says how long its UUID stays valid says it in a known form: `none`, `notice`, `forever`, `last-N` or a
 * date. Absent is fine, an empty text is not. N may be 0, and may be written in the digits of any script.
 */
export const uuidValidity = check({
  id: 'scs-0102-prop-uuid_validity',
  title: 'Every image that states how long its UUID stays valid states it in one of the known forms',
  section: 'scs-0102-v1#image-updating',
  needs: { images },
  judge: ({ images }) =>
    judgeImages(images, (image) => {
      const validity = image.properties['uuid_validity'] ?? null
      if (validity === null || isKnown(validity)) return { undecided: bare(image) }
      const violation = {
        expected: 'uuid_validity absent, none, notice, forever, last-N or a date',
        actual: `uuid_validity ${JSON.stringify(validity)}`,
        remedy: setProperty(image, 'uuid_validity=notice'),
      }
      return { violation, undecided: bare(image) }
    }),
})

function isKnown(validity: string): boolean {
  if (['none', 'notice', 'forever'].includes(validity)) return true
  return (validity.startsWith('last-') && isDecimal(validity.slice(5))) || parseDate(validity) !== null
}
