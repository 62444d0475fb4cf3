import { check, type Check } from '../../src/check.ts'
import { images } from '../../src/openstack/facts.ts'
import { findImages, type StandardImage } from './standard-images.ts'

/**
 * An image of that name is there, public or community, or at least one whose name begins as the scheme says.
 *
 * Only the name is looked at; where it comes from is the source check's business. The scheme has an open end, so
 * `ubuntu-capi-image-v1.30.2-old` fits; names are compared letter by letter.
 */
export function imagePresent(standard: StandardImage): Check {
  const { imageCheck, name, scheme, sources, section } = standard
  const wanted = scheme ? `named as in ${name}` : `named ${name}`
  return check({
    id: imageCheck,
    title: `An image ${wanted} is there`,
    section,
    needs: { images },
    judge({ images }) {
      const { images: found, notes, undecided } = findImages(images, standard)
      const missing = {
        subject: `image ${name}`,
        expected: `an image ${wanted}`,
        actual: `none among the ${images.length} public and community images`,
        remedy: `upload one from ${sources[0]} and set image_source to its URL`,
      }
      return {
        examined: found.length > 0 ? found.map((image) => image.name ?? image.id) : { count: images.length },
        violations: found.length > 0 ? [] : [missing],
        notes,
        ...(undecided ? { undecided } : {}),
      }
    },
  })
}
