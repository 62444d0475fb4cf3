import { check } from '../../src/check.ts'
import { images } from '../../src/openstack/facts.ts'
import { judgeImages, unnamed } from './image-finding.ts'

/** Below this many MiB hardly anything boots. */
const lowMiB = 64

/**
 * Every image says how many MiB of memory it needs to boot. Whether it really boots with that is not tried; a very small
 * number is remarked upon, not refused.
 */
export const minRam = check({
  id: 'scs-0102-prop-min_ram',
  title: 'Every image states the memory it needs to boot',
  section: 'scs-0102-v1#technical-requirements-and-features',
  needs: { images },
  judge: ({ images }) =>
    judgeImages(images, (image) => {
      const { id, minRamMiB } = image
      if (minRamMiB >= lowMiB) return {}
      if (minRamMiB > 0) {
        return { note: `min_ram is only ${minRamMiB} MiB; does it boot with that?`, undecided: unnamed(image) }
      }
      const remedy = `openstack image set --min-ram MIB ${id}`
      return {
        violation: { expected: 'min_ram above 0, in MiB', actual: 'min_ram not set', remedy },
        undecided: unnamed(image),
      }
    }),
})
