import { check } from '../../src/check.ts'
import { images } from '../../src/openstack/facts.ts'

/** "Images must activate the attribute `hw_rng_model: virtio`" (scs-0101-v1.0): exactly so, on every public or community image. */
export const imageProperty = check({
  id: 'scs-0101-image-property',
  title: 'Every public image asks for a virtio random number generator by its property hw_rng_model',
  section: 'scs-0101-v1#version-history',
  needs: { images },
  judge({ images }) {
    const violations = images
      .filter(({ properties }) => properties['hw_rng_model'] !== 'virtio')
      .map(({ id, name, properties }) => ({
        subject: `image ${name ?? '(without a name)'} (${id})`,
        expected: 'hw_rng_model=virtio',
        actual: `hw_rng_model ${properties['hw_rng_model'] ? `is ${properties['hw_rng_model']}` : 'is not set'}`,
        remedy: `openstack image set --property hw_rng_model=virtio ${id}`,
      }))
    return { examined: images.map(({ name }) => name ?? '(without a name)'), violations }
  },
})
