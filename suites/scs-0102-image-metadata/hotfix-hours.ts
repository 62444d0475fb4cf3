import { check } from '../../src/check.ts'
import { images } from '../../src/openstack/facts.ts'
import { bare, judgeImages, setProperty } from './image-finding.ts'
import { isDecimal } from './python-text.ts'

/**
 * Every image that says within how many hours a hotfix comes says it as a whole number. Absent and empty are fine; so are
 * the digits of any script; a sign, a point and a blank are not.
 */
export const hotfixHours = check({
  id: 'scs-0102-prop-hotfix_hours',
  title: 'Every image that states hours for a hotfix states them as a number',
  section: 'scs-0102-v1#image-updating',
  needs: { images },
  judge: ({ images }) =>
    judgeImages(images, (image) => {
      const hours = image.properties['hotfix_hours'] ?? ''
      if (hours === '' || isDecimal(hours)) return { undecided: bare(image) }
      const violation = {
        expected: 'hotfix_hours absent or a whole number',
        actual: `hotfix_hours ${JSON.stringify(hours)}`,
        remedy: setProperty(image, 'hotfix_hours=48'),
      }
      return { violation, undecided: bare(image) }
    }),
})
