import { check, type Check, type Finding } from '../../src/check.ts'
import { images } from '../../src/openstack/facts.ts'
import type { Image } from '../../src/openstack/resources.ts'
import { hasOwnProperties } from '../image-properties/own-properties.ts'
import { findImages, type StandardImage } from './standard-images.ts'

/**
 * Every image of that name, or whose name begins as the scheme says, states by `image_source` that it comes from one of the
 * places that the standard names. No such image is a PASS: that it is there is the presence check's business.
 *
 * A prefix counts letter by letter, and what follows it is free. An image without any property that a user could have set
 * for this, and one whose `image_source` is null, leave it undecided, as in the official suite.
 */
export function imageSource(standard: StandardImage): Check {
  const { sourceCheck, name, scheme, sources, section } = standard
  return check({
    id: sourceCheck,
    title: `Every image named ${scheme ? 'as in ' : ''}${name} comes from where its maker publishes it`,
    section,
    needs: { images },
    judge({ images }) {
      const { images: found, notes, undecided } = findImages(images, standard)
      const wrong = found.filter(
        ({ properties }) => !sources.some((source) => properties['image_source']?.startsWith(source)),
      )
      const violations = wrong.map((image) => ({
        subject: `image ${image.name} (${image.id})`,
        expected: `image_source beginning with ${sources.join(' or ')}`,
        actual: `image_source ${JSON.stringify(image.properties['image_source'] ?? null)}`,
        remedy: `upload the image from there, then openstack image set --property image_source=URL ${image.id}`,
      }))
      const open = undecided ?? found.map(undecidedBy).find((reason) => reason !== undefined)
      const examined = found.map((image) => image.name ?? image.id)
      return { examined, violations, notes, ...(open ? { undecided: open } : {}) }
    },
  })
}

function undecidedBy(image: Image): Finding['undecided'] {
  const { id, name, properties } = image
  const isNull = properties['image_source'] === null
  if (!isNull && hasOwnProperties(image)) return undefined
  const what = isNull
    ? 'has an image_source that is null'
    : 'has none of the properties that SCS adds, image_source neither'
  return { kind: 'malformed', message: `image ${name} (${id}) ${what}; set it, or the official suite gives up on it` }
}
