import { check } from '../../src/check.ts'
import { images } from '../../src/openstack/facts.ts'
import type { Image } from '../../src/openstack/resources.ts'
import { judgeImages, unnamed, type Judgement } from './image-finding.ts'

/**
 * Every image says how many GiB of disk it needs, and at least as many as it takes itself.
 *
 * The size is that of the data in Glance, which may be compressed: the unpacked size can be larger and is not known for all
 * images. An image without data has no size; where it names a minimum, nothing can be compared and the testcase is undecided.
 */
export const minDisk = check({
  id: 'scs-0102-prop-min_disk',
  title: 'Every image states a minimum disk that is large enough to hold it',
  section: 'scs-0102-v1#technical-requirements-and-features',
  needs: { images },
  judge: ({ images }) => judgeImages(images, judge),
})

const GiB = 1024 ** 3

function judge(image: Image): Judgement {
  const { id, sizeBytes, minDiskGB } = image
  if (minDiskGB > 0 && sizeBytes === null)
    return { undecided: 'names a minimum disk, but has no size to compare it with' }
  const neededGiB = Math.max(1, Math.ceil((sizeBytes ?? 0) / GiB))
  if (minDiskGB > 0 && minDiskGB >= neededGiB) return {}
  const violation = {
    expected: `min_disk at least ${neededGiB}, in GiB`,
    actual: minDiskGB > 0 ? `min_disk ${minDiskGB}, with ${sizeBytes} bytes of data` : 'min_disk not set',
    remedy: `openstack image set --min-disk ${neededGiB} ${id}`,
  }
  return { violation, undecided: unnamed(image) }
}
